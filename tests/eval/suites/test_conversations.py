"""The set of conversations, in view and held out, and what the suite makes of one."""

from collections import Counter

import pytest

from app.domain.answer import Abstention, Outcome
from app.domain.corpus import Audience
from app.domain.question import Question
from app.domain.safety import CheckStatus
from eval.jsonl import read_jsonl
from eval.spoken import Spoken
from eval.suites.conversations import (
    ALONE,
    CAUGHT,
    FALSE_ALARMS,
    OWN,
    SAID,
    spoken_item,
    summarise,
)
from tests.app.answering.chat.outcomes import WARNED, abstention, referral

HELD = OWN.with_name("conversations_held.jsonl")
VIEW_LINES, HELD_LINES = read_jsonl(OWN, Spoken), read_jsonl(HELD, Spoken)
KINDS = {
    "pregnancy",
    "lactation",
    "allergy",
    "blood-thinner",
    "other-medicine",
    "kidney",
    "age",
    "alcohol",
    "dose",
    "red-flag",
    "correction",
    "someone-else",
}


def line(**changed: object) -> Spoken:
    given: dict[str, object] = {
        "id": "x-1",
        "pair": "x",
        "kind": "kidney",
        "turns": ["one"],
        "message": "two",
        "checks": ["interactions"],
        "expected": "fires",
    }
    return Spoken.model_validate({**given, **changed})


@pytest.mark.parametrize("lines", [VIEW_LINES, HELD_LINES], ids=["view", "held"])
def test_each_half_has_dangers_of_every_kind_and_a_twin_of_each(lines: tuple[Spoken, ...]) -> None:
    assert {one.kind for one in lines} == KINDS
    pairs = Counter(one.pair for one in lines)
    assert set(pairs.values()) == {2}
    by = Counter(one.expected for one in lines)
    assert by["silent"] == by["fires"] + by["refer"] >= 45
    assert {one.expected for one in lines if one.kind == "red-flag"} == {"refer", "silent"}


def test_no_conversation_stands_in_both_halves() -> None:
    view, held = ({(one.turns, one.message) for one in half} for half in (VIEW_LINES, HELD_LINES))
    assert not view & held
    assert len({one.id for one in (*VIEW_LINES, *HELD_LINES)}) == len(VIEW_LINES) + len(HELD_LINES)


@pytest.mark.parametrize("one", VIEW_LINES, ids=lambda one: one.id)
def test_the_product_takes_every_turn_for_a_question(one: Spoken) -> None:
    for text in (*one.turns, one.message):
        assert Question.asked(text, Audience.PATIENT).text == text.strip()


def warning() -> Abstention:
    return abstention(checks=(WARNED,))


@pytest.mark.parametrize(
    ("whole", "streamed", "caught"),
    [
        (warning(), warning(), 1.0),
        (warning(), abstention(), 0.0),
        (abstention(), warning(), 0.0),
        (referral(), referral(), 1.0),
        (referral(), warning(), 1.0),
    ],
)
def test_a_danger_is_caught_where_both_ways_of_asking_warn(
    whole: Outcome, streamed: Outcome, caught: float
) -> None:
    item = spoken_item(line(), whole, streamed, [], abstention())
    assert item.shares == {CAUGHT: (caught, 1.0), ALONE: (0.0, 1.0)}


def test_a_red_flag_is_caught_by_a_referral_alone() -> None:
    red = line(expected="refer", checks=["emergency"])
    assert spoken_item(red, warning(), referral(), [], referral()).shares[CAUGHT] == (0.0, 1.0)
    assert spoken_item(red, referral(), referral(), [], referral()).shares[CAUGHT] == (1.0, 1.0)


def test_another_checks_warning_catches_nothing() -> None:
    other = abstention(checks=(WARNED.model_copy(update={"name": "renal"}),))
    assert spoken_item(line(), other, other, [], abstention()).shares[CAUGHT] == (0.0, 1.0)


@pytest.mark.parametrize(
    ("whole", "said", "alarm"),
    [
        (abstention(), [], 0.0),
        (warning(), [], 1.0),
        (referral(), [], 1.0),
        (abstention(), ["a/b"], 1.0),
    ],
)
def test_a_twin_that_is_warned_of_is_a_false_alarm(
    whole: Outcome, said: list[str], alarm: float
) -> None:
    item = spoken_item(line(expected="silent"), whole, abstention(), said, abstention())
    assert item.shares == {FALSE_ALARMS: (alarm, 1.0)}


def test_what_was_missed_and_what_was_a_false_alarm_is_named() -> None:
    passed = WARNED.model_copy(update={"status": CheckStatus.PASS, "rule": None})
    silent = abstention(checks=(passed,))
    items = [
        spoken_item(line(says="Take it."), silent, silent, [], silent),
        spoken_item(line(id="x-2", expected="silent"), warning(), silent, [], silent),
    ]
    result = summarise(items, "two")
    assert (result.headline[CAUGHT], result.headline[SAID]) == (0.0, 0.0)
    assert result.headline[FALSE_ALARMS] == 1.0
    assert result.notes == ("Missed: x-1.", "False alarms: x-2.")
