"""Governance in one SQLite file under CITEWELL_HOME.

WAL and `synchronous=FULL`: a record is durable when its writer returns, and several processes may
write, one after the other. What is deleted is overwritten (`secure_delete`).
"""

import os
import sqlite3
import time
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, QueuePool, create_engine

from app.domain.errors import Unavailable
from app.governance.statements import said

NAME: Final = "governance.sqlite3"
WAIT: Final = 10
"""Seconds that one writer waits for another."""
_CACHE: Final = 256
"""KiB of the file that a connection keeps. SQLite's own 2 MiB fill slowly as the file grows, in
each of the pool's, and read as a leak; the system keeps the pages anyway."""


class SqlitePlace:
    """The file is made by its first writer."""

    verified = True
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, file: Path) -> None:
        self._file = file
        self.told = str(file)
        self._seen: tuple[int, int] | None = None
        """Device and inode of the file that connections are open on."""

    @property
    def there(self) -> bool:
        return self._file.exists() or self._seen is not None

    def opened(self) -> Engine:
        return create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=24,
            pool_timeout=WAIT,
            hide_parameters=True,
        )

    def replaced(self) -> bool:
        """A backup was put back. A file that is gone is not made anew: every sign-off would be
        forgotten unasked."""
        if self._seen is None:
            return False
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            raise Unavailable(
                f"{self._file} is gone. Put it back, or its backup; to begin without any record, "
                "restart the service."
            ) from None
        return (stat.st_dev, stat.st_ino) != self._seen

    def prepare(self) -> None:
        """A missing file is made for this user alone."""
        if self._seen is None and not self._file.exists():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600))

    def lock(self, connection: Connection) -> None:
        # Two that begin by reading and then both want to write would refuse one another.
        connection.begin()
        said(connection, "BEGIN IMMEDIATE")

    def snapshot(self, connection: Connection) -> None:
        connection.begin()
        said(connection, "BEGIN")

    def after_migration(self, connection: Connection) -> None:
        """What was in the clear before leaves the journal, too."""
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def to_do(self, error: BaseException) -> str:
        code = getattr(error, "sqlite_errorcode", 0)
        if code in {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}:
            return "Another writer was first: try again."
        match code & 0xFF:
            case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
                return "Free some space on its disk."
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return "Another process holds it: try again, or stop that process."
            case sqlite3.SQLITE_CONSTRAINT:
                return f"It refuses with SQLite's code {code}."
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                return "It is damaged: put it back from a backup."
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                return "Give this user the file and its folder."
        return "Give this user the file, or put it back from a backup."

    def _connect(self) -> sqlite3.Connection:
        # `isolation_level=None`: `lock` and `snapshot` begin themselves
        connection = sqlite3.connect(
            self._file, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
        try:
            _to_wal(connection)
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute(f"PRAGMA cache_size=-{_CACHE}")
        except sqlite3.Error:
            connection.close()
            raise
        stat = self._file.stat()
        self._seen = (stat.st_dev, stat.st_ino)
        return connection


def _to_wal(connection: sqlite3.Connection) -> None:
    """The journal of a new file is switched by one connection while others wait: SQLite does not
    wait by itself."""
    until = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
