"""A patient's record on one page, with what the checks say of it: no question, no index needed."""

import uuid
from collections.abc import Callable
from typing import Final

from app.answering.checking import Checking, gathered
from app.answering.library_if_any import library_if_any, trace_of_checks
from app.answering.summary_findings import MET, findings
from app.answering.summary_sections import sections
from app.answering.telling import to_supply
from app.answering.timing import Stopwatch
from app.domain.patient import Use
from app.domain.ports.index import Generations
from app.domain.ports.summary import LineMaker
from app.domain.question import Caller, Question
from app.domain.record import Course, MedicineEntry, PatientRecord
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Stated, Subject
from app.domain.summary import PatientSummary

NO_MEDICINE: Final = CheckVerdict(
    name="medicines",
    status=CheckStatus.NOT_CHECKED,
    why="The record states no medicine that is taken, so there was nothing to check.",
    supply=("Every medicine that the person takes, or that there is none.",),
)
NO_DOSES: Final = CheckVerdict(
    name="maximum dose",
    status=CheckStatus.NOT_CHECKED,
    why="Doses that the record states are not compared with maximum doses here.",
)


class RecordSummaries:
    """`Summarising` over the checks of a question that asks nothing.

    Args:
        lines: says what the record states.
        checking: its reader reads the person from the record, and its question checks, which read
            the person alone, are asked of what that tells.
        generations: where drug facts of an ingested library are; none is no fault.
        forget: empties what is remembered of texts: words of the record are among them.
        settings: fingerprint of the settings in force, for the trace.
        rules: fingerprint of the clinical rules in force.
    """

    def __init__(
        self,
        *,
        lines: LineMaker,
        checking: Checking,
        generations: Generations,
        forget: Callable[[], None] = lambda: None,
        settings: str = "",
        rules: str = "",
    ) -> None:
        self._lines = lines
        self._checking = checking
        self._generations = generations
        self._forget = forget
        self._settings = settings
        self._rules = rules

    def summary(self, record: PatientRecord, caller: Caller) -> PatientSummary:
        """The record on one page, as `Summarising`."""
        try:
            return self._summary(record, caller)
        finally:
            self._forget()

    def _summary(self, record: PatientRecord, caller: Caller) -> PatientSummary:
        trace_id, watch = uuid.uuid4().hex, Stopwatch()
        with watch.stage("lines"):
            made = sections(record, self._lines)
        with library_if_any(self._generations, caller) as library, watch.stage("check"):
            said = self._said(record, library.stated, trace_id)
        return PatientSummary(
            patient=record.patient,
            as_of=record.as_of,
            sections=made,
            findings=tuple(findings(said, record)),
            checks=tuple(one for one in said if one.status not in MET),
            to_supply=to_supply(said),
            unusable=record.unusable,
            without_library=library.why,
            trace=trace_of_checks(
                trace_id, library.manifest, watch, rules=self._rules, settings=self._settings
            ),
        )

    def _said(
        self, record: PatientRecord, stated: Stated, trace_id: str
    ) -> tuple[CheckVerdict, ...]:
        question = Question(text="", record=record)
        situation = self._checking.situation(question)
        subject = Subject(
            question=question,
            situation=situation,
            stated=stated,
            trace_id=trace_id,
        )
        signed_off = self._checking.signed_off
        said = tuple(
            one.model_copy(update={"reviewed_by": signed_off(one.rule)}) if one.rule else one
            for one in map(_of_record, gathered(self._checking.asked(subject)))
        )
        if any(one.use is Use.TAKEN for one in situation.medicines):
            return (*said, NO_DOSES)
        met = tuple(one for one in said if one.status is not CheckStatus.PASS)
        return met if met and _names_medicines(record) else (*met, NO_MEDICINE)


def _names_medicines(record: PatientRecord) -> bool:
    """Any of today, though it may be none that is known here."""
    return any(
        isinstance(one, MedicineEntry) and one.course is not Course.PAST for one in record.entries
    )


def _of_record(check: CheckVerdict) -> CheckVerdict:
    """A pass without its reason, which speaks of a question that nobody asked."""
    return check.model_copy(update={"why": ""}) if check.status is CheckStatus.PASS else check
