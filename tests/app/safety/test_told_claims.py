"""What the checks of a person say of claims, told in lay words, shorthand and figures."""

from pathlib import Path

import pytest

from app.safety.checks.age import AgeOfClaim
from app.safety.checks.allergy import AllergyCheck
from app.safety.checks.contraindications import ContraindicationCheck
from app.safety.checks.hepatic import HepaticOfClaim
from app.safety.checks.renal import RenalOfClaim
from app.safety.rule import Example
from tests.app.safety.group import claim_of, subject_of

ALLOWED = {
    "fires": {"block", "warn"},
    "asks": {"block", "warn", "not_checked"},
    "passes": {"pass", "not_checked"},
}
CLAIMS = [
    line.split(" | ")
    for line in Path(__file__).with_name("told_claims.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
ORDER = ("block", "warn", "not_checked", "pass")
CHECKS = {
    one.name: one
    for one in (
        ContraindicationCheck(),
        AllergyCheck(),
        AgeOfClaim(),
        RenalOfClaim(),
        HepaticOfClaim(),
    )
}


@pytest.mark.parametrize(("check", "expected", "ask", "claim"), CLAIMS)
def test_a_check_answers_what_the_question_tells(
    check: str, expected: str, ask: str, claim: str
) -> None:
    said = CHECKS[check].check(claim_of(claim), subject_of(Example(ask=ask, claim=claim)))
    gravest = min((one.status.value for one in said), key=ORDER.index)
    assert gravest in ALLOWED[expected]
