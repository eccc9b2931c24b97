"""Whose age and sex a question tells that comes with a patient's record."""

from typing import Literal

import pytest

from app.domain.patient import Situation
from app.domain.question import Question
from app.domain.record import RecordEntry
from app.domain.safety import CheckStatus
from app.domain.subject import Subject
from app.safety.checks.age import AgeOfQuestion
from app.safety.checks.record import RecordOfQuestion
from app.safety.situation.reader import QuestionReader
from tests.app.patient.entered import medicine, record, result

PREGNANT = result("pregnancy status", words="Pregnant", number=7)


def read(
    text: str, born: str, *entries: RecordEntry, sex: Literal["female", "male"] = "female"
) -> tuple[Situation, bool]:
    """What is read, and whether a question that contradicts the record is told."""
    question = Question.asked(text, record=record(*entries, born=born, sex=sex))
    subject = Subject(question=question, situation=QuestionReader().read(question))
    warned = RecordOfQuestion().check(subject)[0].status is CheckStatus.WARN
    return subject.situation, warned


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Is valproate safe for the baby?", (PREGNANT,)),
        ("Is valproate safe for my baby?", (PREGNANT,)),
        ("Will it harm her unborn child?", (PREGNANT,)),
        ("Can a child have ibuprofen?", ()),
        ("Is ibuprofen used in children?", ()),
        ("What is the dose for an infant?", ()),
        ("Are statins given to the elderly?", ()),
        ("What is the adult dose of paracetamol?", ()),
        ("May teenagers take doxycycline?", ()),
    ],
)
def test_a_group_at_large_or_the_baby_of_the_patient_is_no_age_of_hers(
    text: str, entries: tuple[RecordEntry, ...]
) -> None:
    situation, warned = read(text, "1996-01-10", *entries)
    assert situation.age is not None
    assert (situation.age.low, situation.age.high) == (30, 31)
    assert not warned


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("How much paracetamol can I give my baby?", ()),
        ("How much paracetamol can I give my baby?", (PREGNANT,)),
        ("My baby has a fever, is ibuprofen safe?", (PREGNANT,)),
        ("Can this child have ibuprofen?", ()),
        ("A child with asthma: may she have ibuprofen?", ()),
        ("Can a 5-year-old have ibuprofen?", ()),
        ("She is 81. Is ibuprofen safe?", ()),
        ("Is codeine safe for the baby?", ()),
    ],
)
def test_somebody_of_another_age_is_told_and_gone_by(
    text: str, entries: tuple[RecordEntry, ...]
) -> None:
    situation, warned = read(text, "1996-01-10", *entries)
    assert situation.age is not None
    assert situation.age.low != 30
    assert warned


def test_rules_for_the_old_hold_though_children_are_asked_about() -> None:
    question = Question.asked(
        "Can a child have ibuprofen?", record=record(medicine("Amitriptyline"), born="1938-02-02")
    )
    said = AgeOfQuestion().check(
        Subject(question=question, situation=QuestionReader().read(question))
    )
    assert "age/older-tcas" in {one.rule for one in said}


@pytest.mark.parametrize("text", ["May men take valproate?", "Is finasteride for men alone?"])
def test_men_at_large_take_no_pregnancy_from_a_record(text: str) -> None:
    situation, warned = read(text, "1996-01-10", PREGNANT)
    assert situation.sex == "female"
    assert situation.pregnant is not None
    assert not warned


def test_a_man_who_is_asked_about_is_told() -> None:
    situation, warned = read("A man takes valproate, is that safe?", "1996-01-10")
    assert situation.sex == "male"
    assert warned
