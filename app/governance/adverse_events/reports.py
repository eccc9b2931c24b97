"""Reports of harm in the database of governance, all their words sealed."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, insert, select, update

from app.domain.adverse_event import AdverseEvent, AdverseEventReport
from app.domain.errors import NotFound
from app.domain.ports.clock import Clock
from app.governance.encryption import Plain
from app.governance.store import Store
from app.governance.tables import ADVERSE_EVENTS

AT_ONCE: Final = 200
"""Reports that are read in one go."""
_TOLD: Final = "[NOTHING]"
"""In the place of words that were identifiers and nothing else."""


class StoredAdverseEvents:
    """Nothing is ever changed or removed here, but whether the webhook was told.

    Args:
        redact: takes what identifies somebody out of words; a reporter's own name and contact stay.
    """

    def __init__(
        self, store: Store, clock: Clock, redact: Callable[[str], str] = lambda text: text
    ) -> None:
        self._store = store
        self._clock = clock
        self._redact = redact

    def add(self, report: AdverseEventReport) -> AdverseEvent:
        """Raises Unavailable."""
        told = {
            "what_happened": self._redact(report.what_happened) or _TOLD,
            "remarks": self._redact(report.remarks),
        }
        event = AdverseEvent(
            id=secrets.token_hex(16),
            at=self._clock.now(),
            report=report.model_copy(update=told),
        )
        row = {
            "event_id": event.id,
            "at": event.at.isoformat(),
            "trace_id": report.answer,
            "severity": report.seriousness.value,
            "report": Plain(event.report.model_dump_json(), (event.id,)),
        }
        with self._store.writing() as connection:
            connection.execute(insert(ADVERSE_EVENTS), row)
        return event

    def newest(self, most: int = 100) -> tuple[AdverseEvent, ...]:
        """Raises Unavailable."""
        newest = select(ADVERSE_EVENTS).order_by(ADVERSE_EVENTS.c.id.desc()).limit(most)
        return tuple(map(_read, self._rows(newest)))

    def show(self, event: str) -> AdverseEvent:
        """Raises NotFound, Unavailable."""
        wanted = select(ADVERSE_EVENTS).where(ADVERSE_EVENTS.c.event_id == event)
        for row in self._rows(wanted):
            return _read(row)
        raise NotFound("There is no such report: see `citewell adverse-events list`.")

    def all(self) -> Iterator[AdverseEvent]:
        """Read in portions, so that many need little memory. Raises Unavailable."""
        after = 0
        while True:
            some = (
                select(ADVERSE_EVENTS)
                .where(ADVERSE_EVENTS.c.id > after)
                .order_by(ADVERSE_EVENTS.c.id)
                .limit(AT_ONCE)
            )
            rows = self._rows(some)
            yield from map(_read, rows)
            if len(rows) < AT_ONCE:
                return
            after = rows[-1].id

    def unsent(self) -> tuple[AdverseEvent, ...]:
        """Raises Unavailable."""
        waiting = (
            select(ADVERSE_EVENTS)
            .where(ADVERSE_EVENTS.c.sent_at.is_(None))
            .order_by(ADVERSE_EVENTS.c.id)
            .limit(AT_ONCE)
        )
        return tuple(map(_read, self._rows(waiting)))

    def sent(self, event: str, at: datetime) -> None:
        """Raises Unavailable."""
        told = update(ADVERSE_EVENTS).where(ADVERSE_EVENTS.c.event_id == event)
        with self._store.writing() as connection:
            connection.execute(told.values(sent_at=at.isoformat()))

    def _rows(self, wanted: Select[Any]) -> list[Row[Any]]:
        with self._store.reading() as connection:
            return [] if connection is None else list(connection.execute(wanted))


def _read(row: Row[Any]) -> AdverseEvent:
    return AdverseEvent(
        id=row.event_id,
        at=datetime.fromisoformat(row.at),
        report=AdverseEventReport.model_validate_json(row.report),
        sent_at=None if row.sent_at is None else datetime.fromisoformat(row.sent_at),
    )
