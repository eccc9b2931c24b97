"""Where lines and dots of the report's plots lie, in the units of an SVG drawing; the page's
template draws them."""

import math
from collections.abc import Callable, Sequence
from typing import Final

from app.domain.frozen import Frozen
from app.monitoring.calibration import Calibration
from app.monitoring.charts import Chart
from app.monitoring.drift import SHIFTED, STABLE, Drift
from app.monitoring.periods import Period
from app.monitoring.plot_frame import (
    BOTTOM,
    HIGH,
    LEFT,
    RIGHT,
    SQUARE,
    TOP,
    WIDE,
    Frame,
    round_up,
)
from app.monitoring.shown import percent, seconds
from app.monitoring.tallying import Latency

TICKS: Final = 8
"""Dates below a plot, at most."""


class Tick(Frozen):
    at: float
    label: str


class Line(Frozen):
    """`kind` is its class in the page's style; `path` an SVG path."""

    kind: str
    path: str


class Dot(Frozen):
    kind: str
    x: float
    y: float
    says: str
    """Shown where a pointer rests, and read out."""
    ends: tuple[float, float] | None = None
    """Of its interval."""


class Plot(Frozen):
    title: str
    width: float
    height: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]


def share_plot(chart: Chart, title: str) -> Plot:
    points = chart.points
    shares = [point.share for point in points]
    lows = [point.limits and point.limits[0] for point in points]
    highs = [point.limits and point.limits[1] for point in points]
    known = [value for value in (*shares, *_usual(lows), *_usual(highs)) if value is not None]
    low = max(0.0, math.floor(10.0 * min(known, default=0.0) - 0.5) / 10.0)
    high = round_up(max(known, default=1.0))
    frame = Frame(WIDE, HIGH, low if low < high else 0.0, high, len(points))
    lines = [Line(kind="limit", path=frame.steps(each)) for each in (lows, highs)]
    if chart.centre is not None:
        lines.append(Line(kind="centre", path=frame.across(chart.centre)))
    before = sum(point.baseline for point in points)
    if 0 < before < len(points):
        edge = round((frame.x(before - 1) + frame.x(before)) / 2, 2)
        lines.append(Line(kind="edge", path=f"M{edge} {TOP}V{HIGH - BOTTOM}"))
    dots = []
    for at, point in enumerate(points):
        if point.share is None:
            continue
        kind = "beyond" if point.beyond else "run" if point.run else "plain"
        says = f"{point.period.first}: {point.hits} of {point.of} ({percent(point.share)})"
        dots.append(Dot(kind=kind, x=frame.x(at), y=frame.y(point.share), says=says))
    lines.append(Line(kind="series-1", path=frame.path(shares)))
    return _plot(title, frame, [point.period for point in points], lines, dots, percent)


def _usual(limits: Sequence[float | None]) -> Sequence[float]:
    """Without those of the few smallest periods, which are so wide that they would flatten the
    rest; they are drawn at the edge."""
    ordered = sorted(value for value in limits if value is not None)
    aside = len(ordered) // 10
    return ordered[aside : len(ordered) - aside]


def latency_plot(latency: Sequence[Latency], title: str) -> Plot:
    high = max((each.p95 for each in latency if each.p95 is not None), default=1.0)
    frame = Frame(WIDE, HIGH, 0.0, round_up(high) or 1.0, len(latency))
    dots = [
        Dot(kind="plain", x=frame.x(at), y=frame.y(value), says=f"{each.period.first}: {told}")
        for at, each in enumerate(latency)
        for value, told in (
            (each.p50, f"p50 {seconds(each.p50)} of {each.outcomes}"),
            (each.p95, f"p95 {seconds(each.p95)} of {each.outcomes}"),
        )
        if value is not None
    ]
    lines = [
        Line(kind="series-1", path=frame.path([each.p50 for each in latency])),
        Line(kind="series-2", path=frame.path([each.p95 for each in latency])),
    ]
    return _plot(title, frame, [each.period for each in latency], lines, dots, seconds)


def index_plot(found: Drift, title: str) -> Plot:
    indices = [point.index for point in found.points]
    high = round_up(max([2 * SHIFTED, *(each for each in indices if each is not None)]))
    frame = Frame(WIDE, HIGH, 0.0, high, len(indices))
    dots = [
        Dot(
            kind="beyond" if point.shifted else "plain",
            x=frame.x(at),
            y=frame.y(point.index),
            says=f"{point.period.first}: {point.index:.2f} of {point.of}",
        )
        for at, point in enumerate(found.points)
        if point.index is not None
    ]
    lines = [
        Line(kind="centre", path=frame.across(STABLE)),
        Line(kind="limit", path=frame.across(SHIFTED)),
        Line(kind="series-1", path=frame.path(indices)),
    ]
    return _plot(title, frame, [point.period for point in found.points], lines, dots, "{:g}".format)


def reliability_plot(found: Calibration, title: str) -> Plot:
    """Stated confidence to the right, approved share upwards, bins with their intervals."""
    frame = Frame(SQUARE, SQUARE, 0.0, 1.0, 1)
    span = SQUARE - LEFT - RIGHT

    def x(value: float) -> float:
        return round(LEFT + span * value, 2)

    dots = tuple(
        Dot(
            kind="plain",
            x=x(each.confidence),
            y=frame.y(each.right),
            ends=(frame.y(each.interval[0]), frame.y(each.interval[1])),
            says=f"{percent(each.confidence)} stated, {percent(each.right)} approved, "
            f"of {each.answers}",
        )
        for each in found.bins
    )
    quarters = (0.0, 0.25, 0.5, 0.75, 1.0)
    return Plot(
        title=title,
        width=SQUARE,
        height=SQUARE,
        x_ticks=tuple(Tick(at=x(each), label=percent(each)) for each in quarters),
        y_ticks=tuple(Tick(at=frame.y(each), label=percent(each)) for each in quarters),
        lines=(Line(kind="centre", path=f"M{x(0)} {frame.y(0)}L{x(1)} {frame.y(1)}"),),
        dots=dots,
    )


def _plot(
    title: str,
    frame: Frame,
    shown: Sequence[Period],
    lines: Sequence[Line],
    dots: Sequence[Dot],
    written: Callable[[float], str],
) -> Plot:
    every = max(1, math.ceil(len(shown) / TICKS))
    values = [frame.low + (frame.high - frame.low) * at / 4 for at in range(5)]
    return Plot(
        title=title,
        width=frame.width,
        height=frame.height,
        x_ticks=tuple(
            Tick(at=frame.x(at), label=f"{each.first:%Y-%m-%d}")
            for at, each in enumerate(shown)
            if at % every == 0
        ),
        y_ticks=tuple(Tick(at=frame.y(each), label=written(each)) for each in values),
        lines=tuple(each for each in lines if each.path),
        dots=tuple(dots),
    )
