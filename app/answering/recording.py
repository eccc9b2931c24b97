"""The last step of a question's trip: what came of it is put on record, before anyone sees it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

from app.answering.auditing import asked, audited, failed, summarised
from app.domain.answer import DoneEvent, Event, Outcome, Referral
from app.domain.audit import LEFT, AuditEntry
from app.domain.errors import CitewellError, Unavailable
from app.domain.leaving import Left, stays
from app.domain.ports.answering import Answering
from app.domain.ports.audit import AuditLog
from app.domain.ports.reviewing import Topics
from app.domain.ports.summary import Summarising
from app.domain.question import Caller, Question
from app.domain.record import PatientRecord
from app.domain.reviewing import GENERAL
from app.domain.summary import PatientSummary

_log = logging.getLogger(__name__)


def _nobody(_caller: Caller) -> None:
    return None


class AuditedAnswering:
    """`Answering` that leaves an entry of every question.

    An answer that is sent in pieces is preceded by an entry of the question, since what was sent is
    not taken back where the log fails later.

    Args:
        required: show nothing that could not be put on record; False: log the fault and go on.
        role: of a caller, where it is known.
        topics: tells what a question is about; None: nobody looks.
    """

    def __init__(
        self,
        answering: Answering,
        log: AuditLog,
        *,
        required: bool = True,
        role: Callable[[Caller], str | None] = _nobody,
        topics: Topics | None = None,
    ) -> None:
        self._answering = answering
        self._log = log
        self._required = required
        self._role = role
        self._topics = topics

    def answer(self, question: Question, caller: Caller, left: Left = stays) -> Outcome:
        """Raises Unavailable: it could not be put on record."""
        try:
            outcome = self._answering.answer(question, caller, left)
        except Exception as error:
            self._failed(type(error).__name__, question, caller)
            raise
        self._keep(lambda: self._audited(outcome, question, caller))
        return outcome

    def stream(self, question: Question, caller: Caller, left: Left = stays) -> Iterator[Event]:
        """Raises Unavailable: at the first `next` or in the place of `done`, it could not be put on
        record."""
        self._keep(lambda: asked(question, caller, self._log, role=self._role(caller)))
        done = False
        try:
            events = self._answering.stream(question, caller, left)
            with closing(events):  # type: ignore[type-var] # a generator
                for event in events:
                    if isinstance(event, DoneEvent):
                        done = True
                        self._keep(partial(self._audited, event.outcome, question, caller))
                    yield event
        except GeneratorExit:
            if not done:
                self._failed(LEFT, question, caller)
            raise
        except Exception as error:
            if not done:
                self._failed(type(error).__name__, question, caller)
            raise

    def _audited(self, outcome: Outcome, question: Question, caller: Caller) -> AuditEntry:
        topics = self._about(outcome, question)
        role = self._role(caller)
        return audited(outcome, question, caller, self._log, role=role, topics=topics)

    def _about(self, outcome: Outcome, question: Question) -> tuple[str, ...]:
        """By the question alone: what rules did to the answer is on record beside it, and a new
        rule must not look like other questions."""
        if self._topics is None:
            return ()
        referred = outcome.findings if isinstance(outcome, Referral) else ()
        asked = outcome.read_as or question.text
        found = self._topics.of(asked, tuple(each.name for each in referred))
        return found or (GENERAL,)

    def _failed(self, error: str, question: Question, caller: Caller) -> None:
        """Whoever asked is told of the first error alone."""
        try:
            self._log.append(failed(error, question, caller, self._log, role=self._role(caller)))
        except CitewellError as second:
            _log.error("A failed question could not be put on record: %s", second)

    def _keep(self, entry: Callable[[], AuditEntry]) -> None:
        keep(self._log, entry, required=self._required)


class AuditedSummaries:
    """`Summarising` that leaves an entry of every summary. Args: as `AuditedAnswering`."""

    def __init__(
        self,
        summaries: Summarising,
        log: AuditLog,
        *,
        required: bool = True,
        role: Callable[[Caller], str | None] = _nobody,
    ) -> None:
        self._summaries = summaries
        self._log = log
        self._required = required
        self._role = role

    def summary(self, record: PatientRecord, caller: Caller) -> PatientSummary:
        """Raises Unavailable: it could not be put on record."""
        made = self._summaries.summary(record, caller)
        role = self._role(caller)
        keep(
            self._log,
            lambda: summarised(made, record, caller, self._log, role=role),
            required=self._required,
        )
        return made


def keep(log: AuditLog, entry: Callable[[], AuditEntry], *, required: bool) -> None:
    """Raises Unavailable: it is required, and could not be put on record."""
    try:
        log.append(entry())
    except Unavailable as error:
        if required:
            raise
        _log.error("An answer could not be put on record: %s", error)
