"""What a reader yields becomes a document: its full text, its sections, its pages.

Every block is a line of its own with an empty line between blocks. A row of a table is one line
that repeats the table's header (`Renal function: CrCl 15-29 mL/min; Dose: 2.5 mg.`), so that a row
can be found, understood and quoted without the rest of its table.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from pydantic import Field

from app.domain.corpus import Document, DocumentCard, Provenance, Section, Span, content_id
from app.domain.formulary import FormularyRow
from app.domain.frozen import Frozen
from ingest.clean import clean
from ingest.reading import Block, BlockKind, ReadDocument, Table

_STOPPED: Final = re.compile(r"[.!?][*\u2020\u2021\u00a7\u00b6)\]\"\u201d]*$")
LONGEST_LABEL: Final = 80
"""Characters. A longer cell across a whole row is a note, not the label of the rows below it."""


class Piece(Frozen):
    """A paragraph, a list item, or one row of a table: what stands between two headings."""

    span: Span
    section: int = Field(ge=0)
    """Index into `Document.sections`."""
    table: int | None = None
    """Which table of the document the row belongs to, counted from 0; None for prose."""
    record: FormularyRow | None = None
    pages: tuple[tuple[int, int], ...] = ()
    """Offset in the document's text -> the page that begins there; empty without pages. Behind a
    paragraph that runs on over a figure's page, pages may go back."""


class Assembled(Frozen):
    """A document and its pieces in reading order; the words outside them are headings."""

    document: Document
    pieces: tuple[Piece, ...]


def assemble(read: ReadDocument, origin: str, provenance: Provenance) -> Assembled:
    """The document that `read` describes; `read.record` is appended to `origin` after a `#`.

    A document without a title takes its first heading, or else the file's name. One that holds no
    words beyond its headings has no pieces.
    """
    title = clean(read.title or "") or _named_by(read, origin)
    building = _Building(title)
    for block in read.blocks:
        building.add(block)
    text = "".join(building.text)
    card = DocumentCard(
        id=content_id(provenance.source, title, text),
        origin=f"{origin}#{read.record}" if read.record else origin,
        title=title,
        provenance=provenance,
    )
    document = Document(card=card, text=text, sections=building.sections(), pages=building.pages())
    return Assembled(document=document, pieces=tuple(building.pieces))


class _Building:
    """The text so far, and where its sections, pages and pieces begin."""

    def __init__(self, title: str) -> None:
        self.text: list[str] = []
        self.length = 0
        self.pieces: list[Piece] = []
        self._title = title
        self._headings: list[tuple[int, str]] = []
        self._begun: list[tuple[tuple[str, ...], int]] = [((title,), 0)]
        self._page_starts: list[int] = []
        self._tables = 0

    def add(self, block: Block) -> None:
        if block.kind is BlockKind.TABLE and block.table is not None:
            lines = list(_rows(block.table))
        else:
            lines = [(clean(block.text), None)]
        if not any(line for line, _ in lines):
            return
        if self.text:
            self._append("\n\n")
        self._turn_to(block.page)
        if block.kind is BlockKind.HEADING:
            self._open(lines[0][0], block.level)
            self._append(lines[0][0])
            return
        table = self._tables if block.kind is BlockKind.TABLE else None
        self._tables += table is not None
        for at, (line, record) in enumerate(lines):
            self._append("\n" if at else "")
            span = Span(start=self.length, end=self.length + len(line))
            section = len(self._begun) - 1
            pages = ((self.length, block.page), *self._turns(block)) if block.page else ()
            self.pieces.append(
                Piece(span=span, section=section, table=table, record=record, pages=pages)
            )
            for offset, page in pages:
                self._turn_to(page, offset)
            self._append(line)

    def _append(self, words: str) -> None:
        self.text.append(words)
        self.length += len(words)

    def _turns(self, block: Block) -> Iterator[tuple[int, int]]:
        """Where the block's later pages begin in the document's text."""
        for offset, page in block.turns:
            before = clean(block.text[:offset])
            blank = block.text[offset - 1 : offset].isspace()
            yield self.length + len(before) + blank, page

    def _turn_to(self, page: int | None, offset: int | None = None) -> None:
        while page is not None and len(self._page_starts) < page:
            self._page_starts.append(self.length if offset is None else offset)

    def _open(self, heading: str, level: int) -> None:
        """A heading that only repeats the title opens the document, not a section inside it."""
        if heading.casefold() == self._title.casefold():
            self._headings = []
        else:
            self._headings = [kept for kept in self._headings if kept[0] < level]
            self._headings.append((level, heading))
        path = (self._title, *(words for _, words in self._headings))
        if self.length == 0:
            self._begun = []
        self._begun.append((path, self.length))

    def sections(self) -> tuple[Section, ...]:
        spans = _until_next([start for _, start in self._begun], self.length)
        paths = (path for path, _ in self._begun)
        return tuple(Section(path=p, span=s) for p, s in zip(paths, spans, strict=True))

    def pages(self) -> tuple[Span, ...]:
        return _until_next(self._page_starts, self.length)


def _until_next(starts: list[int], end: int) -> tuple[Span, ...]:
    return tuple(Span(start=a, end=b) for a, b in pairwise([*starts, end]))


def _rows(table: Table) -> Iterator[tuple[str, FormularyRow | None]]:
    """Each row as its line, with the header and the label it stands under written out."""
    header = tuple(clean(name).rstrip(":") for name in table.header)
    records = table.records or (None,) * len(table.rows)
    label = ""
    for row, record in zip(table.rows, records, strict=True):
        cells = tuple(clean(cell) for cell in row)
        if not any(cells):
            continue
        if len(cells) == 1 and not header:
            yield _alone(label, cells[0]), record
            label = _label_of(cells[0], label)
        elif len(cells) > 1 and len(set(cells)) == 1:
            label = cells[0] if _is_label(cells[0]) else ""
            yield cells[0], record
        elif header:
            yield _sentence(label, header, cells), record
        else:
            yield " | ".join(filter(None, (label, *cells))), record


def _alone(label: str, cell: str) -> str:
    """A row of a single cell, with the indication above it where it says a regimen."""
    says = cell[0].isalnum() and not cell.isupper() and not cell.endswith(":")
    return f"{label} {cell}" if label and says else cell


def _label_of(cell: str, label: str) -> str:
    """`Late latent syphilis:` labels the rows of single cells below it, up to a note."""
    if cell.endswith(":"):
        return cell if len(cell) <= LONGEST_LABEL else ""
    return label if cell[0].isalnum() or cell[0] in "-\u2013(" else ""


def _is_label(words: str) -> bool:
    return len(words) <= LONGEST_LABEL and not words.endswith(".")


def _sentence(label: str, header: tuple[str, ...], cells: tuple[str, ...]) -> str:
    named = (*header, *("" for _ in cells[len(header) :]))
    parts = [
        f"{name}: {cell}" if name and name != cell else cell
        for name, cell in zip(named, cells, strict=False)
        if cell
    ]
    line = "; ".join(filter(None, (label.rstrip(":"), *parts)))
    return line if _STOPPED.search(line) else f"{line}."


def _named_by(read: ReadDocument, origin: str) -> str:
    headings = (clean(b.text) for b in read.blocks if b.kind is BlockKind.HEADING)
    file = re.split(r"[/\\!#]", origin)[-1]
    return next(filter(None, headings), None) or file.rsplit(".", 1)[0] or origin
