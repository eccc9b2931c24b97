"""What is carried from where, and what never is."""

import random

import pytest

from app.domain.question import LONGEST_QUESTION, MOST_TURNS, Speaker, Turn
from app.following.follow_ups import TURNS
from app.terms.wording import listed as words
from tests.app.following.reading import follow_ups, read


@pytest.mark.parametrize(
    ("turns", "then"),
    [
        (("Can Mrs Examplo take ibuprofen?",), "and in pregnancy?"),
        (("My patient John Sampleton, MRN 4471829, has gout. How is it treated?",), "why?"),
        (("What is the dose of ibuprofen for Peter Sampleton?",), "and paracetamol?"),
        (("Is ibuprofen safe for me? My number is 020 7946 0958.",), "and in pregnancy?"),
        (("What did Dr Sampleton say of warfarin? Is it safe?",), "side effects?"),
    ],
)
def test_nobodys_name_is_carried(turns: tuple[str, ...], then: str) -> None:
    alone = read(then, *turns)
    said = " ".join((alone.text, *alone.carried))
    for secret in ("Examplo", "Sampleton", "4471829", "7946"):
        assert secret not in said


def test_a_name_in_the_last_words_stays_where_it_was_said() -> None:
    alone = read("and for Mrs Examplo with ibuprofen?", "What is the dose of warfarin?")
    assert alone.text == "What is the dose of warfarin for Mrs Examplo with ibuprofen?"


def test_what_the_assistant_says_of_a_person_is_not_carried() -> None:
    alone = read("and the dose?", "Is ibuprofen safe?", "A: She is pregnant and her eGFR is 12.")
    assert alone.leaned
    assert "pregnant" not in alone.text
    assert "12" not in alone.text


def test_nothing_is_carried_over_a_new_patient() -> None:
    turns = ("What is the dose of warfarin?", "Another patient now. Is she immune?")
    assert "warfarin" not in read("and in pregnancy?", *turns).text


def test_only_the_latest_turns_are_leaned_on() -> None:
    long_ago = ["What is the dose of warfarin?", *["thank you"] * TURNS]
    assert not read("and in pregnancy?", *long_ago).leaned
    assert read("and in pregnancy?", *long_ago[: TURNS - 1]).leaned


@pytest.mark.parametrize(
    "words",
    [
        "I take warfarin. Is it safe in pregnancy?",
        "Gout: how is it treated?",
        "When aspirin is stopped, is it started again?",
        "My cough is back and it hurts, is it pneumonia?",
    ],
)
def test_what_the_question_itself_names_first_is_meant(words: str) -> None:
    assert not read(words, "What is the dose of ibuprofen?").leaned


PIECES = (
    "and for children? ",
    "it ",
    "not x but y, ",
    "the second one ",
    "which is better of them, ",
    "a or b ",
    "eGFR of 2 ",
    "((((",
    "[NAME] ",
    "in the the the ",
    "....",
    "\u200b",
)


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_turns_are_read_in_bounded_steps(piece: str) -> None:
    """500 turns of 4,000 characters each: only the latest are read, and of each a part."""
    text = (piece * (LONGEST_QUESTION // len(piece) + 1))[:LONGEST_QUESTION]
    turns = [
        Turn(speaker=Speaker.USER if at % 2 else Speaker.ASSISTANT, text=text)
        for at in range(MOST_TURNS)
    ]
    for last in ("and for children?", text):
        alone = follow_ups().stand_alone(last, turns)
        assert len(alone.text) <= LONGEST_QUESTION
        assert follow_ups().stand_alone(last, turns[-TURNS:]) == alone


def test_any_mix_of_words_gives_a_question_or_the_words_themselves() -> None:
    drawn = random.Random(20261128)
    stock = words(
        "and or it its that which is safer what about for in with children pregnancy dose of the "
        "second one not but instead side effects ibuprofen gout ? . , 10 mg eGFR 22 why they both"
    )
    for _ in range(400):
        turns = [" ".join(drawn.choices(stock, k=drawn.randint(1, 12))) for _ in range(3)]
        last = " ".join(drawn.choices(stock, k=drawn.randint(1, 12)))
        alone = read(last, *turns)
        assert alone.text.strip()
        assert alone.leaned or alone.text == last
