"""Takes a report of harm: on record first, then on the list of people, then told on."""

import logging

from app.answering.recorder import Recorder, entry
from app.domain.adverse_event import ADVICE, AdverseEvent, AdverseEventReport, Receipt
from app.domain.audit import AuditKind
from app.domain.errors import Unavailable
from app.domain.ports.adverse_events import AdverseEvents, Notifier
from app.domain.ports.audit import AuditLog
from app.domain.ports.reviewing import ReviewQueue, Topics
from app.domain.question import Caller
from app.domain.reviewing import GENERAL, Cause

_log = logging.getLogger("citewell")


class FiledReports:
    """`Reporting`.

    Args:
        log: None: nothing is audited.
        notifier: None: nobody else is told.
    """

    def __init__(
        self,
        events: AdverseEvents,
        queue: ReviewQueue,
        topics: Topics,
        *,
        log: AuditLog | None = None,
        notifier: Notifier | None = None,
    ) -> None:
        self._events = events
        self._queue = queue
        self._topics = topics
        self._log = log
        self._notifier = notifier

    def report(self, report: AdverseEventReport, caller: Caller) -> Receipt:
        """A report that is on record is never refused for what fails afterwards.

        Raises Unavailable: it is not on record.
        """
        event = self._events.add(report)
        listed = self._listed(event, caller.tenant)
        if self._log is not None:
            told = entry(AuditKind.ADVERSE_EVENT, "filed", event.id, caller, report.answer)
            Recorder(self._log, required=False).note(told)
        if self._notifier is not None:
            self._notifier.wake()
        return Receipt(id=event.id, at=event.at, listed=listed, advice=ADVICE)

    def _listed(self, event: AdverseEvent, tenant: str | None) -> bool:
        names = "\n".join(each.name for each in event.report.medicines)
        about = self._topics.of(names) if names else ()
        topic = about[0] if about else GENERAL
        try:
            self._queue.put(event.id, (), causes=(Cause.ADVERSE_EVENT,), topic=topic, tenant=tenant)
        except Unavailable as error:
            _log.error("Report %s is on no list for review: %s", event.id, error)
            return False
        return True
