"""Whether a quantity rises with use: the slope of a straight line through means of blocks.

Samples that are taken one after the other lean on each other, so a fit through all of them would
claim a certainty that it does not have. The samples are cut into blocks of equal use, and least
squares goes through the blocks' medians (method of batch means: Law, Simulation modeling and
analysis, chapter 9). The interval is Student's, with as many degrees of freedom as there are blocks
less two.
"""

import math
import statistics
from collections.abc import Sequence
from typing import Final, NamedTuple

from scipy.stats import linregress
from scipy.stats import t as student

BLOCKS: Final = 20
CERTAINTY: Final = 0.95


class Trend(NamedTuple):
    """`slope` in units of y per unit of x, and its 95% interval."""

    slope: float
    low: float
    high: float


def trend(samples: Sequence[tuple[float, float]], blocks: int = BLOCKS) -> Trend | None:
    """Of (x, y), x not falling; None where fewer than three blocks hold a sample, or x stands
    still."""
    if not samples:
        return None
    first, last = samples[0][0], samples[-1][0]
    if last <= first:
        return None
    held: dict[int, list[tuple[float, float]]] = {}
    for x, y in samples:
        held.setdefault(min(blocks - 1, int((x - first) / (last - first) * blocks)), []).append(
            (x, y)
        )
    if len(held) < 3:
        return None
    xs = [statistics.fmean(x for x, _ in each) for each in held.values()]
    ys = [statistics.median(y for _, y in each) for each in held.values()]
    fitted = linregress(xs, ys)
    error = float(fitted.stderr) if math.isfinite(fitted.stderr) else 0.0  # all y are one
    reach = float(student.ppf((1 + CERTAINTY) / 2, len(xs) - 2)) * error
    slope = float(fitted.slope)
    return Trend(slope, slope - reach, slope + reach)
