"""Which file gave which documents, kept inside the generation that holds the documents.

One SQLite file in the generation's own folder, so it is published, rolled back and thrown away with
the library and the index, and can never disagree with them. It is written in one transaction on a
copy that nobody reads yet; a published one is only ever opened read-only.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from app.domain.errors import IndexUnavailable
from app.domain.frozen import Frozen
from ingest.disk import full_disk_named
from ingest.facts.extract import VERSION as FACTS_VERSION
from ingest.place import INSIDE
from ingest.review import Standing
from ingest.screen import SCREEN_VERSION

LEDGER = "ledger.sqlite3"
"""The file's name in a generation's folder."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    place TEXT PRIMARY KEY, origin TEXT NOT NULL, sha256 TEXT NOT NULL, reader TEXT NOT NULL,
    reader_version INTEGER NOT NULL, splitter_version INTEGER NOT NULL, declared TEXT NOT NULL,
    licence_unstated INTEGER NOT NULL, screen INTEGER NOT NULL DEFAULT 0,
    facts INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    place TEXT NOT NULL, origin TEXT NOT NULL, document_id TEXT NOT NULL,
    PRIMARY KEY (place, document_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_by_id ON documents (document_id);
CREATE TABLE IF NOT EXISTS left_out (
    place TEXT NOT NULL, origin TEXT NOT NULL, refused INTEGER NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS left_out_by_place ON left_out (place);
CREATE TABLE IF NOT EXISTS screened (
    place TEXT NOT NULL, document TEXT NOT NULL, standing TEXT NOT NULL,
    PRIMARY KEY (place, document)
) WITHOUT ROWID;
"""
_TABLES: Final = ("files", "documents", "left_out", "screened")
_LATER: Final = ("screen", "facts")
"""Columns of `files` that a ledger of an earlier release lacks: it looked for no such thing."""
_NEVER: Final = -1
"""No version of the screen: what was decided since makes the file another one than it was."""


class Made(Frozen):
    """Everything that decides what a file's documents look like: equal means unchanged."""

    sha256: str
    """Of the file's bytes."""
    reader: str
    reader_version: int
    splitter_version: int
    declared: str
    """Fingerprint of what `corpus.toml` declares of the file."""
    licence_unstated: bool = False
    """Whether the command line excused the want of a licence."""
    screen: int = SCREEN_VERSION
    """Version of the screen that it went through."""
    facts: int = FACTS_VERSION
    """Version of what reads drug facts."""


class Given(Frozen):
    """A document that a file gave."""

    origin: str
    document_id: str


class LeftOut(Frozen):
    """A record of a readable file that became no document: empty, or (`refused`) not acceptable."""

    origin: str
    reason: str
    refused: bool = False


class Screened(Frozen):
    """A document in which the screen found something, and how it stood when the file was read."""

    document: str
    """Its id in the review."""
    standing: Standing


class Entry(Frozen):
    """One file as it was last read without an error."""

    place: str
    origin: str
    made: Made
    documents: tuple[Given, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    screened: tuple[Screened, ...] = ()


class Ledger:
    """The entries of one generation. Close it, or use it as a context."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._standing: Callable[[str], Standing] | None = None

    @classmethod
    def of(cls, folder: Path | None) -> Self:
        """The ledger of a published generation, read-only; an empty one where there is none.

        Raises:
            IndexUnavailable: the file is damaged.
        """
        file = folder / LEDGER if folder else None
        if file is None or not file.is_file():
            connection = sqlite3.connect(":memory:")
            connection.executescript(_SCHEMA)
            return cls(connection)
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            if _lacking(connection):
                connection = _brought_up(connection)
            connection.execute("SELECT count(*) FROM files").fetchone()
        except sqlite3.DatabaseError as error:
            connection.close()
            raise IndexUnavailable(
                f"The ledger {file} is damaged ({error}). Go back to an older generation with "
                "`citewell index rollback`, or start again in another CITEWELL_HOME."
            ) from error
        return cls(connection)

    @classmethod
    def continuing(cls, published: Path | None, building: Path) -> Self:
        """The ledger of a build, starting as a copy of the published generation's.

        Raises:
            DiskFull: no space left.
        """
        file = building / LEDGER
        with full_disk_named(str(file)):
            file.unlink(missing_ok=True)
            if published is not None and (published / LEDGER).is_file():
                shutil.copyfile(published / LEDGER, file)
            connection = sqlite3.connect(file, isolation_level=None)
            _bring_up(connection)
            connection.execute("BEGIN")
        return cls(connection)

    def heed(self, standing: Callable[[str], Standing]) -> None:
        """From now on a file counts as changed once the standing of a document in it has changed.

        Args:
            standing: how a document that the screen found something in stands now.
        """
        self._standing = standing

    def made(self, place: str) -> Made | None:
        """What the file's documents were made from; None for a file that was never read."""
        row = self._row(place)
        if row is None:
            return None
        made = _made(row)
        if self._standing is not None and any(
            self._standing(one.document) is not one.standing for one in self._screened(place)
        ):
            return made.model_copy(update={"screen": _NEVER})
        return made

    def entry(self, place: str) -> Entry | None:
        row = self._row(place)
        if row is None:
            return None
        documents = self._db.execute(
            "SELECT origin, document_id FROM documents WHERE place = ? ORDER BY origin", (place,)
        )
        left_out = self._db.execute(
            "SELECT origin, reason, refused FROM left_out WHERE place = ? ORDER BY rowid", (place,)
        )
        return Entry(
            place=place,
            origin=row[1],
            made=_made(row),
            documents=tuple(Given(origin=o, document_id=d) for o, d in documents),
            left_out=tuple(LeftOut(origin=o, reason=r, refused=bool(f)) for o, r, f in left_out),
            screened=self._screened(place),
        )

    def places_within(self, root: str) -> Iterator[str]:
        """The places of `root` itself and of everything in that folder or archive, sorted."""
        inside = [f"{root.rstrip('/')}/", root + INSIDE]
        # "0" follows "/": everything that begins with the folder stands between the two, and is
        # found by the key, however many other files there are
        ranges = [bound for one in inside for bound in (one, f"{one[:-1]}0")]
        rows = self._db.execute(
            "SELECT place FROM files WHERE place = ?"
            " UNION SELECT place FROM files WHERE place >= ? AND place < ?"
            " UNION SELECT place FROM files WHERE place >= ? AND place < ? ORDER BY place",
            (root, *ranges),
        )
        for (place,) in rows:
            yield place

    def givers(self, document_id: str) -> tuple[str, ...]:
        """The places of the files that give this document, sorted."""
        rows = self._db.execute(
            "SELECT place FROM documents WHERE document_id = ? ORDER BY place", (document_id,)
        )
        return tuple(place for (place,) in rows)

    def put(self, entry: Entry) -> None:
        """Add the entry, or replace the one of its place. Raises DiskFull."""
        made = entry.made
        with full_disk_named("the ledger"):
            self._forget(entry.place)
            self._db.execute(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (entry.place, entry.origin, *made.model_dump().values()),
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO documents VALUES (?, ?, ?)",
                ((entry.place, one.origin, one.document_id) for one in entry.documents),
            )
            self._db.executemany(
                "INSERT INTO left_out VALUES (?, ?, ?, ?)",
                ((entry.place, one.origin, one.refused, one.reason) for one in entry.left_out),
            )
            self._db.executemany(
                "INSERT OR REPLACE INTO screened VALUES (?, ?, ?)",
                ((entry.place, one.document, one.standing) for one in entry.screened),
            )

    def drop(self, place: str) -> None:
        """Forget a file. Raises DiskFull."""
        with full_disk_named("the ledger"):
            self._forget(place)

    def commit(self) -> None:
        """Make a build's ledger durable; call it before the build is published. Raises DiskFull."""
        with full_disk_named("the ledger"):
            self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _row(self, place: str) -> tuple[str, ...] | None:
        found = self._db.execute("SELECT * FROM files WHERE place = ?", (place,)).fetchone()
        row: tuple[str, ...] | None = found
        return row

    def _screened(self, place: str) -> tuple[Screened, ...]:
        rows = self._db.execute(
            "SELECT document, standing FROM screened WHERE place = ? ORDER BY document", (place,)
        )
        return tuple(Screened(document=d, standing=Standing(s)) for d, s in rows)

    def _forget(self, place: str) -> None:
        for table in _TABLES:
            self._db.execute(f"DELETE FROM {table} WHERE place = ?", (place,))  # noqa: S608 - names of ours


def _made(row: tuple[str, ...]) -> Made:
    sha256, reader, reader_version, splitter_version, declared, unstated, screen, facts = row[2:]
    return Made(
        sha256=sha256,
        reader=reader,
        reader_version=int(reader_version),
        splitter_version=int(splitter_version),
        declared=declared,
        licence_unstated=bool(unstated),
        screen=int(screen),
        facts=int(facts),
    )


def _brought_up(published: sqlite3.Connection) -> sqlite3.Connection:
    """A copy in memory of a ledger of an earlier release, with what it lacks."""
    connection = sqlite3.connect(":memory:")
    published.backup(connection)
    published.close()
    _bring_up(connection)
    return connection


def _bring_up(connection: sqlite3.Connection) -> None:
    """Makes what a new ledger or one of an earlier release lacks."""
    connection.executescript(_SCHEMA)
    for column in _lacking(connection):
        connection.execute(f"ALTER TABLE files ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")


def _lacking(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The later columns that the table of files has not; none where there is no table yet."""
    columns = {column[1] for column in connection.execute("PRAGMA table_info(files)")}
    return tuple(one for one in _LATER if columns and one not in columns)
