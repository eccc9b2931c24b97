"""Each limit of kidney function is held against the measure it names, and no other."""

import pytest

from app.domain.patient import Situation
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.renal import RenalOfClaim, RenalOfQuestion
from app.safety.cockcroft_gault import clearance, of_person
from app.safety.situation.reader import QuestionReader
from tests.app.safety.group import claim_of


def subject(text: str) -> Subject:
    question = Question.asked(text)
    return Subject(question=question, situation=QuestionReader().read(question))


def situation(text: str) -> Situation:
    return subject(text).situation


def said(text: str, claim: str) -> CheckVerdict:
    return RenalOfClaim().check(claim_of(claim), subject(text))[0]


METFORMIN = "Illustrative: metformin 500 mg twice daily is recommended."
RIVAROXABAN = "Illustrative: rivaroxaban 20 mg once daily is recommended."


@pytest.mark.parametrize(
    ("text", "claim", "status", "rule"),
    [
        ("A man with an eGFR of 22?", METFORMIN, CheckStatus.BLOCK, "renal/metformin"),
        ("A man with an eGFR of 40?", METFORMIN, CheckStatus.WARN, "renal/metformin-start"),
        ("A man with an eGFR of 62?", METFORMIN, CheckStatus.PASS, None),
        ("A man with a creatinine clearance of 22?", METFORMIN, CheckStatus.NOT_CHECKED, None),
        ("A man with an eGFR of 12?", RIVAROXABAN, CheckStatus.NOT_CHECKED, None),
        ("A man with a CrCl of 12 mL/min?", RIVAROXABAN, CheckStatus.BLOCK, "renal/rivaroxaban"),
        ("Severe renal impairment?", METFORMIN, CheckStatus.BLOCK, "renal/metformin"),
        ("A man on haemodialysis?", METFORMIN, CheckStatus.BLOCK, "renal/metformin"),
        ("A man of 70 with diabetes?", METFORMIN, CheckStatus.NOT_CHECKED, None),
        ("A boy of 9 with an eGFR of 22?", METFORMIN, CheckStatus.NOT_CHECKED, None),
        ("Pregnant with an eGFR of 22?", METFORMIN, CheckStatus.NOT_CHECKED, None),
        ("Acute kidney injury, eGFR 40?", METFORMIN, CheckStatus.NOT_CHECKED, None),
    ],
)
def test_a_limit_is_held_against_its_own_measure(
    text: str, claim: str, status: CheckStatus, rule: str | None
) -> None:
    verdict = said(text, claim)
    assert (verdict.status, verdict.rule) == (status, rule)
    assert (status is CheckStatus.NOT_CHECKED) == bool(verdict.supply)


def test_what_to_supply_names_the_measure() -> None:
    (supply,) = said("A man with an eGFR of 40?", RIVAROXABAN).supply
    assert "creatinine clearance (Cockcroft-Gault)" in supply
    (supply,) = said("A man with a CrCl of 40?", METFORMIN).supply
    assert "eGFR" in supply


def test_a_clearance_is_worked_out_where_all_it_takes_is_told() -> None:
    text = "A 80-year-old woman of 50 kg with a creatinine of 150 micromol/L. Which dose?"
    verdict = said(text, RIVAROXABAN)
    assert verdict.rule == "renal/rivaroxaban-50"
    assert "21 mL/min by Cockcroft-Gault" in (verdict.fired_on or "")
    assert of_person(situation("An 80-year-old woman with a creatinine of 150 micromol/L")) is None


def test_cockcroft_and_gault() -> None:
    """By hand: (140 - 60) x 72 / (72 x 1) = 80 mL/min at 1 mg/dL; 0.85 of it in a woman."""
    assert clearance(60, 72, 88.42, "male") == pytest.approx(80)
    assert clearance(60, 72, 88.42, "female") == pytest.approx(68)


@pytest.mark.parametrize(
    ("age", "weight", "creatinine"), [(12, 40, 60), (70, 7000, 90), (70, 70, 1), (150, 70, 90)]
)
def test_nothing_is_worked_out_of_figures_of_nobody(
    age: float, weight: float, creatinine: float
) -> None:
    assert clearance(age, weight, creatinine, "male") is None


@pytest.mark.parametrize(
    "claim",
    [
        "Illustrative: do not give metformin where eGFR is below 30.",
        "Illustrative: metformin can cause lactic acidosis in kidney disease.",
        "Illustrative: avoid metformin.",
    ],
)
def test_a_warning_or_a_mention_passes(claim: str) -> None:
    assert said("A man with an eGFR of 22?", claim).status is CheckStatus.PASS


def test_a_question_alone_is_warned_of_and_never_blocked() -> None:
    checked = RenalOfQuestion().check(subject("Can he take metformin with an eGFR of 22?"))
    assert [(one.status, one.rule) for one in checked] == [(CheckStatus.WARN, "renal/metformin")]
