"""Two columns that a page draws across, line by line, read one after the other.

Typeset pages draw a column to its end, and their order stands. Where a page instead draws both
columns' lines in turn, PDFium reads across the gap between them. Such a page shows: most of its
lines have a wide gap at the same place, with long runs of words on both sides (a table's cells are
short). Tagged pages are left alone.
"""

from dataclasses import replace

from ingest.sources.pdf_page import Line, Page

_GAP = 1.5
"""In font sizes; justified text stays below 1."""
_MOST = 0.5
_FEWEST_LINES = 6
_LONG = 0.2
"""Of the page's width: a column's lines are longer on average."""


def in_columns(page: Page) -> Page:
    """The page with its lines in reading order where it was drawn across two columns."""
    if any(word.tag for line in page.lines for word in line.words):
        return page
    split = {at: parts for at, line in enumerate(page.lines) if (parts := _split(line, page.width))}
    if len(split) < max(_FEWEST_LINES, _MOST * len(page.lines)):
        return page
    sides = [part for parts in split.values() for part in parts]
    if sum(part.right - part.left for part in sides) < _LONG * page.width * len(sides):
        return page
    gutter_left = max(left.right for left, _ in split.values())
    gutter_right = min(right.left for _, right in split.values())
    if gutter_left >= gutter_right:
        return page
    ordered: list[Line] = []
    right_column: list[Line] = []
    for at, line in enumerate(page.lines):
        if at in split:
            left, right = split[at]
            ordered.append(left)
            right_column.append(right)
        elif line.left >= gutter_left:
            right_column.append(line)
        else:
            if line.right > gutter_right:  # over both columns: what was beside each other ends
                ordered.extend(right_column)
                right_column = []
            ordered.append(line)
    return replace(page, lines=(*ordered, *right_column))


def _split(line: Line, width: float) -> tuple[Line, Line] | None:
    """The line's two parts around its one wide gap, if that is in the middle of the page."""
    gaps = [
        at
        for at in range(1, len(line.words))
        if line.words[at].left - line.words[at - 1].right > _GAP * line.size
    ]
    if len(gaps) != 1:
        return None
    left, right = line.of(line.words[: gaps[0]]), line.of(line.words[gaps[0] :])
    middle = (left.right + right.left) / 2
    return (left, right) if 0.3 * width < middle < 0.7 * width else None
