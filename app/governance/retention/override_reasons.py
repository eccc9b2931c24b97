"""Reasons that clinicians gave for letting a claim pass."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select, update

from app.domain.ports.clock import Clock
from app.governance.encryption import Plain
from app.governance.store import Store
from app.governance.tables import OVERRIDES

FORGOTTEN: Final = "[FORGOTTEN]"
"""In the place of a reason: who, which rule, when and in which answer stays."""


class OverrideReasons:
    """`Forgettable` and `Erasable`. Args: days: after which a reason goes; None: it stays."""

    name = "override-reasons"

    def __init__(self, store: Store, clock: Clock, days: int | None) -> None:
        self._store = store
        self._clock = clock
        self._days = days

    def due(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = self._over(now)
        if over is None:
            return 0
        with self._store.reading() as connection:
            if connection is None:
                return 0
            counted = select(func.count()).select_from(OVERRIDES)
            return connection.execute(counted.where(*over)).scalar_one()

    def forget(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = self._over(now)
        if over is None:
            return 0
        with self._store.writing() as connection:
            return _taken_out(connection, over, now)

    def erase(self, trace_id: str) -> int:
        """Raises Unavailable."""
        of = (OVERRIDES.c.trace_id == trace_id, OVERRIDES.c.forgotten.is_(None))
        with self._store.writing() as connection:
            return _taken_out(connection, of, self._clock.now())

    def _over(self, now: datetime) -> tuple[ColumnElement[bool], ...] | None:
        if self._days is None:
            return None
        before = (now - timedelta(days=self._days)).isoformat()
        return (OVERRIDES.c.at <= before, OVERRIDES.c.forgotten.is_(None))


def _taken_out(connection: Connection, which: tuple[ColumnElement[bool], ...], at: datetime) -> int:
    """Each cell is bound to its row, so each is sealed by itself."""
    wanted = select(OVERRIDES.c.id, OVERRIDES.c.trace_id, OVERRIDES.c.rule).where(*which)
    rows = connection.execute(wanted).all()
    for identity, trace_id, rule in rows:
        changed = update(OVERRIDES).where(OVERRIDES.c.id == identity)
        connection.execute(
            changed.values(reason=Plain(FORGOTTEN, (trace_id, rule)), forgotten=at.isoformat())
        )
    return len(rows)
