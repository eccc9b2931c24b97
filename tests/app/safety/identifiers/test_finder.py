"""The finder: one span a place, placeholders, unseen characters, long and hostile texts."""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.finder import PresidioFinder
from app.safety.identifiers.sighting import Sighting
from app.safety.identifiers.windows import LENGTH, windows
from tests.timed import processor_seconds

FINDER = PresidioFinder()


def test_every_identifier_of_a_note_becomes_a_placeholder_and_its_medicine_stays() -> None:
    note = (
        "Mrs Hargreaves (DOB 14/03/1961, NHS 943 476 5919) of 14 Larkspur Close, Ilkley, LS29 7QX, "
        "tel 020 7946 0018, takes apixaban 5 mg bd and has Crohn's disease."
    )
    assert FINDER.redact(note) == (
        "Mrs [NAME] (DOB [DATE], NHS [RECORD]) of [ADDRESS], "
        "tel [PHONE], takes apixaban 5 mg bd and has Crohn's disease."
    )


def test_overlapping_sightings_become_one_that_covers_them_all() -> None:
    def first(text: str) -> list[Sighting]:
        return [
            Sighting(IdentifierKind.NAME, 0, 5, 0.6, "a"),
            Sighting(IdentifierKind.AGE, 3, 9, 0.9, "b"),
        ]

    (one,) = PresidioFinder({"test": first}).find("xxxx xxxx")
    assert (one.start, one.end, one.kind, one.why) == (0, 9, IdentifierKind.AGE, "b")


@pytest.mark.parametrize(
    "hidden",
    [
        "Mrs Har\u200bgrea\u200dves",
        "Mrs Harg\u00adreaves",
        "ring 020\u2060 7946\u200b 0018",
        "ring 020\u00a07946\u00a00018",
        "ring \uff10\uff12\uff10 7946 0018",
        "SSN 219\u200b-09-9999",
    ],
)
def test_unseen_characters_and_wide_digits_hide_nothing(hidden: str) -> None:
    (one,) = FINDER.find(hidden)
    assert FINDER.redact(hidden) == hidden[: one.start] + one.kind.placeholder
    assert one.end == len(hidden)


def test_windows_answer_for_every_character_once_and_overlap() -> None:
    text = " ".join(str(number) for number in range(4000))
    seen = list(windows(text))
    assert [one.start for one in seen] == sorted(one.start for one in seen)
    assert all(text.startswith(one.text, one.start) for one in seen)
    assert seen[-1].until == len(text)
    assert all(
        other.start < one.until <= one.start + len(one.text)
        for one, other in itertools.pairwise(seen)
    )


def test_an_identifier_across_the_end_of_a_window_is_found_once() -> None:
    for shift in range(-60, 60, 7):
        lead = "word " * ((LENGTH - 200 + shift) // 5)
        text = f"{lead}Mrs Hargreaves rang 020 7946 0018. " + "word " * 400
        kinds = [one.kind.value for one in FINDER.find(text)]
        assert kinds == ["name", "phone"], shift


def test_many_threads_find_the_same() -> None:
    texts = [f"Mrs Hargreaves rang 020 7946 00{number}." for number in range(10, 60)]
    finder = PresidioFinder()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(finder.redact, texts)) == ["Mrs [NAME] rang [PHONE]."] * len(texts)


HOSTILE = {
    "letters": "a",
    "capitals": "Aa ",
    "digits": "1234567890",
    "hyphened digits": "1-",
    "spaced digits": "1 ",
    "punctuation": ".,;:!?()[]{}@#/\\",
    "colons": "ab:",
    "at signs": "a@",
    "dots": "a.",
    "newlines": "\n1",
    "titles": "Dr ",
    "people": "Dr Smith and ",
    "streets": "12 Oak Street Apt 1 ",
    "cues": "my name is call address: MRN ",
    "dates": "12 March ",
    "scripts": "Привет 患者姓名 مرحبا Ελλάδα ",
    "unseen": "a\u200b",
    "emoji": "\U0001f600",
    "markup": "<b>&amp;</b>' OR 1=1; --",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(name: str) -> None:
    piece = HOSTILE[name]

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        return processor_seconds(lambda: FINDER.find(text))

    seconds(3_000)
    small, large = seconds(25_000), seconds(100_000)
    assert large < 0.5 or large < 8 * small
    assert large < 30


def test_any_characters_at_all_are_read_without_a_fault() -> None:
    made = random.Random(3)
    for _ in range(40):
        text = "".join(
            chr(made.choice((made.randrange(32, 127), made.randrange(0x3000)))) for _ in range(400)
        )
        for one in FINDER.find(text):
            assert 0 <= one.start < one.end <= len(text)
