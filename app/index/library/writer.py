"""Writes documents, sections and passages in full text: one SQLite file a generation."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import QueuePool, Table, create_engine, delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.domain.corpus import SplitDocument
from app.domain.errors import BuildFailed
from app.index.disk_space import no_space, sqlite_is_full
from app.index.library.tables import (
    DOCUMENTS,
    PASSAGES,
    PATH,
    SECTIONS,
    SPANS,
    TABLES,
    chunks,
    counts,
    sorted_passage_ids,
)


class SqliteLibraryWriter:
    """Writes one file that nobody reads yet; made where it is missing. One thread.

    Raises:
        DiskFull: no space is left for it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._engine = create_engine(
            "sqlite://", creator=lambda: sqlite3.connect(file), poolclass=QueuePool, pool_size=1
        )
        with self._writing() as connection:
            # the build is thrown away with the process; publishing makes it durable
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
            TABLES.create_all(connection)

    def put(self, documents: Sequence[SplitDocument]) -> None:
        """Write documents with their passages; one with an id already there is replaced.

        Raises:
            BuildFailed: two passages have the same id.
        """
        last = {one.document.id: one for one in documents}
        self.remove(list(last))
        rows: dict[Table, list[dict[str, str | int]]] = defaultdict(list)
        for identity, one in last.items():
            document = one.document
            rows[DOCUMENTS].append(
                {
                    "id": identity,
                    "card": document.card.model_dump_json(),
                    "text": document.text,
                    "pages": SPANS.dump_json(document.pages).decode(),
                }
            )
            rows[SECTIONS] += [
                {
                    "document_id": identity,
                    "place": place,
                    "path": PATH.dump_json(section.path).decode(),
                    "start": section.span.start,
                    "end": section.span.end,
                }
                for place, section in enumerate(document.sections)
            ]
            rows[PASSAGES] += [
                {
                    "id": passage.id,
                    "document_id": identity,
                    "place": place,
                    "body": passage.model_dump_json(),
                }
                for place, passage in enumerate(one.passages)
            ]
        with self._writing() as connection:
            for table, several in rows.items():
                if several:
                    connection.execute(insert(table), several)

    def remove(self, document_ids: Sequence[str]) -> None:
        with self._writing() as connection:
            for ids in chunks(document_ids):
                connection.execute(delete(PASSAGES).where(PASSAGES.c.document_id.in_(ids)))
                connection.execute(delete(SECTIONS).where(SECTIONS.c.document_id.in_(ids)))
                connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id.in_(ids)))

    def document_ids(self) -> frozenset[str]:
        with self._writing() as connection:
            return frozenset(connection.execute(select(DOCUMENTS.c.id)).scalars())

    def passage_ids(self) -> Iterator[str]:
        with self._writing() as connection:
            yield from sorted_passage_ids(connection)

    def count(self) -> tuple[int, int]:
        with self._writing() as connection:
            return counts(connection)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise BuildFailed(
                f"Two passages of this build have the same id ({error.orig}). The published "
                "generation is untouched."
            ) from error
        except DatabaseError as error:
            if sqlite_is_full(error.orig):
                raise no_space(self._file.parent) from error
            raise BuildFailed(
                f"The library {self._file} cannot be written ({error.orig}). The published "
                "generation is untouched."
            ) from error
