"""What the screen found, and what people decided about it.

One SQLite file in the home, beside the generations, so that a rebuild or a rollback forgets no
decision. A document is known by the hash of everything that was screened: with one word changed it
is another document, and nobody has decided about that.
"""

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.domain.corpus import content_id
from app.domain.errors import ConfigurationError, IndexUnavailable, NotFound
from app.domain.frozen import Frozen
from ingest.disk import full_disk_named
from ingest.reading import ReadDocument
from ingest.screen import Finding

REVIEW: Final = "review.sqlite3"
"""The file's name in the home."""
SHORTEST: Final = 6
"""Digits of an id that are enough where no other begins like it."""
SHOWN: Final = 12
"""Digits of an id that are shown."""
_WAIT: Final = 30.0
"""Seconds for which a running ingest may hold the file."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS findings (
    place TEXT NOT NULL, origin TEXT NOT NULL, document TEXT NOT NULL, rule TEXT NOT NULL,
    says TEXT NOT NULL, position TEXT NOT NULL, quote TEXT NOT NULL, found TEXT NOT NULL,
    PRIMARY KEY (place, document)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decisions (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL, standing TEXT NOT NULL, who TEXT NOT NULL,
    decided TEXT NOT NULL, origin TEXT NOT NULL, rule TEXT NOT NULL
);
"""


class Standing(StrEnum):
    """Where a document stands in which the screen found something."""

    PENDING = "pending"
    """Nobody has decided: it stays out."""
    ADMITTED = "admitted"
    REJECTED = "rejected"


class Quarantined(Frozen):
    """A document that waits for a decision, with the first thing found in it."""

    id: str
    """32 hexadecimal digits of what was screened."""
    origin: str
    place: str
    """The file it was read from."""
    rule: str
    says: str
    where: str
    quote: str
    found: datetime


class Decision(Frozen):
    """What someone decided about a document; the latest counts."""

    id: str
    standing: Standing
    who: str
    decided: datetime
    origin: str
    rule: str


class Review:
    """The findings and decisions of one home; safe beside a running ingest.

    Raises (every method):
        IndexUnavailable: the file is damaged, or another process holds it for too long.
        DiskFull: there was no space to write it.
    """

    def __init__(self, file: Path) -> None:
        """Nothing is made before something is found."""
        self._file = file

    def standing(self, document: str) -> Standing:
        with self._opened() as db:
            row = db.execute(
                "SELECT standing FROM decisions WHERE document = ? ORDER BY id DESC LIMIT 1",
                (document,),
            ).fetchone()
        return Standing(row[0]) if row else Standing.PENDING

    def found(self, document: str, finding: Finding, origin: str, place: str) -> None:
        """Enter a document that waits; one that is entered already keeps its first date."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._opened(made=True) as db:
            db.execute(
                "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " origin = excluded.origin, rule = excluded.rule, says = excluded.says,"
                " position = excluded.position, quote = excluded.quote",
                (place, origin, document, finding.rule, finding.says, finding.where,
                 finding.quote, now),
            )  # fmt: skip

    def keep_only(self, place: str, documents: Collection[str]) -> None:
        """Forget what was found in a file and is not there any more."""
        with self._opened() as db:
            rows = db.execute("SELECT document FROM findings WHERE place = ?", (place,)).fetchall()
            db.executemany(
                "DELETE FROM findings WHERE place = ? AND document = ?",
                [(place, one) for (one,) in rows if one not in documents],
            )

    def places(self) -> tuple[str, ...]:
        """The files in which something was found."""
        with self._opened() as db:
            return tuple(p for (p,) in db.execute("SELECT DISTINCT place FROM findings"))

    def pending(self) -> tuple[Quarantined, ...]:
        """What waits for a decision, by file."""
        with self._opened() as db:
            rows = db.execute(
                "SELECT document, origin, place, rule, says, position, quote, found FROM findings"
                " WHERE document NOT IN (SELECT document FROM decisions) ORDER BY place, origin"
            ).fetchall()
        return tuple(
            Quarantined(
                id=row[0], origin=row[1], place=row[2], rule=row[3], says=row[4], where=row[5],
                quote=row[6], found=datetime.fromisoformat(row[7]),
            )
            for row in rows
        )  # fmt: skip

    def decided(self) -> tuple[Decision, ...]:
        """Every decision ever made, oldest first."""
        with self._opened() as db:
            rows = db.execute(
                "SELECT document, standing, who, decided, origin, rule FROM decisions ORDER BY id"
            ).fetchall()
        return tuple(
            Decision(
                id=row[0], standing=Standing(row[1]), who=row[2],
                decided=datetime.fromisoformat(row[3]), origin=row[4], rule=row[5],
            )
            for row in rows
        )  # fmt: skip

    def decide(self, wanted: Sequence[tuple[str, Standing]], who: str) -> tuple[Decision, ...]:
        """Enter decisions, all or none, each about the one document whose id begins as given.

        Raises:
            NotFound: no document, or more than one, has such an id.
            ConfigurationError: one document is wanted in two ways.
        """
        now = datetime.now(UTC).replace(microsecond=0)
        with self._opened() as db:
            rows = db.execute(
                "SELECT document, origin, rule FROM decisions UNION ALL"
                " SELECT document, origin, rule FROM findings"
            ).fetchall()
            known = {document: (origin, rule) for document, origin, rule in rows}
            made: dict[str, Decision] = {}
            for begins, standing in wanted:
                document = _named(begins, known)
                if document in made and made[document].standing is not standing:
                    raise ConfigurationError(f"{begins!r} cannot be admitted and rejected at once.")
                origin, rule = known[document]
                made[document] = Decision(
                    id=document, standing=standing, who=who, decided=now, origin=origin, rule=rule
                )
            db.executemany(
                "INSERT INTO decisions (document, standing, who, decided, origin, rule)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (one.id, one.standing, one.who, one.decided.isoformat(), one.origin, one.rule)
                    for one in made.values()
                ],
            )
        return tuple(made.values())

    @contextmanager
    def _opened(self, *, made: bool = False) -> Iterator[sqlite3.Connection]:
        """A transaction; where there is no file and none is `made`, on an empty one in memory."""
        file = self._file if made or self._file.is_file() else ":memory:"
        try:
            with full_disk_named(str(self._file)):
                if made:
                    self._file.parent.mkdir(parents=True, exist_ok=True)
                with closing(sqlite3.connect(file, timeout=_WAIT)) as db, db:
                    db.executescript(_SCHEMA)
                    db.execute("BEGIN IMMEDIATE")
                    yield db
        except sqlite3.Error as error:
            raise IndexUnavailable(
                f"{self._file} cannot be used ({error}). It holds what was decided about "
                "quarantined documents: wait for a running ingest, or restore it from a backup."
            ) from error


def _named(begins: str, known: Iterable[str]) -> str:
    """The one id that begins so."""
    found = [one for one in known if one.startswith(begins.lower())]
    if len(begins) < SHORTEST or not found:
        raise NotFound(
            f"No quarantined document has the id {begins!r} (at least {SHORTEST} digits are "
            "needed); `citewell ingest --review` lists those that wait. Nothing was decided."
        )
    if len(found) > 1:
        raise NotFound(
            f"{len(found)} quarantined documents have ids that begin with {begins!r}; give more "
            "digits. Nothing was decided."
        )
    return found[0]


def identity(read: ReadDocument) -> str:
    """The id of a document in the review: of everything that the screen looks at."""
    return content_id(read.model_dump_json(exclude={"record", "stated"}))


def this_person() -> str:
    """The name under which the operating system knows whoever runs this process."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # as in a container whose user has no name
        return f"uid {os.getuid()}"
