"""Grids that ruling lines draw on a page.

Horizontal and vertical rules that cross make a grid; its columns lie between the vertical rules,
its rows between the horizontal ones, and a word goes to the cell its middle is in.
"""

from collections import defaultdict
from collections.abc import Sequence

from ingest.sources.pdf_page import Line, Page, Rule, Word

_SAME = 2.5
"""Rules closer than this many points are one rule drawn twice."""
_FEWEST = 3
"""Rules of either direction around two rows and two columns."""
WordGrid = dict[tuple[int, int], list[Word]]
"""(row, column), both from 0 -> the cell's words in drawing order."""


def ruled_grids(page: Page) -> list[WordGrid]:
    """The page's grids with at least two rows and two columns; empty cells are left out."""
    across = _merged([rule for rule in page.rules if rule.horizontal])
    down = _merged([rule for rule in page.rules if not rule.horizontal])
    grids = []
    for group in _crossing(across, down):
        ys = _apart(sorted(rule.at for rule in group if rule.horizontal))
        xs = _apart(sorted(rule.at for rule in group if not rule.horizontal))
        if grid := _filled(page.lines, xs, ys):
            grids.append(grid)
    return grids


def _apart(places: Sequence[float]) -> list[float]:
    """Ascending places, those nearer than `_SAME` to the one before left out."""
    kept: list[float] = []
    for place in places:
        if not kept or place - kept[-1] > _SAME:
            kept.append(place)
    return kept


def _merged(rules: list[Rule]) -> list[Rule]:
    """Collinear rules that touch, as one; a border is often drawn cell by cell."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / _SAME), r.start)):
        last = merged[-1] if merged else None
        if last and abs(last.at - rule.at) <= _SAME and rule.start <= last.end + _SAME:
            merged[-1] = Rule(rule.horizontal, last.at, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged


def _crossing(across: list[Rule], down: list[Rule]) -> list[list[Rule]]:
    """Groups of rules joined by crossings."""
    groups: list[list[Rule]] = []
    waiting = [*across, *down]
    while waiting:
        group, queue = [], [waiting.pop()]
        while queue:
            rule = queue.pop()
            group.append(rule)
            touching = [other for other in waiting if _cross(rule, other)]
            waiting = [other for other in waiting if other not in touching]
            queue.extend(touching)
        rows = sum(rule.horizontal for rule in group)
        if rows >= _FEWEST and len(group) - rows >= _FEWEST:
            groups.append(group)
    return groups


def _cross(a: Rule, b: Rule) -> bool:
    if a.horizontal == b.horizontal:
        return False
    return a.start - _SAME <= b.at <= a.end + _SAME and b.start - _SAME <= a.at <= b.end + _SAME


def _filled(lines: tuple[Line, ...], xs: list[float], ys: list[float]) -> WordGrid:
    """The words inside, by cell; both edges ascend, and row 0 is the topmost."""
    grid: WordGrid = defaultdict(list)
    for line in lines:
        for word in line.words:
            x, y = (word.left + word.right) / 2, (word.bottom + word.top) / 2
            if xs[0] < x < xs[-1] and ys[0] < y < ys[-1]:
                row = len(ys) - 1 - sum(edge < y for edge in ys)
                grid[row, sum(edge < x for edge in xs) - 1].append(word)
    return dict(grid)
