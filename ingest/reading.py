"""What a reader is given and what it yields, whatever the format.

A reader knows its format and nothing else: no spans, no passages, no index. `assemble.py` turns
what it yields into a `Document`, `split.py` cuts that into passages.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pydantic import Field

from app.domain.corpus import Audience, Status
from app.domain.formulary import FormularyRow
from app.domain.frozen import Frozen


class SourceFile(Frozen):
    """A file on this disk (an archive's member is unpacked to one) and the name to show for it."""

    path: Path
    origin: str
    """As a person would name it: `guidelines/af.md`, `std.tar.gz!/toc.htm`."""


class BlockKind(StrEnum):
    HEADING = "heading"
    PROSE = "prose"
    TABLE = "table"


class Table(Frozen):
    """A table's cells; `header` is empty where the source marks none.

    `records`, where given, has one entry a row: the row as a typed formulary record.
    """

    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = Field(min_length=1)
    records: tuple[FormularyRow, ...] = ()


class Block(Frozen):
    """A heading, a paragraph or list item, or a table, in reading order.

    Headings carry `level` (1 is the outermost below the title); `page` counts from 1 and is the one
    the block begins on. `turns` says where in `text` a later page begins: offset, page.
    """

    kind: BlockKind
    text: str = ""
    level: int = Field(default=1, ge=1)
    page: int | None = None
    turns: tuple[tuple[int, int], ...] = ()
    table: Table | None = None


class Stated(Frozen):
    """What the file says about itself; a site's `corpus.toml` outranks it."""

    publisher: str | None = None
    licence: str | None = None
    jurisdiction: str | None = None
    """As `Provenance.jurisdiction`."""
    audience: Audience | None = None
    """Whom the source says it was written for."""
    language: str | None = None
    grade: str | None = None
    version: str | None = None
    published: date | None = None
    effective: date | None = None
    review_due: date | None = None
    url: str | None = None
    status: Status | None = None
    identifiers: tuple[str, ...] = ()
    """These and those below as in `Provenance`."""
    revised: date | None = None
    updated_in: str | None = None
    concern: bool = False
    kinds: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    recognised_pages: tuple[int, ...] = ()


class ReadDocument(Frozen):
    """One document as its reader understood it."""

    title: str | None
    blocks: tuple[Block, ...]
    record: str | None = None
    """Which record of a file that holds many, e.g. a PMID; it is appended to the origin. A notice
    about a document that lies elsewhere is a record too, without blocks (`notices.py`)."""
    stated: Stated = Stated()


class Reader(Protocol):
    """One format. `version` goes up when the same file would read differently, so it is re-read."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...

    def accepts(self, file: SourceFile) -> bool:
        """Whether this reader can read the file, by its suffix and first bytes."""
        ...

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        """The file's documents, streaming where the format allows.

        Args:
            columns: the site's column map for formularies: a `FormularyRow` field -> the table's
                column name; empty for none. Other formats ignore it.

        Raises:
            UnreadableDocument: the file is corrupt, empty, encrypted, or not what its name says.
        """
        ...
