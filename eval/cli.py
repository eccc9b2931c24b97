"""`citewell eval`: run suites, compare and gate their runs, report on them; benchmarks; sets."""

import inspect
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from eval.compare import compare as compared
from eval.compose import evaluation_home
from eval.gate import GATES, gated, read_gates
from eval.progress import Bars
from eval.registry import benches, makers, named, suites
from eval.run import document, read_run
from eval.shown import screen, show_comparison, show_result
from eval.suite import Maker, MakeRequest, Suite, SuiteRequest, UnusableSet

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
Runs = Annotated[list[Path], typer.Argument(help="Run folders.")]


TAKEN: Final = {"predictions": "PREDICTIONS", "split": "SPLITS"}
"""Option of `run` -> the constant of a suite that takes it."""


@command.command("list")
def list_(
    name: Annotated[
        str | None, typer.Argument(help="One of them: prints its data format and its options.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the suites, benchmarks and makers of sets there are, or all about one.

    Examples:

        citewell eval list

        citewell eval list grounding
    """
    kinds: dict[str, Mapping[str, Suite | Maker]] = {
        "suites": suites(),
        "benches": benches(),
        "makers": makers(),
    }
    if name is not None:
        everything = {key: one for kind in kinds.values() for key, one in kind.items()}
        told = _told(named(name, everything, "suite, benchmark or maker"))
        typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n\n".join(told.values()))
        return
    if as_json:
        names = {
            kind: {name: one.SUMMARY for name, one in those.items()}
            for kind, those in kinds.items()
        }
        typer.echo(json.dumps(names))
        return
    for verb, kind in (("run", "suites"), ("bench", "benches"), ("make", "makers")):
        for key, one in kinds[kind].items():
            typer.echo(f"citewell eval {verb + ' ' + key:<24} {one.SUMMARY}")


def _told(one: Suite | Maker) -> dict[str, str]:
    """Its docstring, and of a suite what --predictions and --split take."""
    told = {"about": inspect.getdoc(one) or one.SUMMARY}
    for option, constant in TAKEN.items():
        if hasattr(one, constant):
            told[option] = f"--{option}: {getattr(one, constant)}"
    return told


@command.command()
def run(
    suite: Annotated[str, typer.Argument(help="A name that `citewell eval list` shows.")],
    data: Data = None,
    split: Annotated[str | None, typer.Option(help="Which of the set's judgements.")] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(help="Score another system's recorded outcomes in place of the product's."),
    ] = None,
    out: Out = None,
    options: Set = None,
    as_json: AsJson = False,
) -> None:
    """Run a suite, and keep the run in a folder.

    Examples:

        citewell eval run retrieval --data my-set --out runs/today

        citewell eval run mirage --data benchmark.json.gz --predictions theirs.jsonl.gz --json
    """
    chosen = named(suite, suites(), "suite")
    given = {"predictions": predictions, "split": split}
    for option, constant in TAKEN.items():
        if given[option] is not None and not hasattr(chosen, constant):
            raise UnusableSet(f"The suite {suite} takes no --{option}.")
    _carry_out(chosen, data, split, predictions, out, options, as_json=as_json)


@command.command()
def bench(
    name: Annotated[str, typer.Argument(help="A name that `citewell eval list` shows.")],
    data: Data = None,
    out: Out = None,
    options: Set = None,
    as_json: AsJson = False,
) -> None:
    """Run a benchmark on this machine."""
    chosen = named(name, benches(), "benchmark")
    _carry_out(chosen, data, None, None, out, options, as_json=as_json)


@command.command()
def compare(
    first: Annotated[Path, typer.Argument(help="Run folder of what there was.")],
    second: Annotated[Path, typer.Argument(help="Run folder of what changed.")],
    as_json: AsJson = False,
) -> None:
    """Set two runs of one suite over the same data side by side, item by item.

    Example:

        citewell eval compare runs/dense runs/hybrid
    """
    comparison = compared(read_run(first), read_run(second))
    if as_json:
        typer.echo(comparison.model_dump_json())
    else:
        show_comparison(comparison, screen())


@command.command()
def report(
    runs: Runs,
    out: Annotated[Path, typer.Option(help="The HTML file to write.")] = Path("report.html"),
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown, for a pull request, instead.")
    ] = False,
) -> None:
    """Write one self-contained HTML file about the runs, with tables, plots and the worst items.

    Examples:

        citewell eval report runs/retrieval runs/mirage --out report.html

        citewell eval report runs/retrieval --markdown >> summary.md
    """
    from eval.report.markdown import markdown_report
    from eval.report.page import write_page

    read = [read_run(path) for path in runs]
    if markdown:
        typer.echo(markdown_report(read))
        return
    write_page(read, out)
    typer.echo(f"{out} written: open it in a browser.", err=True)


@command.command()
def gate(
    runs: Runs,
    gates: Annotated[Path, typer.Option(help="The file of gates.")] = GATES,
    as_json: AsJson = False,
) -> None:
    """Exit 1, and say which figure, where a run falls below what must not fall.

    Example:

        citewell eval gate runs/today
    """
    wanted = read_gates(gates)
    results = [(path, one) for path in runs for one in gated(read_run(path), wanted)]
    if as_json:
        told = [{"run": str(path), **one.model_dump(mode="json")} for path, one in results]
        typer.echo(json.dumps({"passed": all(one.passed for _, one in results), "gates": told}))
    else:
        for path, one in results:
            typer.echo(f"{'passed' if one.passed else 'FELL  '}  {path}: {one.line}")
    if not all(one.passed for _, one in results):
        raise typer.Exit(1)


@command.command()
def make(
    name: Annotated[str, typer.Argument(help="A name that `citewell eval list` shows.")],
    data: Annotated[Path, typer.Option(help="What the set is made of; see the maker.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    options: Set = None,
) -> None:
    """Make a set in a suite's format of public files."""
    request = MakeRequest(data=data, out=out, progress=Bars(), options=_pairs(options))
    lines = named(name, makers(), "maker").make(request)
    typer.echo(f"{out}: {lines:,} lines.", err=True)


def _carry_out(
    suite: Suite,
    data: Path | None,
    split: str | None,
    predictions: Path | None,
    out: Path | None,
    options: list[str] | None,
    *,
    as_json: bool,
) -> None:
    home = evaluation_home()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    folder = out or home / "runs" / f"{suite.NAME}-{stamp}"
    request = SuiteRequest(
        out=folder,
        cache=home / "index",
        data=data,
        split=split,
        predictions=predictions,
        progress=Bars(),
        options=_pairs(options),
    )
    result = suite.run(request)
    if as_json:
        typer.echo(json.dumps(document(result, folder), ensure_ascii=False, allow_nan=False))
    else:
        show_result(result, folder, screen())


def _pairs(options: list[str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(_pair(option) for option in options or ())


def _pair(option: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not name or not equals:
        raise UnusableSet(f"--set {option!r}: write NAME=VALUE.")
    return name, value
