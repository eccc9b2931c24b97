"""Lines seen on a picture of a page, put in reading order and made lines of a PDF's page.

Two columns of prose are read one after the other; whatever else stands side by side is read row by
row, since a dose must not lose what it stands beside.
"""

from collections.abc import Iterable
from typing import Final

from ingest.sources.doubtful import cleared
from ingest.sources.pdf_page import Line, Page, Rule, Word
from ingest.sources.recognition import Recognised, SeenLine
from ingest.sources.scan_rules import rules_on

_BOX_TO_SIZE: Final = 1.4
"""Height of a line's box over its font size (measured at 7 to 24 points: 1.2 to 1.75)."""
_LARGER: Final = 1.35
"""Times the usual height, from which on a line counts as set in larger type."""
_COLUMN: Final = 0.25
"""Part of the width that lines of a column of prose have on average; cells are shorter."""
_FEWEST: Final = 4
_ACROSS: Final = 0.3
"""Part of the lines that may run over both columns, as titles and tables do."""
_DEEPEST: Final = 2
_SAME_ROW: Final = 0.5


def as_page(number: int, seen: Recognised, scale: float) -> Page:
    """The page as PDFium would tell it, had it a text layer.

    Args:
        number: the page's, counted from 1.
        scale: pixels of the picture a point.
    """
    height, width = (side / scale for side in seen.upright.shape)
    rules = rules_on(seen.upright, scale)
    heights = sorted(line.bottom - line.top for line in seen.lines)
    usual = heights[len(heights) // 2] if heights else 1.0
    ruled = tuple(rule for rule in rules if rule.horizontal)
    lines = []
    for row in _ordered(list(seen.lines), ruled, scale, 0):
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


def _ordered(
    lines: list[SeenLine], rules: tuple[Rule, ...], scale: float, depth: int
) -> list[list[SeenLine]]:
    """Rows in reading order, each with its lines from left to right."""
    gutter = _gutter(lines, rules, scale) if depth < _DEEPEST else None
    if gutter is None:
        return _rows(lines)
    ordered: list[list[SeenLine]] = []
    left: list[SeenLine] = []
    right: list[SeenLine] = []

    def turn_column() -> None:
        for column in (left, right):
            ordered.extend(_ordered(column, rules, scale, depth + 1))
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


def _gutter(lines: list[SeenLine], rules: tuple[Rule, ...], scale: float) -> float | None:
    """The x between two columns of prose; None where the lines are one column, or a table."""
    if len(lines) < 2 * _FEWEST:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    width = last - first
    places = [first + width * part / 100 for part in range(25, 76)]
    crossed = {x: sum(one.left < x < one.right for one in lines) for x in places}
    fewest = min(crossed.values())
    best = [x for x in places if crossed[x] == fewest]
    gutter = best[len(best) // 2]
    if fewest > _ACROSS * len(lines):
        return None
    ruled = sum(rule.start * scale < gutter - 5 and rule.end * scale > gutter + 5 for rule in rules)
    for side in (
        [one for one in lines if one.right <= gutter],
        [one for one in lines if one.left >= gutter],
    ):
        if len(side) < _FEWEST or _mean_width(side) < _COLUMN * width:
            return None
    return gutter if ruled < _FEWEST else None


def _mean_width(lines: Iterable[SeenLine]) -> float:
    widths = [line.right - line.left for line in lines]
    return sum(widths) / len(widths)


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
