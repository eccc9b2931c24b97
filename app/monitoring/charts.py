"""A share followed over time: a p-chart (Montgomery, Introduction to Statistical Quality Control,
control charts for attributes).

The centre line is the share of a baseline. Limits are those of three standard deviations, as
probabilities: where nothing changed, a count beyond one is less likely than 0.00135. They are
exact, since a normal distribution describes few reviews, or shares near 1, badly; and they allow
for a centre line that was estimated itself (`probability.predicted`).

Shares of very many questions differ more from week to week than chance alone explains. There limits
are widened by sigma z, the moving range of standardised shares of the baseline over 1.128, where it
is above 1 (Laney, Improved control charts for attributes, Quality Engineering 14, 2002).

Two rules speak (Western Electric, Statistical Quality Control Handbook, 1956): a point beyond a
limit, and a run of eight on one side of the centre. On a skewed chart, as of shares near 1, eight
on the likelier side are nothing rare: a run also has to be as unlikely as eight on an even one.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from app.domain.frozen import Frozen
from app.monitoring.periods import Period
from app.monitoring.probability import predicted, sides, wilson

RUN: Final = 8
LEAST_PERIODS: Final = 6
"""With figures that a baseline needs; set by hand, as is the next."""
LEAST_ITEMS: Final = 50
_RANGE_TO_SIGMA: Final = 1.128
"""The mean range of two normal values, in standard deviations."""

Side = Literal["low", "high"]


class Counted(NamedTuple):
    """`hits` of `of` in one period."""

    period: Period
    hits: int
    of: int


class ChartPoint(Frozen):
    period: Period
    hits: int
    of: int
    share: float | None
    """None where `of` is 0."""
    interval: tuple[float, float] | None
    """Wilson's, of 95%."""
    limits: tuple[float, float] | None = None
    """None where there is no baseline, or nothing was counted."""
    baseline: bool
    beyond: Side | None = None
    run: Side | None = None
    """It ends a run of eight or more, or goes on with one."""


class Chart(Frozen):
    """Points oldest first."""

    name: str
    centre: float | None
    """None: the baseline is not enough, as `lacks` tells."""
    sigma_z: float = 1.0
    lacks: str | None = None
    points: tuple[ChartPoint, ...]


def p_chart(
    name: str, counted: Sequence[Counted], baseline: int, *, widened: bool = False
) -> Chart:
    """Args:
    counted: one a period, oldest first.
    baseline: how many of the first make the centre line.
    widened: by sigma z.
    """
    first = [each for each in counted[:baseline] if each.of]
    hits, of = sum(each.hits for each in first), sum(each.of for each in first)
    lacks = _lacking(len(first), of)
    if lacks is not None:
        bare = tuple(_point(each, baseline=at < baseline) for at, each in enumerate(counted))
        return Chart(name=name, centre=None, lacks=lacks, points=bare)
    centre = hits / of
    sigma_z = _sigma_z(first, centre) if widened else 1.0
    runs = dict(_runs(counted, centre))
    points = []
    for at, each in enumerate(counted):
        limits = _limits(each, hits, of, sigma_z) if each.of else None
        point = _point(each, baseline=at < baseline)
        update = {"limits": limits, "beyond": _beyond(point.share, limits), "run": runs.get(at)}
        points.append(point.model_copy(update=update))
    return Chart(name=name, centre=centre, sigma_z=sigma_z, points=tuple(points))


def _lacking(periods: int, items: int) -> str | None:
    told = []
    if periods < LEAST_PERIODS:
        told.append(f"{LEAST_PERIODS - periods} more periods with figures")
    if items < LEAST_ITEMS:
        told.append(f"{LEAST_ITEMS - items} more counted")
    return f"not enough for a baseline: it needs {' and '.join(told)}" if told else None


def _point(each: Counted, *, baseline: bool) -> ChartPoint:
    return ChartPoint(
        period=each.period,
        hits=each.hits,
        of=each.of,
        share=each.hits / each.of if each.of else None,
        interval=wilson(each.hits, each.of) if each.of else None,
        baseline=baseline,
    )


def _limits(each: Counted, hits: int, of: int, sigma_z: float) -> tuple[float, float]:
    low, high = (count / each.of for count in predicted(hits, of, each.of))
    centre = hits / of
    return max(0.0, centre - sigma_z * (centre - low)), min(1.0, centre + sigma_z * (high - centre))


def _beyond(share: float | None, limits: tuple[float, float] | None) -> Side | None:
    if share is None or limits is None:
        return None
    low, high = limits
    return "low" if share < low - 1e-12 else "high" if share > high + 1e-12 else None


def _sigma_z(first: Sequence[Counted], centre: float) -> float:
    if not 0.0 < centre < 1.0:
        return 1.0
    one = centre * (1.0 - centre)
    z = [(each.hits / each.of - centre) / math.sqrt(one / each.of) for each in first]
    ranges = [abs(b - a) for a, b in pairwise(z)]
    return max(1.0, sum(ranges) / len(ranges) / _RANGE_TO_SIGMA)


def _runs(counted: Sequence[Counted], centre: float) -> Iterator[tuple[int, Side]]:
    """Where a run is long and unlikely enough. Periods without figures neither go on nor end it."""
    side: Side | None = None
    length, chance = 0, 0.0
    for at, each in enumerate(counted):
        if not each.of:
            continue
        off = each.hits - centre * each.of
        now: Side | None = None if abs(off) < 1e-9 else "high" if off > 0 else "low"
        if now != side:
            side, length, chance = now, 0, 0.0
        if side is None:
            continue
        below, above = sides(centre, each.of)
        length += 1
        chance += math.log(max(above if side == "high" else below, 1e-300))
        if length >= RUN and chance <= RUN * math.log(0.5) + 1e-9:
            yield at, side
