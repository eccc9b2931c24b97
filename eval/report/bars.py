"""Which columns of a breakdown are worth bars, and which bars are drawn."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.frozen import Frozen
from eval.report.direction import small_is_good
from eval.report.told import Table, Told
from eval.report.worst import percentages
from eval.run import KeptRun

A_BREAKDOWN: Final = 2
"""Plots of one breakdown at most: its first figures."""
MOST: Final = 16
"""Bars of one plot; of more groups the worst are drawn."""
SORTED_FROM: Final = 9
"""Groups from which on bars stand in order of value; fewer keep the table's order."""
PERCENT: Final = 100.0
NO_SHARES: Final = frozenset(
    {"latency", "megabytes", "ms", "nearness", "p50", "p95", "p99", "seconds", "tokens"}
)
"""Words in the names of figures that may lie between 0 and 1 and are no shares."""


class Bar(Frozen):
    name: str
    value: float


class BarPlot(Frozen):
    """One figure by group; values from 0 to `full`."""

    title: str
    figure: str
    full: float
    whole: float | None
    """The figure over all groups, where the headline has it."""
    bars: tuple[Bar, ...]
    remark: str
    """Says what is not drawn; empty where everything is."""


def bar_plots(run: KeptRun, said: Told) -> tuple[BarPlot, ...]:
    """The first shares of each breakdown that has two groups or more to compare."""
    percent = {_plain(name) for name in percentages(run.items)}
    return tuple(
        plot
        for breakdown, table in said.tables.items()
        for plot in _plots(breakdown, table, run, percent)
    )


def _plots(breakdown: str, table: Table, run: KeptRun, percent: set[str]) -> Iterator[BarPlot]:
    columns = dict.fromkeys(name for row in table.values() for name in row)
    headline = {_plain(name): value for name, value in run.figures.items()}
    drawn = 0
    for name in [
        *(n for n in headline if n in columns),
        *(n for n in columns if n not in headline),
    ]:
        values = {group: row[name] for group, row in table.items() if row.get(name) is not None}
        full = _full(name, list(values.values()), percent)
        if full is None or drawn == A_BREAKDOWN:
            continue
        drawn += 1
        whole = headline.get(name)
        bars = [Bar(name=group, value=float(value or 0.0)) for group, value in values.items()]
        shown = _chosen(name, bars)
        undefined = len(table) - len(bars)
        yield BarPlot(
            title=f"{name} by {breakdown}",
            figure=name,
            full=full,
            whole=whole,
            bars=tuple(shown),
            remark=_remark(whole, len(bars) - len(shown), undefined),
        )


def _plain(name: str) -> str:
    """A mean over groups has the name of what it is the mean of."""
    return name.replace("mean_", "")


def _full(name: str, values: Sequence[float | None], percent: set[str]) -> float | None:
    """1 or 100 for a column of shares; None for counts, times and what lies outside."""
    if len(values) < 2 or any(isinstance(value, int) for value in values):
        return None
    if not NO_SHARES.isdisjoint(name.replace("@", "_").split("_")):
        return None
    numbers = [float(value or 0.0) for value in values]
    full = PERCENT if name in percent else 1.0
    return full if min(numbers) >= 0.0 and max(numbers) <= full else None


def _chosen(name: str, bars: list[Bar]) -> list[Bar]:
    if len(bars) < SORTED_FROM:
        return bars
    return sorted(bars, key=lambda one: one.value, reverse=small_is_good(name))[:MOST]


def _remark(whole: float | None, left_out: int, undefined: int) -> str:
    parts = [
        "dashed: all groups" if whole is not None else "",
        f"the table has {left_out} better ones" if left_out else "",
        f"undefined on {undefined}" if undefined else "",
    ]
    return "; ".join(part for part in parts if part)
