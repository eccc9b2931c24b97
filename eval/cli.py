"""`citewell eval`: list, run and bench."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from eval.compose import evaluation_home
from eval.progress import Bars
from eval.registry import benches, named, suites
from eval.run import document
from eval.suite import Figures, Suite, SuiteRequest, SuiteResult, UnusableSet

command = typer.Typer(
    help="Measure the product offline: suites, and benchmarks against other pipelines.",
    no_args_is_help=True,
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Data = Annotated[Path | None, typer.Option(help="The folder or file that holds the set.")]
Out = Annotated[
    Path | None, typer.Option(help="Run folder; an interrupted run goes on in the same one.")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", help="An option of the suite's own: NAME=VALUE.")
]


@command.command("list")
def list_(as_json: AsJson = False) -> None:
    """Show the suites and the benchmarks there are."""
    kinds = {"suites": suites(), "benches": benches()}
    if as_json:
        told = {kind: {name: one.SUMMARY for name, one in kinds[kind].items()} for kind in kinds}
        typer.echo(json.dumps(told))
        return
    for verb, kind in (("run", "suites"), ("bench", "benches")):
        for name, one in kinds[kind].items():
            typer.echo(f"citewell eval {verb} {name:<12} {one.SUMMARY}")


@command.command()
def run(
    suite: Annotated[str, typer.Argument(help="A name that `citewell eval list` shows.")],
    data: Data = None,
    split: Annotated[str | None, typer.Option(help="Which of the set's judgements.")] = None,
    out: Out = None,
    options: Set = None,
    as_json: AsJson = False,
) -> None:
    """Run a suite, and keep the run in a folder."""
    _carry_out(named(suite, suites(), "suite"), data, split, out, options, as_json=as_json)


@command.command()
def bench(
    name: Annotated[str, typer.Argument(help="A name that `citewell eval list` shows.")],
    data: Data = None,
    out: Out = None,
    options: Set = None,
    as_json: AsJson = False,
) -> None:
    """Run a benchmark on this machine."""
    _carry_out(named(name, benches(), "benchmark"), data, None, out, options, as_json=as_json)


def _carry_out(
    suite: Suite,
    data: Path | None,
    split: str | None,
    out: Path | None,
    options: list[str] | None,
    *,
    as_json: bool,
) -> None:
    home = evaluation_home()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    folder = out or home / "runs" / f"{suite.NAME}-{stamp}"
    request = SuiteRequest(
        out=folder,
        cache=home / "index",
        data=data,
        split=split,
        progress=Bars(),
        options=tuple(_pair(option) for option in options or ()),
    )
    result = suite.run(request)
    if as_json:
        typer.echo(json.dumps(document(result, folder), ensure_ascii=False, allow_nan=False))
    else:
        _show(result, folder)


def _pair(option: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not name or not equals:
        raise UnusableSet(f"--set {option!r}: write NAME=VALUE.")
    return name, value


def _show(result: SuiteResult, folder: Path) -> None:
    screen = Console()
    screen.print(f"[bold]{result.suite}[/bold]  {result.reported_on}")
    for key, figures in {"": {"": result.headline}, **result.breakdowns}.items():
        columns = list(dict.fromkeys(name for row in figures.values() for name in row))
        if not key:
            for name, value in result.headline.items():
                why = f"  ({result.undefined[name]})" if name in result.undefined else ""
                screen.print(f"  {name:<18} {_figure(value)}{why}")
            continue
        table = Table(key.removeprefix("by_"), *columns, title=None)
        for row, cells in figures.items():
            table.add_row(row, *(_cell(cells, column) for column in columns))
        screen.print(table)
    screen.print(f"[dim]{result.fitted_on}[/dim]")
    for note in result.notes:
        screen.print(f"[dim]{note}[/dim]")
    screen.print(f"[dim]Run kept in {folder}[/dim]")


def _cell(cells: Figures, column: str) -> str:
    return _figure(cells[column]) if column in cells else ""


def _figure(value: float | None) -> str:
    if value is None:
        return "undefined"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}"
