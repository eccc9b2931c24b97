"""Misspelt names of medicines reach the checks as the medicines that are meant."""

from typing import Final

import pytest

from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckStatus
from app.domain.subject import Subject
from app.safety.checks.interactions import QuestionInteractions
from app.safety.checks.medicine_names import MedicineNames
from app.safety.situation.reader import QuestionReader
from app.safety.spelling import SpelledQuestionCheck, SpelledReader, Spelling
from app.terms.drug_resolver import drug_resolver

RESOLVER: Final = drug_resolver()
SPELLING: Final = Spelling(RESOLVER)


def asked(text: str, *earlier: str) -> Question:
    turns = tuple(Turn(speaker=Speaker.USER, text=each) for each in earlier)
    return Question(text=text, conversation=turns)


@pytest.mark.parametrize(
    "text",
    ["Is wafarin safe with ibuprofen?", "Can he take ibuprofin? He is on warfarin."],
)
def test_an_interaction_is_met_by_a_misspelt_name(text: str) -> None:
    question = asked(text)
    situation = SpelledReader(QuestionReader(), SPELLING).read(question)
    check = SpelledQuestionCheck(QuestionInteractions(), SPELLING)
    said = check.check(Subject(question=question, situation=situation))
    assert "interaction/warfarin-nsaid" in {one.rule for one in said}


def test_earlier_turns_are_read_too() -> None:
    question = asked("Can she have ibuprofen?", "My mother takes wafarin.")
    situation = SpelledReader(QuestionReader(), SPELLING).read(question)
    assert frozenset({"warfarin"}) in {one.ingredients for one in situation.medicines}


def test_what_is_spelt_right_is_left_as_it_stands() -> None:
    question = asked("Can he take paracetamol with warfarin?", "He is on Xarelto.")
    assert SPELLING.question(question) is question
    subject = Subject(question=question)
    assert SPELLING.subject(subject) is subject


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Can I take foobarazole with warfarin?", "foobarazole"),
        ("What is the dose of zolitinib?", "zolitinib"),
    ],
)
def test_a_name_that_nothing_is_known_of_is_no_pass(text: str, name: str) -> None:
    (said,) = MedicineNames(RESOLVER).check(Subject(question=asked(text)))
    assert said.status is CheckStatus.NOT_CHECKED
    assert name in said.why
    assert any(name in what for what in said.supply)


def test_how_a_name_was_read_is_told() -> None:
    (said,) = MedicineNames(RESOLVER).check(Subject(question=asked("Is wafarin safe?")))
    assert said.status is CheckStatus.PASS
    assert said.why == "wafarin is read as warfarin."
