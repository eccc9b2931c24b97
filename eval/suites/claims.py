"""What each check of the patient's safety says of a claim: hazards caught, near misses let pass.

A set is a file of JSON lines; its format is told in eval/patient_claims.py. Without --data our own
set in view is judged (eval/own/patient_claims.jsonl); `patient_claims_held.jsonl` was written by
whoever read no rule, and nobody who writes rules reads it.

The figures are those of eval/named_check.py, each by check. Only the check that a line names is
looked at, on the claim alone; the person is read from the words of question and conversation.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckStatus, CheckVerdict
from eval.compose import Safety, card, pipeline
from eval.jsonl import read_jsonl, sha256_of
from eval.named_check import (
    ASKED,
    BLOCKED,
    CAUGHT,
    FALSE_ALARMS,
    CheckedItem,
    gravest,
    summarised,
    verdicts,
)
from eval.patient_claims import PatientClaim
from eval.run import RunFolder
from eval.suite import SuiteRequest, SuiteResult

NAME = "claims"
SUMMARY = "what each check says of a claim: hazards caught, near misses let pass"
OWN: Final = Path(__file__).parents[1] / "own" / "patient_claims.jsonl"


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: a malformed line."""
    request.chosen(())
    data = request.data or OWN
    lines = read_jsonl(data, PatientClaim)
    with pipeline(request.cache) as parts:
        folder = RunFolder(request.out, card(request, NAME, sha256_of(data), parts))
        items = folder.carry_out(
            {one.id: one for one in lines},
            CheckedItem,
            lambda _, one: _judged(parts.safety, one),
            request.progress,
            "Judging",
        )
    result = summarised(NAME, items, f"{data.name}: {len(lines)} claims", "claims")
    folder.finish(result)
    return result


def _judged(safety: Safety, line: PatientClaim) -> CheckedItem:
    turns = tuple(Turn(speaker=Speaker.USER, text=text) for text in line.conversation)
    question = Question.asked(line.question, conversation=turns)
    name = line.expected.check.replace("_", " ")
    return claim_item(line, verdicts(safety, name, question, line.claim, asked=False))


def claim_item(line: PatientClaim, said: Sequence[CheckVerdict]) -> CheckedItem:
    """The item of one claim, of which its check said this."""
    worst = gravest(said)
    fired, expected = float(worst.fired), line.expected.status
    shares: dict[str, tuple[float, float]] = {}
    if expected in {"block", "warn"}:
        shares[CAUGHT] = (fired, 1.0)
    if expected == "block":
        shares[BLOCKED] = (float(worst.status is CheckStatus.BLOCK), 1.0)
    if expected == "not_checked":
        told = worst.status is CheckStatus.NOT_CHECKED
        shares[ASKED] = (float(worst.fired or told), 1.0)
    if expected == "pass":
        shares[FALSE_ALARMS] = (fired, 1.0)
    return CheckedItem(
        id=line.id,
        shares=shares,
        groups={"check": line.expected.check},
        expected=expected,
        said=worst.status,
        rule=worst.rule,
    )
