"""Typed drug facts: one SQLite file a generation, beside the library.

Plain `sqlite3`, as the vector cache: one table that is read by one key needs no more. A fact is
kept as its own JSON. What a caller may not see, and what was superseded or retracted since, is left
out here and not by every reader: the library's cards say how each document stands now.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

from pydantic import TypeAdapter

from app.domain.corpus import DocumentCard, SplitDocument
from app.domain.errors import BuildFailed, IndexUnavailable
from app.domain.facts import AnyFact, DocumentWithFacts, F, kind_of
from app.domain.ingredients import ingredient_name
from app.domain.ranking import Selection
from app.domain.visibility import selects
from app.index.disk_space import no_space, sqlite_is_full
from app.index.sealed_file import connect

Cards = Callable[[Sequence[str]], dict[str, DocumentCard]]
"""Document ids -> their cards as the documents stand now; unknown ids are left out."""

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS facts (
    document_id TEXT NOT NULL, place INTEGER NOT NULL, passage_id TEXT NOT NULL,
    drug TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (document_id, place)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS facts_by_drug ON facts (drug, kind);
"""
_ANY: Final[TypeAdapter[AnyFact]] = TypeAdapter(AnyFact)


class SqliteFacts:
    """Reads one sealed file; safe to call from many threads.

    Raises:
        IndexUnavailable: the file is missing or damaged (also while reading).
    """

    def __init__(self, file: Path, cards: Cards) -> None:
        self._file = file
        self._cards = cards
        self._lock = Lock()
        with self._reading():
            self._connection = connect(file)
        try:
            self.count()
        except IndexUnavailable:
            self._connection.close()
            raise

    def facts(
        self, ingredient: str | frozenset[str], kind: type[F], selection: Selection
    ) -> tuple[F, ...]:
        rows = self._rows(
            "SELECT document_id, body FROM facts WHERE drug = ? AND kind = ? "
            "ORDER BY document_id, place",
            (_drug(ingredient), kind_of(kind).value),
        )
        cards = self._cards(list(dict.fromkeys(document_id for document_id, _ in rows)))
        return tuple(
            kind.model_validate_json(body)
            for document_id, body in rows
            if document_id in cards
            and selects(selection, document_id, cards[document_id].provenance)
        )

    def every(self) -> Iterator[AnyFact]:
        """One document's facts in memory at a time; reading may be left off at any point."""
        ids = self._rows("SELECT DISTINCT document_id FROM facts ORDER BY document_id", ())
        for (document_id,) in ids:
            yield from self._of(document_id)

    def attached(self, document: SplitDocument) -> DocumentWithFacts:
        """The document with its facts, to be written into another generation."""
        facts = self._of(document.document.id)
        return DocumentWithFacts(
            document=document.document, passages=document.passages, facts=facts
        )

    def count(self) -> int:
        return int(self._rows("SELECT count(*) FROM facts", ())[0][0])

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _of(self, document_id: str) -> tuple[AnyFact, ...]:
        rows = self._rows(
            "SELECT body FROM facts WHERE document_id = ? ORDER BY place", (document_id,)
        )
        return tuple(_ANY.validate_json(body) for (body,) in rows)

    def _rows(self, statement: str, values: tuple[str, ...]) -> list[tuple[str, ...]]:
        with self._reading(), self._lock:
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise IndexUnavailable(
                f"The drug facts {self._file} cannot be read ({error}). Go back with "
                "`citewell index rollback`, or ingest your documents again."
            ) from error


class SqliteFactWriter:
    """Writes one file that nobody reads yet; made where it is missing. One thread.

    Raises:
        DiskFull: no space is left for it.
        BuildFailed: it cannot be written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._writing():
            self._connection = sqlite3.connect(file)
            # the build is thrown away with the process; publishing makes it durable
            self._connection.execute("PRAGMA synchronous=OFF")
            self._connection.executescript(_TABLE)

    def put(self, documents: Sequence[SplitDocument]) -> None:
        read = {one.document.id: one for one in documents if isinstance(one, DocumentWithFacts)}
        self.remove(list(read))
        with self._writing(), self._connection:
            self._connection.executemany(
                "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (
                        document_id,
                        place,
                        fact.passage_id,
                        _drug(frozenset(fact.ingredients)),
                        fact.kind.value,
                        fact.model_dump_json(),
                    )
                    for document_id, one in read.items()
                    for place, fact in enumerate(one.facts)
                ),
            )

    def remove(self, document_ids: Sequence[str]) -> None:
        with self._writing(), self._connection:
            self._connection.executemany(
                "DELETE FROM facts WHERE document_id = ?", [(each,) for each in document_ids]
            )

    def passage_ids(self) -> frozenset[str]:
        with self._writing():
            rows = self._connection.execute("SELECT DISTINCT passage_id FROM facts")
            return frozenset(passage_id for (passage_id,) in rows)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if sqlite_is_full(error):
                raise no_space(self._file.parent) from error
            raise BuildFailed(
                f"The drug facts {self._file} cannot be written ({error}). The published "
                "generation is untouched."
            ) from error


def _drug(ingredient: str | frozenset[str]) -> str:
    """The key facts are filed under: the names, sorted, a line each."""
    names = [ingredient] if isinstance(ingredient, str) else ingredient
    return "\n".join(sorted(set(map(ingredient_name, names))))
