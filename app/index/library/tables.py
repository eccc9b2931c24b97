"""The tables of a library, and what its reader and its writer both ask of them.

A passage is kept as its own JSON, so that reading the thirty of a question is one statement and no
assembling.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text, func, select
from sqlalchemy.engine import Connection

from app.domain.corpus import Span

TABLES: Final = MetaData()
DOCUMENTS: Final = Table(
    "documents",
    TABLES,
    Column("id", String, primary_key=True),
    Column("card", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", Text, nullable=False),
)
SECTIONS: Final = Table(
    "sections",
    TABLES,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)
PASSAGES: Final = Table(
    "passages",
    TABLES,
    Column("id", String, primary_key=True),
    Column("document_id", String, ForeignKey("documents.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

PATH: Final = TypeAdapter(tuple[str, ...])
SPANS: Final = TypeAdapter(tuple[Span, ...])
AT_ONCE: Final = 500
"""Ids in one statement; SQLite's own limit is 32,766."""


def sorted_passage_ids(connection: Connection) -> Iterator[str]:
    yield from connection.execute(select(PASSAGES.c.id).order_by(PASSAGES.c.id)).scalars()


def counts(connection: Connection) -> tuple[int, int]:
    """Documents and passages."""
    documents = connection.execute(select(func.count()).select_from(DOCUMENTS)).scalar_one()
    passages = connection.execute(select(func.count()).select_from(PASSAGES)).scalar_one()
    return int(documents), int(passages)


def chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield list(ids[start : start + AT_ONCE])
