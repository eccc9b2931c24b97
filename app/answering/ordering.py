"""Every check asked of medicines that are about to be ordered: no question, no language model.

An order is put into words as a claim that recommends it, cited to the order itself, and the checks
on claims are asked of it and of the person of the record, as they are of an answer.
"""

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from app.answering.checking import Checking, gathered
from app.answering.library_if_any import library_if_any, trace_of_checks
from app.answering.switching import NOTHING_OFF, Switching, explained
from app.answering.timing import Stopwatch
from app.domain.answer import CitedClaim
from app.domain.citation import Citation, Origin
from app.domain.corpus import Audience, Span
from app.domain.errors import CitewellError, Unavailable
from app.domain.ordering import OrderReport, OrderVerdicts
from app.domain.patient import Medicine, Teller, Told, Use
from app.domain.ports.index import Generations
from app.domain.ports.ordering import OrderWording
from app.domain.ports.safety import ClaimCheck
from app.domain.question import Caller, Question
from app.domain.record import MedicineEntry, PatientRecord
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.domain.switching import CHECK, SwitchedOff

NAMES: Final = "medicine names"
_WORST_FIRST: Final = (CheckStatus.BLOCK, CheckStatus.WARN, CheckStatus.NOT_CHECKED)
_LONGEST: Final = 90
"""Characters of the record's own words for one medicine."""
_log = logging.getLogger("citewell")


class ClaimOrderChecks:
    """`OrderChecks` by the checks on claims.

    Args:
        wording: an order as a sentence that the checks read.
        checking: its reader reads the person from the record.
        checks: are asked of every order.
        generations: where drug facts of an ingested library are; none is no fault.
        switching: tells what the site switched off; None: nothing can be.
        forget: empties what is remembered of texts: words of the record are among them.
        settings, rules: fingerprints for the trace.
    """

    def __init__(
        self,
        *,
        wording: OrderWording,
        checking: Checking,
        checks: Sequence[ClaimCheck],
        generations: Generations,
        switching: Switching | None = None,
        forget: Callable[[], None] = lambda: None,
        settings: str = "",
        rules: str = "",
    ) -> None:
        self._wording = wording
        self._checking = checking
        self._checks = tuple(checks)
        self._generations = generations
        self._switching = switching
        self._forget = forget
        self._settings = settings
        self._rules = rules

    def check(
        self,
        record: PatientRecord,
        orders: Sequence[MedicineEntry],
        caller: Caller,
        beside: Sequence[MedicineEntry] = (),
    ) -> OrderReport:
        """As `OrderChecks`."""
        try:
            return self._check(record, orders, caller, beside)
        finally:
            self._forget()

    def _check(
        self,
        record: PatientRecord,
        orders: Sequence[MedicineEntry],
        caller: Caller,
        beside: Sequence[MedicineEntry],
    ) -> OrderReport:
        trace_id, watch = uuid.uuid4().hex, Stopwatch()
        off = self._switching.off() if self._switching is not None else NOTHING_OFF
        if (stopped := off.everything()) is not None:
            raise Unavailable(explained(stopped, Audience.CLINICIAN), retry_after=300)
        with (
            library_if_any(self._generations, caller, off) as library,
            watch.stage("check"),
        ):
            person = Question(text="", record=record)
            subject = Subject(
                question=person,
                situation=self._checking.situation(person),
                stated=library.stated,
                trace_id=trace_id,
                off=off,
            )
            said = tuple(
                self._of(one, subject, (*beside, *orders[:number]))
                for number, one in enumerate(orders)
            )
        return OrderReport(
            orders=said,
            without_library=library.why,
            trace=trace_of_checks(
                trace_id, library.manifest, watch, rules=self._rules, settings=self._settings
            ),
        )

    def _of(
        self, order: MedicineEntry, subject: Subject, others: Sequence[MedicineEntry]
    ) -> OrderVerdicts:
        """What breaks on one order is told of that one, and the others are checked."""
        try:
            said = self._said(order, subject, others)
        except CitewellError:
            raise
        except Exception as error:  # noqa: BLE001 - its message may hold a patient's words
            _log.error("An order could not be checked: %s", type(error).__name__)
            said = (_not_checked("checks", "something broke on our side, and no check was made"),)
        return OrderVerdicts(order=order.resource, verdicts=said)

    def _said(
        self, order: MedicineEntry, subject: Subject, others: Sequence[MedicineEntry]
    ) -> tuple[CheckVerdict, ...]:
        text = self._wording.worded(order)
        if not text:
            why = "no medicine of that name is known here, so nothing of it was checked"
            return (_not_checked(NAMES, why, "The ingredient of the medicine that is ordered."),)
        question = subject.question.model_copy(update={"text": text})
        if (stopped := self._stopped(question, subject.off)) is not None:
            return (_not_checked(CHECK, stopped),)
        medicines = (
            *subject.situation.medicines,
            *(_medicine(one, Use.TAKEN) for one in others if one.known_as),
            *((_medicine(order, Use.ASKED),) if order.known_as else ()),
        )
        situation = subject.situation.model_copy(update={"medicines": medicines})
        asked = replace(subject, question=question, situation=situation)
        claim = _claim(order, text)
        said = [one for check in self._checks for one in check.check(claim, asked)]
        signed_off = self._checking.signed_off
        met = [
            one.model_copy(update={"reviewed_by": signed_off(one.rule)}) if one.rule else one
            for one in (*gathered(said), *_disagreeing(order))
            if one.status is not CheckStatus.PASS
        ]
        return tuple(sorted(met, key=lambda one: _WORST_FIRST.index(one.status)))

    def _stopped(self, question: Question, off: SwitchedOff) -> str | None:
        if self._switching is None:
            return None
        found = self._switching.stopped(question, off)
        return None if found is None else explained(found, Audience.CLINICIAN)


def _medicine(order: MedicineEntry, use: Use) -> Medicine:
    """An order as the checks read what a record tells of."""
    name = " ".join(order.name.split())[:_LONGEST]
    told = Told(
        by=Teller.RECORD, words=f"{name}, ordered now, {order.resource}", resource=order.resource
    )
    return Medicine(ingredients=order.known_as, use=use, told=told)


def _claim(order: MedicineEntry, text: str) -> CitedClaim:
    cited = Citation(
        label=1,
        document_id=order.resource,
        passage_id=order.resource,
        source=order.resource,
        span=Span(start=0, end=len(order.name)),
        quote=order.name,
        origin=Origin.RECORD,
    )
    return CitedClaim(text=text, citations=(cited,))


def _disagreeing(order: MedicineEntry) -> Iterator[CheckVerdict]:
    if order.disagreement is not None:
        yield CheckVerdict(
            name=NAMES,
            status=CheckStatus.WARN,
            fired_on=order.disagreement,
            why="Code and words of the order mean different medicines; both were checked.",
            next_step="Make sure which of them is meant, and correct the order.",
        )


def _not_checked(name: str, why: str, *supply: str) -> CheckVerdict:
    return CheckVerdict(name=name, status=CheckStatus.NOT_CHECKED, why=why, supply=supply)
