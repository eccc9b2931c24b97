"""Where governance keeps its records: a SQLite file under CITEWELL_HOME, or PostgreSQL.

It lies outside the generations: no ingest, rollback or rebuild touches it. Every record is durable
when its writer returns, and several processes may write, one after the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import Connection, Engine, String, column, insert, inspect, select, table
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from app.domain.errors import CitewellError, Unavailable
from app.governance import keys as key_files
from app.governance import sqlite
from app.governance.encryption import give_keys
from app.governance.keys import KeyFile
from app.governance.place import Place
from app.governance.postgres import PostgresPlace
from app.governance.sqlite import SqlitePlace
from app.governance.statements import said
from app.governance.tables import METADATA, REVISION, SEALING_KEYS, VERSION_TABLE

if TYPE_CHECKING:
    from app.governance.migrating import Step


WAIT: Final = 10
"""Seconds that one writer of this process waits for the others."""
_REVISION: Final = select(column("version_num", String)).select_from(table(VERSION_TABLE))
_STANDING: Final = (
    f"SELECT version_num, id FROM {VERSION_TABLE} "  # noqa: S608 - names of ours
    f"LEFT JOIN {SEALING_KEYS.name} ON 1 = 1 ORDER BY id"
)
"""The revision beside each key that records are sealed with, in one statement."""


class Status(NamedTuple):
    """How the database stands. `revision` is None where nothing was ever written."""

    place: str
    revision: str | None
    newest: str
    sealed_with: tuple[str, ...]
    """Ids of the keys that its cells may be sealed with."""
    verified: bool
    """Whether it lies on this machine, or its server must show a certificate that is trusted."""


class _Standing(NamedTuple):
    revision: str | None
    sealed_with: tuple[str, ...]


class Store:
    """Opened at its first use; a home that nobody wrote to yet gets no file by reading it.

    An older database is brought to this program's revision when it is first used. Everything that
    raises Unavailable raises RecordsMismatch where trying again does not help.

    Args:
        home: holds the SQLite file, and the key file where none is given.
        url: of a PostgreSQL database, in place of the file.
        keys: that sensitive columns are sealed with.

    Raises:
        ConfigurationError: the URL is none of PostgreSQL.
    """

    def __init__(self, home: Path, url: str | None = None, keys: KeyFile | None = None) -> None:
        self.place: Place = PostgresPlace(url) if url else SqlitePlace(home / sqlite.NAME)
        self.keys = keys or KeyFile(home / key_files.NAME, makes=True)
        self._engine: Engine | None = None
        self._seen = False
        """Whether the tables of this revision were seen: then nobody asks each time whether they
        are there."""
        self._opening = Lock()
        self._turn = Lock()
        """Of this process's writers: those of SQLite would otherwise wait by sleeping."""
        self._of_thread = local()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, the only one that writes; durable once the context is left.

        Within another one of the same thread it is a part of that, durable with the whole. What the
        body raises takes the transaction back, and must not be caught inside an outer one. Raises
        Unavailable.
        """
        whole: Connection | None = getattr(self._of_thread, "writing", None)
        if whole is not None:
            yield whole
            return
        with self._told("written"), self._own_turn():
            self.place.prepare()
            with self._opened().connect() as connection:
                self.place.lock(connection)
                while (found := self._standing(connection)).revision != REVISION:
                    self._move(connection, REVISION)
                    self.place.lock(connection)
                self._admit_key(connection, found.sealed_with)
                self._of_thread.writing = connection
                try:
                    yield connection
                finally:
                    self._of_thread.writing = None
                connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """A connection that sees one moment; None where nothing was ever written.

        Raises Unavailable.
        """
        with self._told("read"):
            if not self.place.there:
                yield None
                return
            with self._opened().connect() as connection:
                self.place.snapshot(connection)
                revision = self._standing(connection).revision
                if revision != REVISION:
                    connection.rollback()
                    if revision is None and _empty(connection):
                        yield None
                        return
                    connection.rollback()
                    self.place.lock(connection)
                    self._move(connection, REVISION)
                    self.place.snapshot(connection)
                yield connection

    def status(self) -> Status:
        """Changes nothing. Raises Unavailable: the database cannot be read."""
        revision: str | None = None
        ids: tuple[str, ...] = ()
        with self._told("read"):
            if self.place.there:
                with self._opened().connect() as connection:
                    self.place.snapshot(connection)
                    revision = self._revision(connection)
                    if inspect(connection).has_table(SEALING_KEYS.name):
                        ids = _ids(connection)
        return Status(self.place.told, revision, REVISION, ids, self.place.verified)

    def require_fit(self) -> None:
        """Changes nothing.

        Raises:
            RecordsMismatch: the database is newer than this program, or was sealed with other keys.
            Unavailable: it cannot be read.
        """
        found = self.status()
        if found.revision not in (None, REVISION):
            from app.governance.migrating import require_known

            require_known(found.revision)
        if found.sealed_with and not {key.id for key in self.keys.held()} & set(found.sealed_with):
            raise self.keys.lacking(*found.sealed_with)

    def steps_back(self, revision: str) -> "tuple[Step, ...]":
        """The migrations that going to `revision` would undo, newest first; none where it lies
        ahead. Raises Unavailable, NotFound."""
        from app.governance.migrating import steps_back

        return steps_back(self.status().revision, revision)

    def migrate(self, revision: str = REVISION) -> None:
        """Forward or back, whatever going back loses. Raises Unavailable, NotFound."""
        with self._told("migrated"):
            self.place.prepare()
            with self._opened().connect() as connection:
                self.place.lock(connection)
                self._move(connection, revision)

    def close(self) -> None:
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is not None and self.place.replaced():
                self._engine.dispose()
                self._engine = None
            if self._engine is None:
                self._seen = False
                self._engine = self.place.opened()
                give_keys(self._engine, self.keys)
            return self._engine

    def _standing(self, connection: Connection) -> _Standing:
        """In one statement, once the tables were seen. Where they are gone since, because somebody
        went back behind the first of them, that statement fails, and the next call looks anew."""
        if not self._seen:
            revision = self._revision(connection)
            self._seen = revision == REVISION
            return _Standing(revision, _ids(connection) if self._seen else ())
        failed: tuple[type[Exception], ...] = (DBAPIError, *self.place.errors)
        try:
            rows = said(connection, _STANDING)
        except failed:
            self._seen = False
            raise
        self._seen = bool(rows) and rows[0][0] == REVISION
        revision = rows[0][0] if rows else None
        return _Standing(revision, tuple(row[1] for row in rows if row[1] is not None))

    def _revision(self, connection: Connection) -> str | None:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        return connection.execute(_REVISION).scalar()

    def _move(self, connection: Connection, revision: str) -> None:
        """Needs the lock of writers, and gives it back."""
        from app.governance.migrating import move  # Alembic, needed once

        self._seen = False
        move(connection, self._revision(connection), revision, self.keys)
        connection.commit()
        self.place.after_migration(connection)
        connection.rollback()

    def _admit_key(self, connection: Connection, known: tuple[str, ...]) -> None:
        """Whoever holds none of the keys that records are sealed with may not seal others."""
        held = self.keys.held()
        if not any(key.id in known for key in held):
            raise self.keys.lacking(*known)
        if held[0].id not in known:
            connection.execute(insert(SEALING_KEYS), {"id": held[0].id})

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=WAIT):
            raise Unavailable(f"{self.place.told} is busy: try again.")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        """Errors of the engine and the disk as Unavailable, without a value of any row."""
        try:
            yield
        except StatementError as error:
            if isinstance(error.orig, CitewellError):
                raise error.orig from None
            if not isinstance(error, DBAPIError):
                raise
            raise self._cannot(done, error.orig or error) from None
        except NoConnectionFree:
            raise Unavailable(f"{self.place.told} is busy: try again.") from None
        except self.place.errors as error:
            raise self._cannot(done, error) from None
        except OSError as error:
            raise self._cannot(done, error) from None

    def _cannot(self, done: str, error: BaseException) -> Unavailable:
        return Unavailable(
            f"{self.place.told} cannot be {done} ({type(error).__name__}). "
            f"{self.place.to_do(error)}"
        )


def _ids(connection: Connection) -> tuple[str, ...]:
    ids = select(SEALING_KEYS.c.id).order_by(SEALING_KEYS.c.id)
    return tuple(connection.execute(ids).scalars())


def _empty(connection: Connection) -> bool:
    there = inspect(connection)
    return not any(there.has_table(name) for name in METADATA.tables)
