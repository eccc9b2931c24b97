"""Each limit of kidney function is held against the measure it names, and no other."""

import pytest

from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.renal import RenalOfClaim, RenalOfQuestion
from app.safety.situation.reader import QuestionReader
from tests.app.safety.group import claim_of


def subject(text: str) -> Subject:
    question = Question.asked(text)
    return Subject(question=question, situation=QuestionReader().read(question))


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
    text = "An 80-year-old woman with a creatinine of 150 micromol/L"
    assert said(text, RIVAROXABAN).supply == (
        "creatinine clearance (Cockcroft-Gault) in mL/min, or weight in kg",
    )


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
