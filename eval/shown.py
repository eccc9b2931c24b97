"""What a terminal shows of a result and of a comparison."""

from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.compare import Comparison
from eval.suite import Figures, SuiteResult

WIDTH = 140
"""Columns where no terminal says how many it has."""


def screen() -> Console:
    """Standard output, wide enough for a table where it goes into a file or a pipe."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH)


def show_result(result: SuiteResult, folder: Path, screen: Console) -> None:
    """The headline with its intervals, the breakdowns, and what the figures stand on."""
    screen.print(f"[bold]{result.suite}[/bold]  {escape(result.reported_on)}")
    for name, value in result.headline.items():
        screen.print(f"  {name:<26} {_figure(value)}{_beside(name, result)}", highlight=False)
    for key, row in result.cells.items():
        _table(screen, key, {"": row})
    for key, rows in result.breakdowns.items():
        _table(screen, key.removeprefix("by_"), rows)
    for line in (result.fitted_on, *result.notes, f"Run kept in {folder}"):
        screen.print(line, style="dim", markup=False)


def _beside(name: str, result: SuiteResult) -> str:
    if name in result.undefined:
        return f"  ({escape(result.undefined[name])})"
    low_high = result.intervals.get(name)
    interval = "" if low_high is None else f"  \\[{low_high[0]:.4f}, {low_high[1]:.4f}]"
    chosen = result.in_sample.get(name)
    return interval + ("" if chosen is None else f"  [yellow]in-sample: {escape(chosen)}[/yellow]")


def _table(screen: Console, title: str, rows: dict[str, Figures]) -> None:
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    table = Table(title, *map(escape, columns), box=box.SIMPLE_HEAD)
    for name, cells in rows.items():
        table.add_row(escape(name), *(_figure(cells[c]) if c in cells else "" for c in columns))
    screen.print(table)


def show_comparison(comparison: Comparison, screen: Console) -> None:
    """A row for each figure, then what differs between the runs."""
    screen.print(f"[bold]{comparison.suite}[/bold]")
    screen.print(f"first:  {comparison.first}", highlight=False, markup=False)
    screen.print(f"second: {comparison.second}", highlight=False, markup=False)
    columns = ("first", "second", "difference", "95% interval", "p", "items", "better", "worse")
    table = Table("figure", *columns, box=box.SIMPLE_HEAD)
    for name, one in comparison.by_figure.items():
        low, high = one.low, one.high
        table.add_row(
            name,
            f"{one.first:.4f}",
            f"{one.second:.4f}",
            f"{one.difference:+.4f}",
            "undefined" if low is None or high is None else f"{low:+.4f} to {high:+.4f}",
            "undefined" if one.p is None else f"{one.p:.4f}",
            f"{one.items:,}",
            str(one.better),
            str(one.worse),
        )
    screen.print(table)
    for side, missing in (("first", comparison.only_second), ("second", comparison.only_first)):
        if missing:
            screen.print(f"{len(missing)} items are missing from the {side} run: zero there.")
    for name, (before, after) in comparison.changed.items():
        screen.print(f"{name}: {before[:60]} -> {after[:60]}", markup=False, highlight=False)
    screen.print(
        "Intervals by paired bootstrap over items, p by a paired randomisation test (two-sided); "
        "neither is corrected for looking at several figures.",
        style="dim",
    )


def _figure(value: float | None) -> str:
    if value is None:
        return "undefined"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}"
