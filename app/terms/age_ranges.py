"""Two bounds of an age that make one range: `over 2 and up to 12 years`."""

import re
from collections.abc import Iterator, Sequence
from math import inf
from typing import Final

from app.terms.age_figures import single_figures
from app.terms.age_groups import Ages, Group

_JOINS_BOUNDS: Final = re.compile(r",?(?: (?:and|but|to))? ")


def figures(
    text: str, groups: Sequence[Group], rough: Sequence[Group], *, heading: bool
) -> Iterator[tuple[int, int, Ages]]:
    """Where figures that are ages begin and end, and the ages; `over 2 and up to 12 years` is one
    range."""
    lower: tuple[int, int, Ages] | None = None
    for start, end, ages in single_figures(text, groups, rough, heading=heading):
        if lower is not None:
            joined = _JOINS_BOUNDS.fullmatch(text, lower[1], start) is not None
            if joined and ages.low == 0 and lower[2].low < ages.high:
                yield lower[0], end, Ages(lower[2].low, ages.high)
                lower = None
                continue
            yield lower
        lower = (start, end, ages) if ages.high == inf else None
        if lower is None:
            yield start, end, ages
    if lower is not None:
        yield lower
