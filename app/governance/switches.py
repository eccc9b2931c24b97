"""Switches in the database of governance: rows are added, none is changed or removed.

A question asks for the number of the last row, and reads the rest only where that is another than
before. Nothing is remembered over a failure: what cannot be read counts as unknown.
"""

import secrets
from datetime import datetime
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select

from app.domain.ports.clock import Clock
from app.domain.switching import Switch, SwitchedOff, SwitchKind
from app.governance.encryption import Plain
from app.governance.store import Store
from app.governance.tables import SWITCHES

_LAST: Final = select(func.max(SWITCHES.c.id))
_ROWS: Final = select(SWITCHES).order_by(SWITCHES.c.id)
NONE: Final = SwitchedOff()


class StoredSwitches:
    """The last row of a kind and subject holds. Reasons are sealed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._seen: tuple[int | None, SwitchedOff] = (None, NONE)

    def off(self) -> SwitchedOff:
        """Raises Unavailable."""
        with self._store.reading() as connection:
            if connection is None:
                return NONE
            last = connection.execute(_LAST).scalar()
            if last is None:
                return NONE
            with self._lock:
                number, known = self._seen
            if number == last:
                return known
            found = SwitchedOff(switches=_standing(connection))
        with self._lock:
            self._seen = (last, found)
        return found

    def switch(
        self,
        kind: SwitchKind,
        subject: str,
        *,
        off: bool,
        by: str,
        reason: str,
        ask: str | None = None,
    ) -> Switch:
        """Raises Unavailable."""
        made = Switch(
            kind=kind, subject=subject, off=off, by=by, reason=reason, ask=ask, at=self._clock.now()
        )
        identity = secrets.token_hex(8)
        row = {
            **made.model_dump(include={"subject", "off", "by", "ask"}),
            "kind": made.kind.value,
            "switch_id": identity,
            "reason": Plain(made.reason, (identity,)),
            "at": made.at.isoformat(),
        }
        with self._store.writing() as connection:
            connection.execute(insert(SWITCHES), row)
        return made

    def history(self, most: int = 100) -> tuple[Switch, ...]:
        """Raises Unavailable."""
        newest = select(SWITCHES).order_by(SWITCHES.c.id.desc()).limit(most)
        with self._store.reading() as connection:
            if connection is None:
                return ()
            return tuple(map(_read, connection.execute(newest)))


def _standing(connection: Connection) -> tuple[Switch, ...]:
    """Those that are off, the last switched first."""
    last: dict[tuple[str, str], Switch] = {}
    for row in connection.execute(_ROWS):
        last.pop((row.kind, row.subject), None)
        if row.off:
            last[row.kind, row.subject] = _read(row)
    return tuple(reversed(last.values()))


def _read(row: Row[Any]) -> Switch:
    return Switch(
        kind=SwitchKind(row.kind),
        subject=row.subject,
        off=row.off,
        by=row.by,
        reason=row.reason,
        ask=row.ask,
        at=datetime.fromisoformat(row.at),
    )
