"""A cell of a PDF's table: its words, where they stand, and how they read."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.sources.pdf_page import LINE_HYPHEN, Word

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
class PlacedCell:
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


CellRow = list[PlacedCell]


def _place(line: list[Word]) -> float:
    return median(word.bottom for word in line)


def _leading(rows: list[CellRow]) -> float:
    """The smallest usual step from line to line in the cells, points; 0 where there is none."""
    places = (map(_place, cell.lines) for row in rows for cell in row if cell.span == 1)
    drops = Counter(round((a - b) * 2) / 2 for cell in places for a, b in pairwise(cell))
    usual = (d for d, times in drops.items() if d > _SMALLEST_DROP and times >= _USUAL)
    return min(usual, default=0.0)


def _reaches(rows: list[CellRow]) -> dict[int, float]:
    """Column -> the right edge of its words."""
    reaches: dict[int, float] = {}
    for row in rows:
        for cell in row:
            if cell.span == 1:
                reaches[cell.column] = max(reaches.get(cell.column, 0.0), cell.right)
    return reaches


def row_width(row: CellRow) -> int:
    return max(cell.column + cell.span for cell in row)


def as_they_wrap(rows: list[CellRow]) -> list[CellRow]:
    """The rows' cells, each knowing how far apart wrapped lines are and how far its column goes."""
    leading, reaches = _leading(rows), _reaches(rows)
    return [
        [
            replace(cell, leading=leading, reach=reaches[cell.column]) if cell.span == 1 else cell
            for cell in row
        ]
        for row in rows
    ]
