"""Documents put together from a library's rows."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from app.domain.corpus import Document, DocumentCard, Passage, Section, Span, SplitDocument
from app.domain.errors import NotFound
from app.index.library.tables import DOCUMENTS, PASSAGES, PATH, SECTIONS, SPANS


def document_row(connection: Connection, document_id: str) -> Row[Any] | None:
    return connection.execute(select(DOCUMENTS).where(DOCUMENTS.c.id == document_id)).one_or_none()


def whole_document(connection: Connection, row: Row[Any], card: DocumentCard) -> Document:
    """The row's document with its sections, under this card."""
    sections = connection.execute(
        select(SECTIONS.c.path, SECTIONS.c.start, SECTIONS.c.end)
        .where(SECTIONS.c.document_id == row.id)
        .order_by(SECTIONS.c.place)
    )
    return Document(
        card=card,
        text=row.text,
        sections=tuple(
            Section(path=PATH.validate_json(path), span=Span(start=start, end=end))
            for path, start, end in sections
        ),
        pages=SPANS.validate_json(row.pages),
    )


def document_and_passages(connection: Connection, document_id: str) -> SplitDocument:
    """As it was written. Raises NotFound."""
    row = document_row(connection, document_id)
    if row is None:
        raise NotFound(f"There is no document {document_id} in this generation.")
    bodies = connection.execute(
        select(PASSAGES.c.body)
        .where(PASSAGES.c.document_id == document_id)
        .order_by(PASSAGES.c.place)
    ).scalars()
    card = DocumentCard.model_validate_json(row.card)
    return SplitDocument(
        document=whole_document(connection, row, card),
        passages=tuple(Passage.model_validate_json(body) for body in bodies),
    )
