"""Tables on a PDF's page: those its tags name, else those its ruling lines draw.

A cell that reaches over several rows or columns is repeated in each, so that every row can be read
by itself: a dose never loses the condition it stands under.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.reading import Table
from ingest.sources.pdf_aligned import aligned_rows, without_doubles
from ingest.sources.pdf_cells import CellRow, PlacedCell, as_they_wrap, row_width
from ingest.sources.pdf_page import Page, Word
from ingest.sources.pdf_rules import ruled_grids
from ingest.sources.pdf_tags import Cell

_MOST_WORDS = 60
"""A 'table' whose cells hold more words than this on average only lays out the page."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table, the caption above and the notes below it, and the words of the page it took."""

    table: Table
    caption: str
    notes: str
    words: frozenset[int]
    """`id()` of each Word."""


def find_tables(page: Page) -> tuple[FoundTable, ...]:
    """The page's tables, each of at least two rows and two columns."""
    found = [_built(aligned_rows(rows)) for rows in _tagged(page)]
    if not found:
        for grid in ruled_grids(page):
            rows: dict[int, CellRow] = defaultdict(list)
            for (row, column), words in sorted(grid.items()):
                rows[row].append(PlacedCell(column, 1, tuple(words)))
            found.append(_built(list(rows.values())))
    return tuple(table for table in found if table)


def _tagged(page: Page) -> list[list[CellRow]]:
    """The tagged tables' rows; cells without words are left out."""
    cells: dict[Cell, list[Word]] = defaultdict(list)
    for line in page.lines:
        for word in line.words:
            if word.tag and word.tag.cell:
                cells[word.tag.cell].append(word)
    tables: dict[int, dict[int, CellRow]] = defaultdict(lambda: defaultdict(list))
    for cell in sorted(cells, key=lambda cell: (cell.table, cell.row, cell.column)):
        placed = PlacedCell(cell.column, cell.span, tuple(cells[cell]), cell.head)
        tables[cell.table][cell.row].append(placed)
    return [list(rows.values()) for rows in tables.values()]


def _built(rows: list[CellRow]) -> FoundTable | None:
    words = frozenset(id(word) for row in rows for cell in row for word in cell.words)
    rows = as_they_wrap(rows)
    caption: list[str] = []
    notes: list[str] = []
    while rows and len(rows[0]) == 1:
        caption.append(rows.pop(0)[0].text)
    while rows and len(rows[-1]) == 1 and rows[-1][0].span > 1:
        notes.insert(0, rows.pop()[0].text)
    rows = without_doubles(rows, max((row_width(row) for row in rows), default=0))
    width = max((row_width(row) for row in rows), default=0)
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


def _texts(row: CellRow, width: int) -> tuple[str, ...]:
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
