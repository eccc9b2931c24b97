"""The documents written in this run, kept aside until it is known how each of them stands."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from app.domain.corpus import DocumentCard, SplitDocument
from ingest.disk import full_disk_named

SPOOL: Final = "spool.sqlite3"
"""The file's name in the build's folder; it is gone before the build is published."""


class Spool:
    """A file of one table, read and written by one thread. Close it, which removes it.

    Raises:
        DiskFull: no space left.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / SPOOL
        self._file.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._file, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE TABLE documents (id TEXT PRIMARY KEY, card TEXT, kind TEXT, body TEXT)"
        )
        self._kinds: dict[str, type[SplitDocument]] = {}
        """By name: what was put in comes out with all that its own type adds."""

    def put(self, documents: Iterable[SplitDocument]) -> None:
        with full_disk_named("the build"):
            self._db.execute("BEGIN")
            self._db.executemany(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", map(self._row, documents)
            )
            self._db.execute("COMMIT")

    def remove(self, document_ids: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM documents WHERE id = ?", ((one,) for one in document_ids))

    def __contains__(self, document_id: str) -> bool:
        found = self._db.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,))
        return found.fetchone() is not None

    def cards(self) -> Iterator[DocumentCard]:
        for (card,) in self._db.execute("SELECT card FROM documents ORDER BY id"):
            yield DocumentCard.model_validate_json(card)

    def document(self, document_id: str) -> SplitDocument | None:
        row = self._db.execute(
            "SELECT kind, body FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return None if row is None else self._kinds[row[0]].model_validate_json(row[1])

    def _row(self, one: SplitDocument) -> tuple[str, str, str, str]:
        kind = type(one)
        self._kinds[kind.__qualname__] = kind
        card = one.document.card
        return card.id, card.model_dump_json(), kind.__qualname__, one.model_dump_json()

    def close(self) -> None:
        self._db.close()
        self._file.unlink(missing_ok=True)
