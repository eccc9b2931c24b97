"""What each check says to a patient's record: hazards caught, near misses let pass.

A set is a file of JSON lines; its format is told in eval/patient_cases.py. Without --data our own
set in view is judged (eval/own/patients.jsonl); nobody who writes rules or reads records reads
`patients_held.jsonl`.

    caught        of the lines whose check must fire, the share of which it blocked or warned
    blocked       of the same, the share that it blocked; a rule from memory warns
    asked         of those of which a fact is missing, the share where the check said so, or fired
    false_alarms  of those where it must be silent, the share that it blocked or warned of

Each by check. The record is read by the product's own reader; only the check that a line names is
looked at, on the question and on the sentence, which quotes itself. No library stands behind it, so
nothing is said of boxed warnings.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.domain.ports.record import RecordReader
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from eval.compose import Safety, card, pipeline
from eval.jsonl import read_jsonl, sha256_of
from eval.patient_cases import AS_OF, PatientCase
from eval.quoting_itself import quoting_itself
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import SuiteRequest, SuiteResult

NAME = "patients"
SUMMARY = "what each check says to a patient's record: hazards caught, near misses let pass"
OWN: Final = Path(__file__).parents[1] / "own" / "patients.jsonl"
CAUGHT, BLOCKED, ASKED, FALSE_ALARMS = "caught", "blocked", "asked", "false_alarms"
FIGURES: Final = (CAUGHT, BLOCKED, ASKED, FALSE_ALARMS)
FIRED: Final = (CheckStatus.BLOCK, CheckStatus.WARN)


class PatientItem(ScoredItem):
    """One line; `said` is the gravest status of its check, None where no such check is there."""

    pair: str
    expected: str
    said: CheckStatus | None
    rule: str | None
    unusable: int
    """Parts of the bundle that could not be used."""


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: a malformed line.
    UnusableRecord: a bundle is no R4 Bundle of one patient."""
    request.chosen(())
    data = request.data or OWN
    lines = read_jsonl(data, PatientCase)
    with pipeline(request.cache) as parts:
        folder = RunFolder(request.out, card(request, NAME, sha256_of(data), parts))
        items = folder.carry_out(
            {one.id: one for one in lines},
            PatientItem,
            lambda _, one: _judged(parts.safety, parts.records, one),
            request.progress,
            "Judging",
        )
    result = summarise(items, f"{data.name}: {len(lines)} lines")
    folder.finish(result)
    return result


def _judged(safety: Safety, records: RecordReader, line: PatientCase) -> PatientItem:
    record = records.read(line.bundle, AS_OF)
    question = Question.asked(line.question, record=record)
    subject = Subject(question=question, situation=safety.reader.read(question))
    claim = quoting_itself(line.says)
    name = line.check_name
    said = [
        verdict
        for check in safety.claim_checks
        if check.name == name
        for verdict in check.check(claim, subject)
    ]
    said += [
        verdict
        for asked in safety.question_checks
        if asked.name == name
        for verdict in asked.check(subject)
    ]
    said += [
        verdict
        for whole in safety.answer_checks
        if whole.name == name
        for verdict in whole.check([claim], subject)
    ]
    return patient_item(line, said, len(record.unusable))


def patient_item(line: PatientCase, said: Sequence[CheckVerdict], unusable: int = 0) -> PatientItem:
    """The item of one line, of which its check said this."""
    gravest = min(said, key=lambda one: _ORDER.index(one.status), default=None)
    status = None if gravest is None else gravest.status
    fired = float(status in FIRED)
    shares: dict[str, tuple[float, float]] = {}
    if line.expected == "fires":
        shares[CAUGHT] = (fired, 1.0)
        shares[BLOCKED] = (float(status is CheckStatus.BLOCK), 1.0)
    elif line.expected == "asks":
        told = any(one.status is CheckStatus.NOT_CHECKED and one.supply for one in said)
        shares[ASKED] = (float(bool(fired) or told), 1.0)
    else:
        shares[FALSE_ALARMS] = (fired, 1.0)
    return PatientItem(
        id=line.id,
        shares=shares,
        groups={"check": line.check},
        pair=line.pair,
        expected=line.expected,
        said=status,
        rule=None if gravest is None else gravest.rule,
        unusable=unusable,
    )


_ORDER: Final = (
    CheckStatus.BLOCK,
    CheckStatus.WARN,
    CheckStatus.NOT_CHECKED,
    CheckStatus.PASS,
)


def summarise(items: Sequence[PatientItem], reported_on: str) -> SuiteResult:
    """The figures over the items."""
    measured = {name: figure(name, items) for name in FIGURES}
    missing = sum(item.said is None for item in items)
    unusable = sum(item.unusable > 0 for item in items)
    return SuiteResult(
        suite=NAME,
        headline={
            **measured,
            "lines": len(items),
            "without_a_check": missing,
            "partly_unusable": unusable,
        },
        breakdowns={"by_check": by_group("check", FIGURES, items)},
        intervals=intervals([name for name in FIGURES if measured[name] is not None], items),
        undefined={name: "the set has no such line" for name in FIGURES if measured[name] is None},
        fitted_on="nothing: checks are rules",
        reported_on=reported_on,
        notes=(f"{missing} lines name a check that had nothing to say.",) if missing else (),
    )
