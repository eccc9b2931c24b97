"""When each API key was last used: kept in memory, written down once a minute, off the request."""

import logging
import time
from datetime import datetime
from threading import Lock, Thread
from typing import Final

from sqlalchemy import or_, update

from app.domain.errors import CitewellError
from app.governance.store import Store
from app.governance.tables import API_KEYS

EVERY: Final = 60.0
"""Seconds between two writings."""

_log = logging.getLogger("citewell")


class KeyUses:
    """What could not be written is told to the log and forgotten: a later use is written anyway."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._noted: dict[str, datetime] = {}
        self._written_at = time.monotonic() - EVERY
        self._writer: Thread | None = None

    def note(self, key_id: str, now: datetime) -> None:
        """Takes microseconds."""
        with self._lock:
            self._noted[key_id] = now
            if time.monotonic() - self._written_at < EVERY or self._writer is not None:
                return
            self._written_at = time.monotonic()
            self._writer = Thread(target=self._write, name="key uses", daemon=True)
            self._writer.start()

    def close(self) -> None:
        """Everything noted is written when it returns, where it can be."""
        with self._lock:
            writer = self._writer
        if writer is not None:
            writer.join()
        self._write()

    def _write(self) -> None:
        with self._lock:
            noted, self._noted = self._noted, {}
        try:
            if noted:
                self._written(noted)
        except CitewellError as error:
            _log.warning("When keys were last used could not be written: %s", error)
        finally:
            with self._lock:
                self._writer = None

    def _written(self, noted: dict[str, datetime]) -> None:
        column = API_KEYS.c.last_used
        with self._store.writing() as connection:
            for key_id, at in sorted(noted.items()):
                minute = at.replace(second=0, microsecond=0).isoformat()
                earlier = or_(column.is_(None), column < minute)
                rows = update(API_KEYS).where(API_KEYS.c.id == key_id, earlier)
                connection.execute(rows.values(last_used=minute))
