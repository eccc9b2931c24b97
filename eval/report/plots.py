"""Plots as SVG, drawn by matplotlib. Text stays text, in the page's font; the background is clear.

Series differ by colour and by dash, so that they can be told apart in print and by the
colour-blind.
"""

import io
import math
import warnings
from collections.abc import Sequence
from html import escape
from typing import Any, Final

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from eval.report.bars import BarPlot
from eval.report.number import written
from eval.report.svg import GRID, INK, SERIES, inline
from eval.report.visible import one_line
from eval.suite import Curve, HistogramPlot, LinePlot, Plot, Spread

WIDTH: Final = 5.8
"""Inches; a page shows one at about 80 pixels an inch."""
POINTS: Final = 300
"""Of a longer curve as many are drawn, evenly chosen."""
MARKED: Final = 30
"""Points that a curve may have to be drawn with a mark for each."""
OVERLAID: Final = 3
"""Distributions in one histogram; more are drawn as ranges."""
BINS: Final = 36
SKEWED: Final = 40.0
"""Largest over median from which on an axis is logarithmic."""
LABEL: Final = 26
"""Characters of a group's name."""
DASHES: Final = ("-", "--", "-.", ":")
STYLE: Final[dict[Any, Any]] = {
    "axes.edgecolor": GRID,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 11.0,
    "axes.axisbelow": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": 11.0,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "legend.fontsize": 10.5,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 2.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "citewell",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": GRID,
    "xtick.labelcolor": INK,
    "ytick.color": GRID,
    "ytick.labelcolor": INK,
}


def drawn(plot: Plot | BarPlot, prefix: str) -> str:
    """The plot as an `<svg>` to stand in a page; `prefix` is unique in it."""
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, _height(plot)))
        axes = figure.subplots()
        match plot:
            case LinePlot():
                _lines(figure, axes, plot)
            case HistogramPlot() if len(plot.spreads) <= OVERLAID:
                _histogram(figure, axes, plot)
            case HistogramPlot():
                _ranges(axes, plot)
            case BarPlot():
                _bars(axes, plot)
        return inline(_saved(figure), prefix, escape(one_line(plot.title), quote=True))


def _height(plot: Plot | BarPlot) -> float:
    match plot:
        case BarPlot():
            return 0.75 + 0.3 * len(plot.bars)
        case HistogramPlot() if len(plot.spreads) > OVERLAID:
            return 0.9 + 0.34 * len(plot.spreads)
        case LinePlot(diagonal=True):
            return 3.8
    return 3.5


def _saved(figure: Figure) -> str:
    file = io.StringIO()
    with warnings.catch_warnings():
        # The reader's own fonts draw the text; what ours lacks only blurs its measured width.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    return file.getvalue()


def _lines(figure: Figure, axes: Axes, plot: LinePlot) -> None:
    for at, curve in enumerate(plot.curves):
        x, y = np.asarray(_thinned(curve), dtype=np.float64).T
        mark = "o" if len(x) <= MARKED else None
        axes.plot(x, y, marker=mark, markersize=4.5, label=one_line(curve.name), **_series(at))
    xs, ys = np.asarray([p for curve in plot.curves for p in curve.points], dtype=np.float64).T
    if _shares(xs):
        axes.set_xlim(-0.02, 1.02)
    if _shares(ys):
        top = 1.0 if plot.diagonal or ys.max() > 0.6 else max(float(ys.max()) * 1.1, 0.05)
        axes.set_ylim(-0.02 * top, 1.02 * top)
    if plot.diagonal:
        ends = (min(xs.min(), ys.min(), 0.0), max(xs.max(), ys.max(), 1.0))
        axes.plot(ends, ends, color=INK, linewidth=1.0, linestyle=(0, (2, 3)), zorder=1)
        axes.set_aspect("equal", adjustable="box")
    axes.set_xlabel(one_line(plot.x))
    axes.set_ylabel(one_line(plot.y))
    if len(plot.curves) > 1:
        figure.legend(loc="outside upper left", ncols=2, handlelength=2.6)


def _thinned(curve: Curve) -> Sequence[tuple[float, float]]:
    if len(curve.points) <= POINTS:
        return curve.points
    at = np.linspace(0, len(curve.points) - 1, POINTS).round().astype(int)
    return [curve.points[i] for i in at]


def _histogram(figure: Figure, axes: Axes, plot: HistogramPlot) -> None:
    everything = np.concatenate([np.asarray(each.values) for each in plot.spreads])
    logarithmic = _skewed(everything)
    bins = min(BINS, 6 + 2 * math.isqrt(len(everything)))
    edges = list(
        np.geomspace(everything.min(), everything.max(), bins + 1)
        if logarithmic
        else np.histogram_bin_edges(everything, bins=bins)
    )
    for at, each in enumerate(plot.spreads):
        p50, p95 = _percentiles(each, (50, 95))
        label = f"{one_line(each.name)}: p50 {written(p50)}, p95 {written(p95)}"
        series = _series(at)
        axes.hist(each.values, edges, histtype="stepfilled", color=series["color"], alpha=0.25)
        axes.hist(each.values, edges, histtype="step", label=label, **series)
        for value in (p50, p95):
            axes.axvline(value, color=series["color"], linewidth=1.2, linestyle=(0, (1, 2)))
    _measured_axis(axes, plot.x, logarithmic=logarithmic)
    axes.set_ylabel("items")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(visible=False, axis="x")
    figure.legend(loc="outside upper left", ncols=1, handlelength=2.6)


def _ranges(axes: Axes, plot: HistogramPlot) -> None:
    """5th to 95th percentile thin, 25th to 75th thick, the median a dot; first spread on top."""
    places = range(len(plot.spreads))
    for at, each in zip(places, plot.spreads, strict=True):
        p5, p25, p50, p75, p95 = _percentiles(each, (5, 25, 50, 75, 95))
        axes.hlines(at, p5, p95, color=SERIES[0], linewidth=1.6)
        axes.hlines(at, p25, p75, color=SERIES[0], linewidth=6.0)
        axes.plot([p50], [at], "o", color=INK, markersize=5.0)
    values = np.concatenate([np.asarray(each.values) for each in plot.spreads])
    _measured_axis(axes, f"{plot.x} (p5-p95, p25-p75, median)", logarithmic=_skewed(values))
    _groups(axes, [each.name for each in plot.spreads])


def _bars(axes: Axes, plot: BarPlot) -> None:
    places = range(len(plot.bars))
    axes.barh(places, [bar.value for bar in plot.bars], height=0.62, color=SERIES[0])
    if plot.whole is not None:
        axes.axvline(plot.whole, color=INK, linewidth=1.2, linestyle=(0, (2, 2)))
    for at, bar in zip(places, plot.bars, strict=True):
        axes.text(1.18 * plot.full, at, written(bar.value), va="center", ha="right", fontsize=10.0)
    axes.set_xlim(0.0, 1.19 * plot.full)
    axes.set_xticks(np.linspace(0.0, plot.full, 5))
    _groups(axes, [bar.name for bar in plot.bars])


def _groups(axes: Axes, names: Sequence[str]) -> None:
    shown = [one_line(name, LABEL) for name in names]
    axes.set_yticks(range(len(names)), shown)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def _measured_axis(axes: Axes, name: str, *, logarithmic: bool) -> None:
    if logarithmic:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.set_xlabel(one_line(name))


def _series(at: int) -> dict[str, Any]:
    return {"color": SERIES[at % len(SERIES)], "linestyle": DASHES[at % len(DASHES)]}


def _shares(values: Any) -> bool:
    return bool(values.min() >= 0.0 and values.max() <= 1.0)


def _skewed(values: Any) -> bool:
    return bool(values.min() > 0.0 and values.max() > SKEWED * np.median(values))


def _percentiles(spread: Spread, at: Sequence[int]) -> list[float]:
    return [float(value) for value in np.percentile(spread.values, at)]
