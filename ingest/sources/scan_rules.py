"""Ruling lines on a picture of a page, as a table's borders are drawn."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from ingest.sources.pdf_page import Rule
from ingest.sources.recognition import Picture

_DARK: Final = 150
_SHORTEST: Final = 21.0
"""Points; the strokes of letters are shorter, also in headings."""
_THICKEST: Final = 3.0
"""Points; thicker bars are shading."""


def rules_on(picture: Picture, scale: float) -> tuple[Rule, ...]:
    """The straight lines on a picture that lies level, in points from its lower left corner.

    Args:
        scale: pixels a point.
    """
    dark = picture < _DARK
    height = picture.shape[0] / scale
    across = (
        Rule(True, height - at / scale, start / scale, end / scale)
        for at, start, end in _lines(dark, scale)
    )
    down = (
        Rule(False, at / scale, height - end / scale, height - start / scale)
        for at, start, end in _lines(dark.T, scale)
    )
    return (*across, *down)


def _lines(dark: np.ndarray, scale: float) -> Iterator[tuple[float, int, int]]:
    """(middle row, first column, column behind the last) of runs that lie on each other."""
    open_lines: list[list[int]] = []  # first row, last row, start, end
    done: list[list[int]] = []
    for row in range(dark.shape[0]):
        going_on: list[list[int]] = []
        for start, end in _runs(dark[row], int(_SHORTEST * scale)):
            above = next((one for one in open_lines if one[2] < end and start < one[3]), None)
            if above is None:
                going_on.append([row, row, start, end])
            elif above in going_on:
                above[2:] = min(above[2], start), max(above[3], end)
            else:
                above[1:] = row, min(above[2], start), max(above[3], end)
                going_on.append(above)
        done += [one for one in open_lines if one not in going_on]
        open_lines = going_on
    for first, last, start, end in (*done, *open_lines):
        if last - first < _THICKEST * scale:
            yield (first + last) / 2, start, end


def _runs(row: np.ndarray, shortest: int) -> Iterator[tuple[int, int]]:
    """Where the row is dark for at least so many pixels."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    long = ends - starts >= shortest
    yield from zip(starts[long].tolist(), ends[long].tolist(), strict=True)
