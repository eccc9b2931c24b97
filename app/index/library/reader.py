"""Reads documents, sections and passages in full text."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import QueuePool, bindparam, create_engine, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from app.domain.corpus import Document, DocumentCard, Passage, SplitDocument
from app.domain.errors import IndexUnavailable, NotFound
from app.domain.ranking import Access, folded_grade
from app.domain.visibility import may_see
from app.index.library.documents import document_and_passages, document_row, whole_document
from app.index.library.tables import (
    AT_ONCE,
    DOCUMENTS,
    PASSAGES,
    chunks,
    counts,
    sorted_passage_ids,
)
from app.index.retractions import LiveRetractions
from app.index.sealed_file import connect

_PASSAGES_BY_ID: Final = select(PASSAGES.c.id, PASSAGES.c.body).where(
    PASSAGES.c.id.in_(bindparam("ids", expanding=True))
)
_CARDS_BY_ID: Final = select(DOCUMENTS.c.id, DOCUMENTS.c.card).where(
    DOCUMENTS.c.id.in_(bindparam("ids", expanding=True))
)
_CARDS_AFTER: Final = (
    select(DOCUMENTS.c.id, DOCUMENTS.c.card)
    .where(DOCUMENTS.c.id > bindparam("after"))
    .order_by(DOCUMENTS.c.id)
    .limit(AT_ONCE)
)
_GRADE: Final = func.json_extract(DOCUMENTS.c.card, "$.provenance.grade")
_GRADES: Final = select(DOCUMENTS.c.id, _GRADE).where(_GRADE.is_not(None))
_PASSAGE_AND_CARD: Final = (
    select(PASSAGES.c.body, DOCUMENTS.c.card)
    .join(DOCUMENTS, DOCUMENTS.c.id == PASSAGES.c.document_id)
    .where(PASSAGES.c.id == bindparam("wanted"))
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
        self._grades: dict[str, frozenset[str]] | None = None
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: connect(file),
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=-1,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",
        )

    def document(self, document_id: str, access: Access) -> Document:
        with self._reading() as connection:
            row = document_row(connection, document_id)
            if row is not None:
                card = DocumentCard.model_validate_json(row.card)
                if may_see(access, card.provenance):
                    return whole_document(connection, row, self._retractions.applied(card))
        raise NotFound("There is no such document, or none that you may see.")

    def passage(self, passage_id: str, access: Access) -> Passage:
        with self._reading() as connection:
            row = connection.execute(_PASSAGE_AND_CARD, {"wanted": passage_id}).one_or_none()
        if row is None or not may_see(
            access, DocumentCard.model_validate_json(row.card).provenance
        ):
            raise NotFound("There is no such passage, or none that you may see.")
        return Passage.model_validate_json(row.body)

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        found: dict[str, Passage] = {}
        with self._reading() as connection:
            for ids in chunks(passage_ids):
                for identity, body in connection.execute(_PASSAGES_BY_ID, {"ids": ids}):
                    found[identity] = Passage.model_validate_json(body)
        missing = [each for each in passage_ids if each not in found]
        if missing:
            raise NotFound(f"There is no passage {missing[0]} in this generation.")
        return tuple(found[each] for each in passage_ids)

    def cards(self, document_ids: Sequence[str]) -> dict[str, DocumentCard]:
        found: dict[str, DocumentCard] = {}
        with self._reading() as connection:
            for ids in chunks(document_ids):
                for identity, card in connection.execute(_CARDS_BY_ID, {"ids": ids}):
                    written = DocumentCard.model_validate_json(card)
                    found[identity] = self._retractions.applied(written)
        return found

    def graded(self, grades: frozenset[str]) -> frozenset[str]:
        """All grades are read at the first call: the file is sealed."""
        if self._grades is None:
            grouped: dict[str, set[str]] = defaultdict(set)
            with self._reading() as connection:
                for identity, grade in connection.execute(_GRADES):
                    grouped[folded_grade(grade)].add(identity)
            self._grades = {grade: frozenset(ids) for grade, ids in grouped.items()}
        wanted = {folded_grade(grade) for grade in grades}
        return frozenset().union(*(self._grades.get(grade, frozenset()) for grade in wanted))

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
            return document_and_passages(connection, document_id)

    def split_documents(self) -> Iterator[SplitDocument]:
        """One document in memory at a time; reading may be left off at any point."""
        with self._reading() as connection:
            ids = connection.execute(select(DOCUMENTS.c.id).order_by(DOCUMENTS.c.id)).scalars()
            for document_id in ids.all():
                yield document_and_passages(connection, document_id)

    def passage_ids(self) -> Iterator[str]:
        """Every passage id, sorted."""
        with self._reading() as connection:
            yield from sorted_passage_ids(connection)

    def count(self) -> tuple[int, int]:
        with self._reading() as connection:
            return counts(connection)

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
