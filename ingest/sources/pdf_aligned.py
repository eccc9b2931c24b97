"""Which columns the cells of a tagged PDF table stand in, where its tags leave that unsaid.

Tags count a row's cells from its own first one, and producers forget the cells that reach down from
above, or give the same column another width from row to row. Where the words stand decides.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate, pairwise

from ingest.sources.pdf_cells import CellRow, PlacedCell, row_width
from ingest.sources.pdf_page import Word


def aligned_rows(rows: list[CellRow]) -> list[CellRow]:
    """Rows with a cell too few set by where their words stand.

    A row below a cell that reaches down is tagged as if it began with its own first cell; without
    this, a regimen would stand in the column of the indication.
    """
    width = max((row_width(row) for row in rows if len(row) > 1), default=0)
    extents: dict[int, tuple[float, float]] = {}
    for row in rows:
        for cell in row if row_width(row) == width else ():
            if cell.span == 1:
                left, right = extents.get(cell.column, (cell.left, cell.right))
                extents[cell.column] = min(left, cell.left), max(right, cell.right)
    if len(extents) < width:
        return _by_pattern(rows, width)
    aligned: list[CellRow] = []
    for row in rows:
        whole = row_width(row) >= width or row[0].column > 0
        if whole or (len(row) == 1 and row[0].span > 1):
            aligned.append(row)
            continue
        aligned.append(_reached(aligned, _by_place(row, extents)))
    return aligned


def _reached(aligned: list[CellRow], placed: CellRow) -> CellRow:
    """The row behind those cells of the row above that reach down to it."""
    above = aligned[-1] if aligned else []
    return [*(c for c in above if c.column + c.span <= placed[0].column), *placed]


def _by_pattern(rows: list[CellRow], width: int) -> list[CellRow]:
    """The same where cells span columns that never stand alone: set as the whole rows are.

    Three products below one `Category` are tagged as if they began below the conditions.
    """
    whole = [row for row in rows if len(row) > 1 and row_width(row) == width]
    patterns = Counter(tuple((cell.column, cell.span) for cell in row) for row in whole)
    if not patterns:
        return rows
    heads = [len(row) for row in rows if len(row) > 1 and all(cell.head for cell in row)]
    named = sum(heads) - max(0, len(heads) - 1)  # a lower row of heads parts one cell above it
    pattern = max(patterns, key=lambda cells: (len(cells) >= named, patterns[cells]))
    like = [row for row in whole if tuple((c.column, c.span) for c in row) == pattern]
    slots = [
        replace(cells[0], words=_outermost([word for cell in cells for word in cell.words]))
        for cells in zip(*like, strict=True)
    ]
    aligned: list[CellRow] = []
    for row in rows:
        if row[0].head and row_width(row) == width:
            aligned.append(_set_into(row, slots) if len(row) == len(slots) else row)
            continue
        placed = _in_slots(row, slots) if len(row) > 1 else None
        aligned.append(_reached(aligned, placed) if placed else row)
    return aligned


def _outermost(words: list[Word]) -> tuple[Word, Word]:
    """The words that tell from where to where all of them stand."""
    return min(words, key=lambda word: word.left), max(words, key=lambda word: word.right)


def _in_slots(row: CellRow, slots: list[PlacedCell]) -> CellRow | None:
    """Each cell in the slot nearest to it, two of them perhaps in one; None where their order would
    change."""
    nearest = [min(slots, key=lambda slot, cell=cell: _apart(cell, slot)) for cell in row]  # type: ignore[misc]
    if any(a.column > b.column for a, b in pairwise(nearest)):
        return None
    together: CellRow = []
    for cell in _set_into(row, nearest):
        if together and together[-1].column == cell.column:
            last = together.pop()
            cell = replace(last, words=last.words + cell.words, parts=last.parts + 1)
        together.append(cell)
    return together


def _set_into(row: CellRow, slots: Iterable[PlacedCell]) -> CellRow:
    pairs = zip(row, slots, strict=True)
    return [replace(cell, column=slot.column, span=slot.span) for cell, slot in pairs]


def _apart(cell: PlacedCell, slot: PlacedCell) -> float:
    """Points between their left edges or their middles, whichever are nearer."""
    middles = abs((slot.left + slot.right - cell.left - cell.right) / 2)
    return min(abs(slot.left - cell.left), middles)


def _by_place(row: CellRow, extents: dict[int, tuple[float, float]]) -> CellRow:
    """Each cell in the free columns whose left edge or middle is nearest to its own."""
    placed: CellRow = []
    first = 0
    for at, cell in enumerate(row):
        room = sum(later.span for later in row[at:])
        columns = range(first, max(first, len(extents) - room) + 1)
        column = min(columns, key=lambda c, cell=cell: _away(cell, c, extents))  # type: ignore[misc]
        placed.append(PlacedCell(column, cell.span, cell.words, cell.head))
        first = column + cell.span
    return placed


def _away(cell: PlacedCell, column: int, extents: dict[int, tuple[float, float]]) -> float:
    """Points between the cell and where it would stand from `column` on."""
    last = min(column + cell.span, len(extents)) - 1
    left, right = extents[min(column, last)][0], extents[last][1]
    return min(abs(left - cell.left), abs((left + right - cell.left - cell.right) / 2))


def without_doubles(rows: list[CellRow], width: int) -> list[CellRow]:
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


def _end(cell: PlacedCell) -> int:
    """The first column after the cell."""
    return cell.column + cell.span
