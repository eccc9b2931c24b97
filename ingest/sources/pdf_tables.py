"""Tables on a PDF's page: those its tags name, else those its ruling lines draw.

A cell that reaches over several rows or columns is repeated in each, so that every row can be read
by itself: a dose never loses the condition it stands under.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.reading import Table
from ingest.sources.pdf_page import LINE_HYPHEN, Page, Word
from ingest.sources.pdf_rules import ruled_grids
from ingest.sources.pdf_tags import Cell

_MOST_WORDS = 60
"""A 'table' whose cells hold more words than this on average only lays out the page."""
_BROKEN = re.compile(rf"{LINE_HYPHEN} ?")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table, the caption above and the notes below it, and the words of the page it took."""

    table: Table
    caption: str
    notes: str
    words: frozenset[int]
    """`id()` of each Word."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell's words and where they stand; `span` columns from `column` on."""

    column: int
    span: int
    words: tuple[Word, ...]
    head: bool = False

    @property
    def text(self) -> str:
        return _BROKEN.sub("", " ".join(word.text for word in self.words))

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)


_Row = list[_Placed]


def find_tables(page: Page) -> tuple[FoundTable, ...]:
    """The page's tables, each of at least two rows and two columns."""
    found = [_built(_aligned(rows)) for rows in _tagged(page)]
    if not found:
        for grid in ruled_grids(page):
            rows: dict[int, _Row] = defaultdict(list)
            for (row, column), words in sorted(grid.items()):
                rows[row].append(_Placed(column, 1, tuple(words)))
            found.append(_built(list(rows.values())))
    return tuple(table for table in found if table)


def _tagged(page: Page) -> list[list[_Row]]:
    """The tagged tables' rows; cells without words are left out."""
    cells: dict[Cell, list[Word]] = defaultdict(list)
    for line in page.lines:
        for word in line.words:
            if word.tag and word.tag.cell:
                cells[word.tag.cell].append(word)
    tables: dict[int, dict[int, _Row]] = defaultdict(lambda: defaultdict(list))
    for cell in sorted(cells, key=lambda cell: (cell.table, cell.row, cell.column)):
        placed = _Placed(cell.column, cell.span, tuple(cells[cell]), cell.head)
        tables[cell.table][cell.row].append(placed)
    return [list(rows.values()) for rows in tables.values()]


def _aligned(rows: list[_Row]) -> list[_Row]:
    """Rows with a cell too few set by where their words stand.

    A row below a cell that reaches down is tagged as if it began with its own first cell; without
    this, a regimen would stand in the column of the indication.
    """
    width = max((_width(row) for row in rows if len(row) > 1), default=0)
    extents: dict[int, tuple[float, float]] = {}
    for row in rows:
        for cell in row if _width(row) == width else ():
            if cell.span == 1:
                left, right = extents.get(cell.column, (cell.left, cell.right))
                extents[cell.column] = min(left, cell.left), max(right, cell.right)
    if len(extents) < width:
        return rows
    aligned: list[_Row] = []
    for row in rows:
        whole = _width(row) >= width or row[0].column > 0
        if whole or (len(row) == 1 and row[0].span > 1):
            aligned.append(row)
            continue
        placed = _by_place(row, extents)
        above = aligned[-1] if aligned else []
        reaching = [c for c in above if c.column + c.span <= placed[0].column]
        aligned.append([*reaching, *placed])
    return aligned


def _by_place(row: _Row, extents: dict[int, tuple[float, float]]) -> _Row:
    """Each cell in the free columns whose left edge or middle is nearest to its own."""
    placed: _Row = []
    first = 0
    for at, cell in enumerate(row):
        room = sum(later.span for later in row[at:])
        columns = range(first, max(first, len(extents) - room) + 1)
        column = min(columns, key=lambda c, cell=cell: _away(cell, c, extents))  # type: ignore[misc]
        placed.append(_Placed(column, cell.span, cell.words, cell.head))
        first = column + cell.span
    return placed


def _away(cell: _Placed, column: int, extents: dict[int, tuple[float, float]]) -> float:
    """Points between the cell and where it would stand from `column` on."""
    last = min(column + cell.span, len(extents)) - 1
    left, right = extents[min(column, last)][0], extents[last][1]
    return min(abs(left - cell.left), abs((left + right - cell.left - cell.right) / 2))


def _width(row: _Row) -> int:
    return max(cell.column + cell.span for cell in row)


def _built(rows: list[_Row]) -> FoundTable | None:
    words = frozenset(id(word) for row in rows for cell in row for word in cell.words)
    caption: list[str] = []
    notes: list[str] = []
    while rows and len(rows[0]) == 1:
        caption.append(rows.pop(0)[0].text)
    while rows and len(rows[-1]) == 1 and rows[-1][0].span > 1:
        notes.insert(0, rows.pop()[0].text)
    width = max((_width(row) for row in rows), default=0)
    cells = sum(len(row) for row in rows)
    if len(rows) < 2 or width < 2 or len(words) > _MOST_WORDS * cells:
        return None
    heads = 0
    while heads < len(rows) - 1 and all(cell.head for cell in rows[heads]):
        heads += 1
    if not heads and len(rows[0]) == width and not any(c.head for row in rows for c in row):
        heads = 1  # nothing is tagged: a first row without a gap names the columns
    above = [_texts(row, width) for row in rows[:heads]]
    header = tuple(" ".join(_distinct(column)) for column in zip(*above, strict=True))
    body = tuple(_texts(row, width) for row in rows[heads:])
    table = Table(header=header if any(header) else (), rows=body)
    return FoundTable(table, " ".join(caption), " ".join(notes), words)


def _texts(row: _Row, width: int) -> tuple[str, ...]:
    """The row's cells; a lone one that spans the table heads the rows below it in every column."""
    texts = [""] * width
    bullet = len(row) == 1 and not row[0].text[:1].isalnum()
    for cell in row:
        for column in range(cell.column, cell.column + (1 if bullet else cell.span)):
            if column < width:
                texts[column] = cell.text
    return tuple(texts)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
