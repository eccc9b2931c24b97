"""Lines seen on a picture of a page, put in reading order and made lines of a PDF's page.

Two columns of prose are read one after the other; whatever else stands side by side is read row by
row, since a dose must not lose what it stands beside.
"""

from typing import Final, NamedTuple

from ingest.sources.doubtful import cleared
from ingest.sources.pdf_page import Line, Page, Word
from ingest.sources.recognition import Recognised, SeenLine
from ingest.sources.scan_rules import rules_on

_BOX_TO_SIZE: Final = 1.4
"""Height of a line's box over its font size (measured at 7 to 24 points: 1.2 to 1.75)."""
_LARGER: Final = 1.35
"""Times the usual height, from which on a line counts as set in larger type."""
_FEWEST: Final = 4
"""Lines of a column."""
_FILLED: Final = 0.7
"""Part of its column's width that a line of prose takes, and at least half of the lines do; the
cells of a table do not."""
_RULED: Final = 2
"""So many ruling lines over the gap between what look like columns make them a table's."""
_ACROSS: Final = 0.3
"""Part of the lines that may run over both columns, as titles and tables do."""
_BAND: Final = 0.5
"""In heights of a line: white that runs over the whole width parts what is above and below."""
_DEEPEST: Final = 30
_SAME_ROW: Final = 0.5


class _Across(NamedTuple):
    """A horizontal rule, in pixels of the picture."""

    y: float
    start: float
    end: float


def as_page(number: int, seen: Recognised, scale: float) -> Page:
    """The page as PDFium would tell it, had it a text layer.

    Args:
        number: the page's, counted from 1.
        scale: pixels of the picture a point.
    """
    height, width = (side / scale for side in seen.upright.shape)
    rules = rules_on(seen.upright, scale)
    ruled = tuple(
        _Across((height - rule.at) * scale, rule.start * scale, rule.end * scale)
        for rule in rules
        if rule.horizontal
    )
    heights = sorted(line.bottom - line.top for line in seen.lines)
    usual = heights[len(heights) // 2] if heights else 1.0
    lines = []
    for row in _ordered(list(seen.lines), ruled, 0):
        tallest = max(line.bottom - line.top for line in row)
        size = (tallest if tallest > _LARGER * usual else usual) / scale / _BOX_TO_SIZE
        baseline = height - sum(line.bottom for line in row) / len(row) / scale + 0.3 * size
        words = [word for line in row for word in line.words]
        texts = cleared((word.text, word.sure) for word in words)
        made = tuple(
            Word(
                text,
                word.left / scale,
                word.right / scale,
                height - word.bottom / scale,
                height - word.top / scale,
            )
            for text, word in zip(texts, words, strict=True)
        )
        lines.append(Line(made, round(size, 1), False, baseline))
    return Page(number, width, height, tuple(lines), rules)


def _ordered(lines: list[SeenLine], ruled: tuple[_Across, ...], depth: int) -> list[list[SeenLine]]:
    """Rows in reading order, each with its lines from left to right."""
    if depth > _DEEPEST or len(lines) < 2 * _FEWEST:
        return _rows(lines)
    gutter = _gutter(lines, ruled)
    if gutter is None:
        above, below = _bands(lines)
        if not below:
            return _rows(lines)
        return [*_ordered(above, ruled, depth + 1), *_ordered(below, ruled, depth + 1)]
    ordered: list[list[SeenLine]] = []
    left: list[SeenLine] = []
    right: list[SeenLine] = []

    def turn_column() -> None:
        for column in (left, right):
            ordered.extend(_ordered(column, ruled, depth + 1))
            column.clear()

    for line in sorted(lines, key=lambda one: one.top):
        if line.right <= gutter:
            left.append(line)
        elif line.left >= gutter:
            right.append(line)
        else:
            turn_column()
            ordered.append([line])
    turn_column()
    return ordered


def _gutter(lines: list[SeenLine], ruled: tuple[_Across, ...]) -> float | None:
    """The x between two columns of prose; None where the lines are one column, or a table."""
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    places = [first + (last - first) * part / 100 for part in range(25, 76)]
    crossed = {x: sum(one.left < x < one.right for one in lines) for x in places}
    fewest = min(crossed.values())
    if fewest > _ACROSS * len(lines):
        return None
    best = [x for x in places if crossed[x] == fewest]
    gutter = best[len(best) // 2]
    sides = (
        [one for one in lines if one.right <= gutter],
        [one for one in lines if one.left >= gutter],
    )
    if not all(_is_column(side) for side in sides):
        return None
    beside = [line for side in sides for line in side]
    top, bottom = min(one.top for one in beside), max(one.bottom for one in beside)
    over = sum(top < one.y < bottom and one.start < gutter < one.end for one in ruled)
    return gutter if over < _RULED else None


def _is_column(side: list[SeenLine]) -> bool:
    if len(side) < _FEWEST:
        return False
    width = max(one.right for one in side) - min(one.left for one in side)
    filled = sum(one.right - one.left >= _FILLED * width for one in side)
    return filled * 2 >= len(side)


def _bands(lines: list[SeenLine]) -> tuple[list[SeenLine], list[SeenLine]]:
    """What is above the widest white that runs over the whole width, and what is below it."""
    ordered = sorted(lines, key=lambda one: one.top)
    widest, cut, bottom = 0.0, 0, ordered[0].bottom
    for at, line in enumerate(ordered[1:], 1):
        if line.top - bottom > widest:
            widest, cut = line.top - bottom, at
        bottom = max(bottom, line.bottom)
    heights = sorted(line.bottom - line.top for line in lines)
    if not cut or widest < _BAND * heights[len(heights) // 2]:
        return ordered, []
    return ordered[:cut], ordered[cut:]


def _rows(lines: list[SeenLine]) -> list[list[SeenLine]]:
    """Lines whose middles lie within each other's height stand in one row."""
    rows: list[list[SeenLine]] = []
    for line in sorted(lines, key=lambda one: one.top + one.bottom):
        middle = (line.top + line.bottom) / 2
        last = rows[-1][0] if rows else None
        apart = abs((last.top + last.bottom) / 2 - middle) if last else 0.0
        if last and apart < _SAME_ROW * min(line.bottom - line.top, last.bottom - last.top):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.left) for row in rows]
