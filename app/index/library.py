"""Documents, sections and passages in full text: one SQLite file a generation, by SQLAlchemy.

A passage is kept as its own JSON, so that reading the thirty of a question is one statement and no
assembling.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    MetaData,
    QueuePool,
    String,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.domain.corpus import Document, DocumentCard, Passage, Section, Span, SplitDocument
from app.domain.errors import BuildFailed, IndexUnavailable, NotFound
from app.domain.ranking import Access
from app.domain.visibility import may_see
from app.index.files import no_space
from app.index.retractions import LiveRetractions

_TABLES: Final = MetaData()
_DOCUMENTS: Final = Table(
    "documents",
    _TABLES,
    Column("id", String, primary_key=True),
    Column("card", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", Text, nullable=False),
)
_SECTIONS: Final = Table(
    "sections",
    _TABLES,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)
_PASSAGES: Final = Table(
    "passages",
    _TABLES,
    Column("id", String, primary_key=True),
    Column("document_id", String, ForeignKey("documents.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

_PATH: Final = TypeAdapter(tuple[str, ...])
_SPANS: Final = TypeAdapter(tuple[Span, ...])
_AT_ONCE: Final = 500
"""Ids in one statement; SQLite's own limit is 32,766."""

_PASSAGES_BY_ID: Final = select(_PASSAGES.c.id, _PASSAGES.c.body).where(
    _PASSAGES.c.id.in_(bindparam("ids", expanding=True))
)
_CARDS_BY_ID: Final = select(_DOCUMENTS.c.id, _DOCUMENTS.c.card).where(
    _DOCUMENTS.c.id.in_(bindparam("ids", expanding=True))
)
_CARDS_AFTER: Final = (
    select(_DOCUMENTS.c.id, _DOCUMENTS.c.card)
    .where(_DOCUMENTS.c.id > bindparam("after"))
    .order_by(_DOCUMENTS.c.id)
    .limit(_AT_ONCE)
)
_PASSAGE_AND_CARD: Final = (
    select(_PASSAGES.c.body, _DOCUMENTS.c.card)
    .join(_DOCUMENTS, _DOCUMENTS.c.id == _PASSAGES.c.document_id)
    .where(_PASSAGES.c.id == bindparam("wanted"))
)


class SqliteLibrary:
    """Reads one sealed file; safe to call from many threads.

    What `document` and `cards` say of a document's standing is what holds now: the lists of
    retractions are looked at with each call (`retractions.py`).

    Raises:
        IndexUnavailable: the file is missing or damaged (also while reading).
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._retractions = LiveRetractions(file.parent)
        # `immutable`: nobody writes a published generation, so no lock is ever taken
        address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=-1,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",
        )

    def document(self, document_id: str, access: Access) -> Document:
        with self._reading() as connection:
            row = connection.execute(
                select(_DOCUMENTS).where(_DOCUMENTS.c.id == document_id)
            ).one_or_none()
            if row is not None:
                card = DocumentCard.model_validate_json(row.card)
                if may_see(access, card.provenance):
                    card = self._retractions.applied(card)
                    return _document(card, row.text, row.pages, _sections(connection, document_id))
        raise NotFound(f"There is no document {document_id}, or none that you may see.")

    def passage(self, passage_id: str, access: Access) -> Passage:
        with self._reading() as connection:
            row = connection.execute(_PASSAGE_AND_CARD, {"wanted": passage_id}).one_or_none()
        if row is None or not may_see(
            access, DocumentCard.model_validate_json(row.card).provenance
        ):
            raise NotFound(f"There is no passage {passage_id}, or none that you may see.")
        return Passage.model_validate_json(row.body)

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        found: dict[str, Passage] = {}
        with self._reading() as connection:
            for ids in _chunks(passage_ids):
                for identity, body in connection.execute(_PASSAGES_BY_ID, {"ids": ids}):
                    found[identity] = Passage.model_validate_json(body)
        missing = [each for each in passage_ids if each not in found]
        if missing:
            raise NotFound(f"There is no passage {missing[0]} in this generation.")
        return tuple(found[each] for each in passage_ids)

    def cards(self, document_ids: Sequence[str]) -> dict[str, DocumentCard]:
        found: dict[str, DocumentCard] = {}
        with self._reading() as connection:
            for ids in _chunks(document_ids):
                for identity, card in connection.execute(_CARDS_BY_ID, {"ids": ids}):
                    written = DocumentCard.model_validate_json(card)
                    found[identity] = self._retractions.applied(written)
        return found

    def written_cards(self) -> Iterator[DocumentCard]:
        """One page in memory at a time; reading may be left off at any point."""
        after = ""
        with self._reading() as connection:
            while rows := connection.execute(_CARDS_AFTER, {"after": after}).all():
                for row in rows:
                    yield DocumentCard.model_validate_json(row.card)
                after = rows[-1].id

    def split_document(self, document_id: str) -> SplitDocument:
        with self._reading() as connection:
            return _split_document(connection, document_id)

    def split_documents(self) -> Iterator[SplitDocument]:
        """One document in memory at a time; reading may be left off at any point."""
        with self._reading() as connection:
            ids = connection.execute(select(_DOCUMENTS.c.id).order_by(_DOCUMENTS.c.id)).scalars()
            for document_id in ids.all():
                yield _split_document(connection, document_id)

    def passage_ids(self) -> Iterator[str]:
        """Every passage id, sorted."""
        with self._reading() as connection:
            yield from _passage_ids(connection)

    def count(self) -> tuple[int, int]:
        with self._reading() as connection:
            return _count(connection)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise IndexUnavailable(
                f"The library {self._file} cannot be read ({error.orig}). Go back with "
                "`citewell index rollback`, or ingest your documents again."
            ) from error


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
            _TABLES.create_all(connection)

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
            rows[_DOCUMENTS].append(
                {
                    "id": identity,
                    "card": document.card.model_dump_json(),
                    "text": document.text,
                    "pages": _SPANS.dump_json(document.pages).decode(),
                }
            )
            rows[_SECTIONS] += [
                {
                    "document_id": identity,
                    "place": place,
                    "path": _PATH.dump_json(section.path).decode(),
                    "start": section.span.start,
                    "end": section.span.end,
                }
                for place, section in enumerate(document.sections)
            ]
            rows[_PASSAGES] += [
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
            for ids in _chunks(document_ids):
                connection.execute(delete(_PASSAGES).where(_PASSAGES.c.document_id.in_(ids)))
                connection.execute(delete(_SECTIONS).where(_SECTIONS.c.document_id.in_(ids)))
                connection.execute(delete(_DOCUMENTS).where(_DOCUMENTS.c.id.in_(ids)))

    def document_ids(self) -> frozenset[str]:
        with self._writing() as connection:
            return frozenset(connection.execute(select(_DOCUMENTS.c.id)).scalars())

    def passage_ids(self) -> Iterator[str]:
        with self._writing() as connection:
            yield from _passage_ids(connection)

    def count(self) -> tuple[int, int]:
        with self._writing() as connection:
            return _count(connection)

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
            if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise no_space(self._file.parent) from error
            raise BuildFailed(
                f"The library {self._file} cannot be written ({error.orig}). The published "
                "generation is untouched."
            ) from error


def _split_document(connection: Connection, document_id: str) -> SplitDocument:
    row = connection.execute(select(_DOCUMENTS).where(_DOCUMENTS.c.id == document_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no document {document_id} in this generation.")
    bodies = connection.execute(
        select(_PASSAGES.c.body)
        .where(_PASSAGES.c.document_id == document_id)
        .order_by(_PASSAGES.c.place)
    ).scalars()
    card = DocumentCard.model_validate_json(row.card)
    return SplitDocument(
        document=_document(card, row.text, row.pages, _sections(connection, document_id)),
        passages=tuple(Passage.model_validate_json(body) for body in bodies),
    )


def _document(card: DocumentCard, text: str, pages: str, sections: tuple[Section, ...]) -> Document:
    return Document(card=card, text=text, sections=sections, pages=_SPANS.validate_json(pages))


def _sections(connection: Connection, document_id: str) -> tuple[Section, ...]:
    rows = connection.execute(
        select(_SECTIONS.c.path, _SECTIONS.c.start, _SECTIONS.c.end)
        .where(_SECTIONS.c.document_id == document_id)
        .order_by(_SECTIONS.c.place)
    )
    return tuple(
        Section(path=_PATH.validate_json(path), span=Span(start=start, end=end))
        for path, start, end in rows
    )


def _passage_ids(connection: Connection) -> Iterator[str]:
    yield from connection.execute(select(_PASSAGES.c.id).order_by(_PASSAGES.c.id)).scalars()


def _count(connection: Connection) -> tuple[int, int]:
    documents = connection.execute(select(func.count()).select_from(_DOCUMENTS)).scalar_one()
    passages = connection.execute(select(func.count()).select_from(_PASSAGES)).scalar_one()
    return int(documents), int(passages)


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield list(ids[start : start + _AT_ONCE])
