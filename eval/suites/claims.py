"""What each check of the patient's safety says of a claim: hazards caught, near misses let pass.

A set is a file of JSON lines; its format is told in eval/patient_claims.py. Without --data our own
set in view is judged (eval/own/patient_claims.jsonl); `patient_claims_held.jsonl` was written by
whoever read no rule, and nobody who writes rules reads it.

    caught        of the claims that a check must block or warn of, the share of which it did either
    blocked       of those that it must block, the share that it blocked; a rule from memory warns
    asked         of those of which a fact is missing, the share where the check said so, or fired
    false_alarms  of those that it must let pass, the share that it blocked or warned of

Each by check. Only the check that a line names is looked at; the person is read from the words of
the question and of the conversation. No library stands behind it, so nothing is said of boxed
warnings, which are read from labels.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from eval.compose import Safety, card, pipeline
from eval.jsonl import read_jsonl, sha256_of
from eval.patient_claims import PatientClaim
from eval.quoting_itself import quoting_itself
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import SuiteRequest, SuiteResult

NAME = "claims"
SUMMARY = "what each check says of a claim: hazards caught, near misses let pass"
OWN: Final = Path(__file__).parents[1] / "own" / "patient_claims.jsonl"
CAUGHT, BLOCKED, ASKED, FALSE_ALARMS = "caught", "blocked", "asked", "false_alarms"
FIGURES: Final = (CAUGHT, BLOCKED, ASKED, FALSE_ALARMS)
FIRED: Final = (CheckStatus.BLOCK, CheckStatus.WARN)


class ClaimItem(ScoredItem):
    """One claim; `said` is the gravest status of its check, None where no such check is there."""

    expected: str
    said: CheckStatus | None
    rule: str | None


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: a malformed line."""
    request.chosen(())
    data = request.data or OWN
    lines = read_jsonl(data, PatientClaim)
    with pipeline(request.cache) as parts:
        folder = RunFolder(request.out, card(request, NAME, sha256_of(data), parts))
        items = folder.carry_out(
            {one.id: one for one in lines},
            ClaimItem,
            lambda _, one: _judged(parts.safety, one),
            request.progress,
            "Judging",
        )
    result = summarise(items, f"{data.name}: {len(lines)} claims")
    folder.finish(result)
    return result


def _judged(safety: Safety, line: PatientClaim) -> ClaimItem:
    turns = tuple(Turn(speaker=Speaker.USER, text=text) for text in line.conversation)
    question = Question.asked(line.question, conversation=turns)
    subject = Subject(question=question, situation=safety.reader.read(question))
    claim = quoting_itself(line.claim)
    name = line.expected.check.replace("_", " ")
    said = [
        verdict
        for check in safety.claim_checks
        if check.name == name
        for verdict in check.check(claim, subject)
    ]
    said += [
        verdict
        for whole in safety.answer_checks
        if whole.name == name
        for verdict in whole.check([claim], subject)
    ]
    return claim_item(line, said)


def claim_item(line: PatientClaim, said: Sequence[CheckVerdict]) -> ClaimItem:
    """The item of one claim, of which its check said this."""
    gravest = min(said, key=lambda one: _ORDER.index(one.status), default=None)
    status = None if gravest is None else gravest.status
    fired = float(status in FIRED)
    expected = line.expected.status
    shares: dict[str, tuple[float, float]] = {}
    if expected in {"block", "warn"}:
        shares[CAUGHT] = (fired, 1.0)
    if expected == "block":
        shares[BLOCKED] = (float(status is CheckStatus.BLOCK), 1.0)
    if expected == "not_checked":
        shares[ASKED] = (float(bool(fired) or status is CheckStatus.NOT_CHECKED), 1.0)
    if expected == "pass":
        shares[FALSE_ALARMS] = (fired, 1.0)
    return ClaimItem(
        id=line.id,
        shares=shares,
        groups={"check": line.expected.check},
        expected=expected,
        said=status,
        rule=None if gravest is None else gravest.rule,
    )


_ORDER: Final = (
    CheckStatus.BLOCK,
    CheckStatus.WARN,
    CheckStatus.NOT_CHECKED,
    CheckStatus.PASS,
)


def summarise(items: Sequence[ClaimItem], reported_on: str) -> SuiteResult:
    """The figures over the items."""
    measured = {name: figure(name, items) for name in FIGURES}
    missing = sum(item.said is None for item in items)
    return SuiteResult(
        suite=NAME,
        headline={**measured, "claims": len(items), "without_a_check": missing},
        breakdowns={"by_check": by_group("check", FIGURES, items)},
        intervals=intervals([name for name in FIGURES if measured[name] is not None], items),
        undefined={name: "the set has no such claim" for name in FIGURES if measured[name] is None},
        fitted_on="nothing: checks are rules",
        reported_on=reported_on,
        notes=(f"{missing} claims name a check that had nothing to say.",) if missing else (),
    )
