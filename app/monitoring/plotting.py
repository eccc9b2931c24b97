"""Where lines and dots of the report's plots lie, in the units of an SVG drawing; the page's
template draws them."""

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from app.domain.frozen import Frozen
from app.monitoring.calibration import Calibration
from app.monitoring.charts import Chart
from app.monitoring.drift import SHIFTED, STABLE, Drift
from app.monitoring.periods import Period
from app.monitoring.shown import percent, seconds
from app.monitoring.tallying import Latency

WIDE: Final = 640.0
HIGH: Final = 210.0
SQUARE: Final = 300.0
LEFT: Final = 52.0
RIGHT: Final = 10.0
TOP: Final = 12.0
BOTTOM: Final = 26.0
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


class _Frame(NamedTuple):
    """Values from `low` to `high` on a plot of this size, and `places` beside each other."""

    width: float
    height: float
    low: float
    high: float
    places: int

    def x(self, at: float) -> float:
        span = self.width - LEFT - RIGHT
        return round(LEFT + span * (at + 0.5) / max(1, self.places), 2)

    def y(self, value: float) -> float:
        span = self.height - TOP - BOTTOM
        inside = min(max(value, self.low), self.high)
        return round(TOP + span * (self.high - inside) / (self.high - self.low), 2)

    def across(self, value: float) -> str:
        return f"M{LEFT} {self.y(value)}H{self.width - RIGHT}"

    def path(self, values: Sequence[float | None]) -> str:
        """From each value to the next; it breaks where there is none."""
        told, pen = [], "M"
        for at, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            told.append(f"{pen}{self.x(at)} {self.y(value)}")
            pen = "L"
        return "".join(told)

    def steps(self, values: Sequence[float | None]) -> str:
        """A stretch over each place."""
        half = (self.width - LEFT - RIGHT) / max(1, self.places) / 2
        return "".join(
            f"M{round(self.x(at) - half, 2)} {self.y(value)}H{round(self.x(at) + half, 2)}"
            for at, value in enumerate(values)
            if value is not None
        )


def share_plot(chart: Chart, title: str) -> Plot:
    points = chart.points
    shares = [point.share for point in points]
    lows = [point.limits and point.limits[0] for point in points]
    highs = [point.limits and point.limits[1] for point in points]
    known = [value for value in (*shares, *lows, *highs, chart.centre) if value is not None]
    low = max(0.0, math.floor(10.0 * min(known, default=0.0) - 0.5) / 10.0)
    high = _round_up(max(known, default=1.0))
    frame = _Frame(WIDE, HIGH, low if low < high else 0.0, high, len(points))
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


def latency_plot(latency: Sequence[Latency], title: str) -> Plot:
    high = max((each.p95 for each in latency if each.p95 is not None), default=1.0)
    frame = _Frame(WIDE, HIGH, 0.0, _round_up(high) or 1.0, len(latency))
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
    high = _round_up(max([2 * SHIFTED, *(each for each in indices if each is not None)]))
    frame = _Frame(WIDE, HIGH, 0.0, high, len(indices))
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
    frame = _Frame(SQUARE, SQUARE, 0.0, 1.0, 1)
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
    frame: _Frame,
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


def _round_up(value: float) -> float:
    """To the next of 1, 2, 4, 5, 6, 8 and 10 of the same power of ten."""
    if value <= 0.0:
        return 0.1
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    return next(power * step for step in steps if value <= power * step * (1 + 1e-9))
