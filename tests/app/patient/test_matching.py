"""Which lines are about what is asked."""

import pytest

from app.domain.record import Course, RecordEntry
from app.patient.lines import line_of
from app.patient.matching import about, allergies_to, called, within
from app.patient.periods import Period
from app.patient.subjects import subjects_in
from tests.app.patient.records import AS_OF, allergy, event, medicine, problem, result, when


def is_about(words: str, entry: RecordEntry) -> bool:
    (subject,) = subjects_in(words)
    return bool(about(subject, (line_of(entry, AS_OF),)))


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("warfarin", medicine(1, "Coumadin 5 mg", {"warfarin"})),
        ("anticoagulant", medicine(1, "Coumadin 5 mg", {"warfarin"})),
        ("amoxicillin", medicine(1, "Co-amoxiclav", {"amoxicillin", "clavulanate"})),
        ("warfarin", medicine(1, "Warfarin by another name", set())),
        ("diabetes", problem(1, "Type 2 diabetes", {"type 2 diabetes"})),
        ("type 2 diabetes", problem(1, "Diabetes mellitus", {"diabetes"})),
        ("CKD", problem(1, "Chronic kidney disease stage 3", {"chronic kidney disease"})),
        ("kidney function", result(1, "eGFR", "40", "2026-01-01", "egfr")),
        ("flu jab", event("immunization", 1, "Influenza, seasonal", "2026-01-01")),
        ("tetanus shot", event("immunization", 1, "Tdap", "2026-01-01")),
        ("hepatitis B vaccine", event("immunization", 1, "Hep B, adult", "2026-01-01")),
    ],
)
def test_these_are_about_it(words: str, entry: RecordEntry) -> None:
    assert is_about(words, entry)


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("warfarin", medicine(1, "Apixaban", {"apixaban"})),
        ("statin", medicine(1, "Apixaban", {"apixaban"})),
        ("type 1 diabetes", problem(1, "Type 2 diabetes", {"type 2 diabetes"})),
        ("creatinine", result(1, "eGFR", "40", "2026-01-01", "egfr")),
        ("flu jab", event("immunization", 1, "Tdap", "2026-01-01")),
        ("hepatitis A vaccine", event("immunization", 1, "Hep B, adult", "2026-01-01")),
        ("warfarin", allergy(1, "Warfarin", {"warfarin"})),
    ],
)
def test_these_are_not(words: str, entry: RecordEntry) -> None:
    assert not is_about(words, entry)


@pytest.mark.parametrize(
    ("words", "meets"), [("penicillin", True), ("amoxicillin", True), ("ibuprofen", False)]
)
def test_an_allergy_to_a_class_is_one_to_its_members(words: str, meets: bool) -> None:
    of_class = allergy(1, "Penicillins", {"amoxicillin", "ampicillin"}, class_name="penicillin")
    (subject,) = subjects_in(words)
    assert bool(allergies_to(subject, (line_of(of_class, AS_OF),))) is meets


@pytest.mark.parametrize(
    ("named", "meets"),
    [
        ("colonoscopy", True),
        ("colonoscopies", True),
        ("mammogram", False),
        ("colonoscopy of the ear", False),
    ],
)
def test_free_words_must_all_stand_in_the_name(named: str, meets: bool) -> None:
    line = line_of(event("procedure", 1, "Diagnostic colonoscopy", "2019"), AS_OF)
    assert bool(called(named, (line,))) is meets


PERIOD = Period(when("2020").first, when("2020").last, "in 2020")


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        (result(1, "INR", "2.5", "2020-05-01"), True),
        (result(1, "INR", "2.5", "2019-05-01"), False),
        (result(1, "INR", "2.5", None), False),
        (medicine(1, "Warfarin", {"warfarin"}, on="2015-01-01"), True),
        (medicine(1, "Warfarin", {"warfarin"}, on="2021-01-01"), False),
        (
            medicine(1, "Warfarin", {"warfarin"}, Course.PAST, "2015-01-01", until=when("2019")),
            False,
        ),
        (
            medicine(1, "Warfarin", {"warfarin"}, Course.PAST, "2015-01-01", until=when("2020-02")),
            True,
        ),
        (medicine(1, "Warfarin", {"warfarin"}, Course.PAST, "2015-01-01"), False),
    ],
)
def test_a_course_that_overlaps_a_period_holds_in_it(entry: RecordEntry, holds: bool) -> None:
    assert bool(within(PERIOD, (line_of(entry, AS_OF),))) is holds
