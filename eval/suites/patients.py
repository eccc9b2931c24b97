"""What each check says to a patient's record: hazards caught, near misses let pass.

A set is a file of JSON lines; its format is told in eval/patient_cases.py. Without --data our own
set in view is judged (eval/own/patients.jsonl); nobody who writes rules or reads records reads
`patients_held.jsonl`.

The figures are those of eval/named_check.py, each by check. The record is read by the product's own
reader; only the check that a line names is looked at, on the question and on the sentence.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.domain.ports.record import RecordReader
from app.domain.question import Question
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
from eval.patient_cases import AS_OF, PatientCase
from eval.run import RunFolder
from eval.suite import SuiteRequest, SuiteResult

NAME = "patients"
SUMMARY = "what each check says to a patient's record: hazards caught, near misses let pass"
OWN: Final = Path(__file__).parents[1] / "own" / "patients.jsonl"


class PatientItem(CheckedItem):
    pair: str
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
    said = verdicts(safety, line.check_name, question, line.says, asked=True)
    return patient_item(line, said, len(record.unusable))


def patient_item(line: PatientCase, said: Sequence[CheckVerdict], unusable: int = 0) -> PatientItem:
    """The item of one line, of which its check said this."""
    worst = gravest(said)
    fired = float(worst.fired)
    shares: dict[str, tuple[float, float]] = {}
    if line.expected == "fires":
        shares[CAUGHT] = (fired, 1.0)
        shares[BLOCKED] = (float(worst.status is CheckStatus.BLOCK), 1.0)
    elif line.expected == "asks":
        told = any(one.status is CheckStatus.NOT_CHECKED and one.supply for one in said)
        shares[ASKED] = (float(worst.fired or told), 1.0)
    else:
        shares[FALSE_ALARMS] = (fired, 1.0)
    return PatientItem(
        id=line.id,
        shares=shares,
        groups={"check": line.check},
        pair=line.pair,
        expected=line.expected,
        said=worst.status,
        rule=worst.rule,
        unusable=unusable,
    )


def summarise(items: Sequence[PatientItem], reported_on: str) -> SuiteResult:
    """The figures over the items."""
    unusable = sum(item.unusable > 0 for item in items)
    return summarised(NAME, items, reported_on, "lines", partly_unusable=unusable)
