"""Tables on a PDF's page: those its tags name, else those its ruling lines draw.

A cell that reaches over several rows or columns is repeated in each, so that every row can be read
by itself: a dose never loses the condition it stands under.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median

from ingest.reading import Table
from ingest.sources.pdf_page import LINE_HYPHEN, Page, Word
from ingest.sources.pdf_rules import ruled_grids
from ingest.sources.pdf_tags import Cell

_MOST_WORDS = 60
"""A 'table' whose cells hold more words than this on average only lays out the page."""
_ITEM_GAP = 1.25
"""Times the leading of a wrapped line (MMWR: 1.4)."""
_SMALLEST_DROP = 4.0
"""Points; less is a raised mark."""
_USUAL = 2
_BLANK = 0.4
"""Of a word's height."""
_GLUE = f"-/\u2013{LINE_HYPHEN}"
_ENDED = re.compile(r"[.;:,!?]$")
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
    leading: float = 0.0
    """Points from one line of the table to the next where a cell's words wrap; 0: not known."""
    reach: float = 0.0
    """The right edge of its column's words; 0 for a cell over several columns."""
    parts: int = 1
    """How many cells of one line it was put together from."""

    @property
    def text(self) -> str:
        """The cell's words; items below each other are set apart by semicolons."""
        said = ""
        above: list[Word] | None = None
        for line in self.lines:
            words = "; ".join(self._parted(line))
            apart = above is not None and self._begins_item(above, line)
            said += ("; " if apart and not _ENDED.search(said) else " " if said else "") + words
            above = line
        return _BROKEN.sub("", said)

    def _parted(self, line: list[Word]) -> list[str]:
        """The line as text; in as many parts as it was put together from, at its widest gaps."""
        gaps = sorted(range(1, len(line)), key=lambda at: line[at - 1].right - line[at].left)
        cuts = [0, *sorted(gaps[: self.parts - 1]), len(line)]
        return [" ".join(word.text for word in line[a:b]) for a, b in pairwise(cuts)]

    def _begins_item(self, above: list[Word], line: list[Word]) -> bool:
        """Whether the line stands further down than wrapped words and need not have been broken."""
        first = line[0]
        room = self.reach - above[-1].right - _BLANK * (first.top - first.bottom)
        far = 0 < self.leading * _ITEM_GAP < _place(above) - _place(line)
        goes_on = first.text[0].islower() or first.text[0] == "(" or above[-1].text[-1] in _GLUE
        return far and not goes_on and first.right - first.left < room

    @property
    def lines(self) -> list[list[Word]]:
        """The words by line: a step back to the left begins one."""
        lines: list[list[Word]] = []
        for word in self.words:
            if not lines or word.left < lines[-1][-1].left:
                lines.append([])
            lines[-1].append(word)
        return lines

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)


_Row = list[_Placed]


def _place(line: list[Word]) -> float:
    return median(word.bottom for word in line)


def _leading(rows: list[_Row]) -> float:
    """The smallest usual step from line to line in the cells, points; 0 where there is none."""
    places = (map(_place, cell.lines) for row in rows for cell in row if cell.span == 1)
    drops = Counter(round((a - b) * 2) / 2 for cell in places for a, b in pairwise(cell))
    usual = (d for d, times in drops.items() if d > _SMALLEST_DROP and times >= _USUAL)
    return min(usual, default=0.0)


def _reaches(rows: list[_Row]) -> dict[int, float]:
    """Column -> the right edge of its words."""
    reaches: dict[int, float] = {}
    for row in rows:
        for cell in row:
            if cell.span == 1:
                reaches[cell.column] = max(reaches.get(cell.column, 0.0), cell.right)
    return reaches


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
        return _by_pattern(rows, width)
    aligned: list[_Row] = []
    for row in rows:
        whole = _width(row) >= width or row[0].column > 0
        if whole or (len(row) == 1 and row[0].span > 1):
            aligned.append(row)
            continue
        aligned.append(_reached(aligned, _by_place(row, extents)))
    return aligned


def _reached(aligned: list[_Row], placed: _Row) -> _Row:
    """The row behind those cells of the row above that reach down to it."""
    above = aligned[-1] if aligned else []
    return [*(c for c in above if c.column + c.span <= placed[0].column), *placed]


def _by_pattern(rows: list[_Row], width: int) -> list[_Row]:
    """The same where cells span columns that never stand alone: set as the whole rows are.

    Three products below one `Category` are tagged as if they began below the conditions.
    """
    whole = [row for row in rows if len(row) > 1 and _width(row) == width]
    patterns = Counter(tuple((cell.column, cell.span) for cell in row) for row in whole)
    if not patterns:
        return rows
    heads = [len(row) for row in rows if len(row) > 1 and all(cell.head for cell in row)]
    named = sum(heads) - max(0, len(heads) - 1)  # a lower row of heads parts one cell above it
    pattern = max(patterns, key=lambda cells: (len(cells) >= named, patterns[cells]))
    like = [row for row in whole if tuple((c.column, c.span) for c in row) == pattern]
    slots = [
        replace(cells[0], words=tuple(word for cell in cells for word in cell.words))
        for cells in zip(*like, strict=True)
    ]
    aligned: list[_Row] = []
    for row in rows:
        if row[0].head and _width(row) == width:
            aligned.append(_set_into(row, slots) if len(row) == len(slots) else row)
            continue
        placed = _in_slots(row, slots) if len(row) > 1 else None
        aligned.append(_reached(aligned, placed) if placed else row)
    return aligned


def _in_slots(row: _Row, slots: list[_Placed]) -> _Row | None:
    """Each cell in the slot nearest to it, two of them perhaps in one; None where their order would
    change."""
    nearest = [min(slots, key=lambda slot, cell=cell: _apart(cell, slot)) for cell in row]  # type: ignore[misc]
    if any(a.column > b.column for a, b in pairwise(nearest)):
        return None
    together: _Row = []
    for cell in _set_into(row, nearest):
        if together and together[-1].column == cell.column:
            last = together.pop()
            cell = replace(last, words=last.words + cell.words, parts=last.parts + 1)
        together.append(cell)
    return together


def _set_into(row: _Row, slots: Iterable[_Placed]) -> _Row:
    pairs = zip(row, slots, strict=True)
    return [replace(cell, column=slot.column, span=slot.span) for cell, slot in pairs]


def _apart(cell: _Placed, slot: _Placed) -> float:
    """Points between their left edges or their middles, whichever are nearer."""
    middles = abs((slot.left + slot.right - cell.left - cell.right) / 2)
    return min(abs(slot.left - cell.left), middles)


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
    leading, reaches = _leading(rows), _reaches(rows)
    rows = [
        [
            replace(cell, leading=leading, reach=reaches[cell.column]) if cell.span == 1 else cell
            for cell in row
        ]
        for row in rows
    ]
    caption: list[str] = []
    notes: list[str] = []
    while rows and len(rows[0]) == 1:
        caption.append(rows.pop(0)[0].text)
    while rows and len(rows[-1]) == 1 and rows[-1][0].span > 1:
        notes.insert(0, rows.pop()[0].text)
    rows = _without_doubles(rows, max((_width(row) for row in rows), default=0))
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


def _without_doubles(rows: list[_Row], width: int) -> list[_Row]:
    """The rows without those columns that no cell ever tells from the one before."""
    covers = [{at: cell for cell in row for at in range(cell.column, _end(cell))} for row in rows]
    own = [
        not at or any(cover.get(at) is not cover.get(at - 1) for cover in covers)
        for at in range(width)
    ]
    columns = list(accumulate(own, initial=0))
    return [
        [
            replace(
                cell,
                column=columns[cell.column],
                span=max(1, columns[_end(cell)] - columns[cell.column]),
            )
            for cell in row
            if own[cell.column]
        ]
        for row in rows
    ]


def _end(cell: _Placed) -> int:
    """The first column after the cell."""
    return cell.column + cell.span


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
