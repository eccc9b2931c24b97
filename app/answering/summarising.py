"""A patient's record on one page, with what the checks say of it: no question, no index needed."""

import re
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

from app.answering.checking import Checking, gathered
from app.answering.stating import LibraryStates
from app.answering.summary_sections import sections
from app.answering.telling import to_supply
from app.answering.timing import Stopwatch
from app.domain.answer import Trace
from app.domain.errors import IndexMismatch, IndexUnavailable, ModelUnavailable
from app.domain.manifest import Manifest
from app.domain.patient import Situation, Told
from app.domain.ports.index import Generations
from app.domain.ports.summary import LineMaker
from app.domain.question import Caller, Question
from app.domain.record import PatientRecord
from app.domain.safety import CheckStatus, CheckVerdict, Severity
from app.domain.subject import NothingStated, Stated, Subject
from app.domain.summary import PatientSummary, RecordPlace, SummaryFinding

NONE: Final = "none"
_MET: Final = (CheckStatus.BLOCK, CheckStatus.WARN)
_GRAVEST_FIRST: Final = (*Severity, None)
_RESOURCE: Final = re.compile(r"\b[A-Z][A-Za-z]+/[A-Za-z0-9.\-]*[A-Za-z0-9]")


class RecordSummaries:
    """`Summarising` over the checks of a question that asks nothing.

    Args:
        lines: says what the record states.
        checking: its question checks are asked of what the record tells of the person.
        generations: where drug facts of an ingested library are; none is no fault.
        settings: fingerprint of the settings in force, for the trace.
        rules: fingerprint of the clinical rules in force.
    """

    def __init__(
        self,
        *,
        lines: LineMaker,
        checking: Checking,
        generations: Generations,
        settings: str = "",
        rules: str = "",
    ) -> None:
        self._lines = lines
        self._checking = checking
        self._generations = generations
        self._settings = settings
        self._rules = rules

    def summary(self, record: PatientRecord, caller: Caller) -> PatientSummary:
        """The record on one page, as `Summarising`."""
        trace_id, watch = uuid.uuid4().hex, Stopwatch()
        with watch.stage("lines"):
            made = sections(record, self._lines)
        with ExitStack() as leased:
            manifest, stated, why = None, NothingStated(), None
            try:
                snapshot = leased.enter_context(self._generations.lease())
            except (IndexUnavailable, IndexMismatch, ModelUnavailable) as error:
                why = str(error)
            else:
                manifest, stated = snapshot.manifest, LibraryStates(snapshot, caller)
            with watch.stage("check"):
                said = self._said(record, stated, trace_id)
        return PatientSummary(
            patient=record.patient,
            as_of=record.as_of,
            sections=made,
            findings=tuple(_findings(said, record)),
            checks=tuple(one for one in said if one.status not in _MET),
            to_supply=to_supply(said),
            unusable=record.unusable,
            without_library=why,
            trace=self._trace(trace_id, manifest, watch),
        )

    def _said(
        self, record: PatientRecord, stated: Stated, trace_id: str
    ) -> tuple[CheckVerdict, ...]:
        subject = Subject(
            question=Question(text="", record=record),
            situation=record.situation,
            stated=stated,
            trace_id=trace_id,
        )
        signed_off = self._checking.signed_off
        return tuple(
            one
            if one.rule is None
            else one.model_copy(update={"reviewed_by": signed_off(one.rule)})
            for one in gathered(self._checking.asked(subject))
        )

    def _trace(self, trace_id: str, manifest: Manifest | None, watch: Stopwatch) -> Trace:
        return Trace(
            trace_id=trace_id,
            generation=manifest.generation if manifest else NONE,
            embedder=NONE,
            generator=NONE,
            rules=self._rules,
            settings=self._settings,
            timings=watch.timings,
        )


def _findings(said: tuple[CheckVerdict, ...], record: PatientRecord) -> Iterator[SummaryFinding]:
    places = {record.patient: RecordPlace(resource=record.patient)}
    for entry in record.entries:
        on = entry.on.text if entry.on else None
        places.setdefault(entry.resource, RecordPlace(resource=entry.resource, on=on))
    met = [one for one in said if one.status in _MET]
    for one in sorted(met, key=lambda each: _GRAVEST_FIRST.index(each.severity)):
        cited = dict.fromkeys(_resources(one, record.situation))
        yield SummaryFinding(
            check=one, cites=tuple(places[each] for each in cited if each in places)
        )


def _resources(check: CheckVerdict, situation: Situation) -> Iterator[str]:
    """Those that its words name, and those of what its words name."""
    words = check.fired_on or ""
    yield from _RESOURCE.findall(words)
    for told, names in _named(situation):
        if told.resource and (
            told.words in words
            or any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.I) for name in names)
        ):
            yield told.resource


def _named(situation: Situation) -> Iterator[tuple[Told, frozenset[str]]]:
    for medicine in situation.medicines:
        yield medicine.told, medicine.ingredients
    for allergy in situation.allergies:
        yield allergy.told, allergy.ingredients | {allergy.substance}
    for problem in situation.problems:
        yield problem.told, frozenset({problem.name})
    ranges = (situation.age, situation.weight, situation.weeks, *situation.kidneys)
    for one in (*ranges, situation.pregnant, situation.breastfeeding):
        if one is not None:
            yield one.told, frozenset()
    if situation.liver_told is not None:
        yield situation.liver_told, frozenset()
