"""Reports of harm that somebody has decided on."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select

from app.domain.reviewing import DECIDED
from app.governance.store import Store
from app.governance.tables import ADVERSE_EVENTS, REVIEWS


class ClosedReports:
    """`Forgettable`: whole reports, so many days after their review was decided. One that waits for
    a decision, or that a webhook was not told of yet, stays whatever its age.

    Args:
        days: None: all of them stay.
        told_on: whether there is a webhook that must have been told.
    """

    name = "adverse-events"

    def __init__(self, store: Store, days: int | None, *, told_on: bool) -> None:
        self._store = store
        self._days = days
        self._told_on = told_on

    def due(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = self._over(now)
        if over is None:
            return 0
        with self._store.reading() as connection:
            if connection is None:
                return 0
            counted = select(func.count()).select_from(ADVERSE_EVENTS)
            return connection.execute(counted.where(*over)).scalar_one()

    def forget(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = self._over(now)
        if over is None:
            return 0
        with self._store.writing() as connection:
            return connection.execute(delete(ADVERSE_EVENTS).where(*over)).rowcount

    def _over(self, now: datetime) -> tuple[ColumnElement[bool], ...] | None:
        if self._days is None:
            return None
        before = (now - timedelta(days=self._days)).isoformat()
        closed = select(REVIEWS.c.trace_id).where(
            REVIEWS.c.state.in_(DECIDED), REVIEWS.c.decided_at <= before
        )
        which: tuple[ColumnElement[bool], ...] = (ADVERSE_EVENTS.c.event_id.in_(closed),)
        if self._told_on:
            which = (*which, ADVERSE_EVENTS.c.sent_at.is_not(None))
        return which
