"""`citewell ingest`: bring the library up to date with files on this disk.

Exit codes: 0 done; 1 nothing could be read; 2 a path, declaration, licence or setting is wrong, or
the index was made with another embedder; 3 another ingest is running; 4 the disk is full; 130
interrupted. The codes are given by `app.cli`, which renders every `CitewellError` as one line.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from app.domain.errors import NothingReadable

if TYPE_CHECKING:
    from rich.console import Console

    from ingest.progress import Progress
    from ingest.report import Report

INTERRUPTED = 130
"""As a shell reports a process that SIGINT ended."""


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Folders, files and archives (.gz .zip .tar.gz)."),
    ] = None,
    licence_unstated: Annotated[
        bool,
        typer.Option(
            "--licence-unstated",
            help="Take in documents whose licence neither corpus.toml nor the file states.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and report; write and publish nothing.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the report as one JSON document.")
    ] = False,
    review: Annotated[
        bool, typer.Option("--review", help="List the documents that wait for a decision.")
    ] = False,
    admit: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Take this quarantined document in at the next run."),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Keep this quarantined document out for good."),
    ] = None,
) -> None:
    """Read documents into the library and the index.

    New and changed files are read, files that are gone are taken out, all others cost only their
    hash. The new state answers from one moment to the next; until then, and if anything goes
    wrong, the last one does. A file that cannot be read is reported and does not stop the rest.

    A corpus.toml in a folder declares its publisher, licence, jurisdiction, audience and dates.

    A document that speaks to a language model, or hides words, waits in quarantine. Look at it,
    then admit or reject it by its id; who decided is kept, and a changed document waits anew.

    Examples:

        citewell ingest corpora/sample

        citewell ingest abstracts.xml.gz drugs.xlsx --licence-unstated

        citewell ingest guidelines/ --dry-run --json

        citewell ingest --review

        citewell ingest --admit 3f9c01d2 --reject 77ab40e1

    Exit codes: 0 done, 1 nothing could be read, 2 a path, declaration or setting is wrong,
    3 another ingest is running, 4 the disk is full, 130 interrupted.
    """
    from rich.console import Console

    from ingest.report import render

    if review or admit or reject:
        if paths:
            raise typer.BadParameter("--review, --admit and --reject take no PATH.")
        _review(admit or [], reject or [], as_json=as_json)
        return
    if not paths:
        raise typer.BadParameter("Name a folder, file or archive.", param_hint="PATH")
    errors = Console(stderr=True)
    try:
        with redirect_stdout(sys.stderr):  # nothing but the report may reach standard output
            report = _run(paths, errors, licence_unstated=licence_unstated, dry_run=dry_run)
    except KeyboardInterrupt:
        errors.print("Interrupted. Nothing was changed; the last good index still answers.")
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        _print_json(report, sys.stdout)
    else:
        render(report, Console())
    if not report.read_anything:
        raise NothingReadable(report.why_nothing())


def _run(
    paths: list[Path], errors: "Console", *, licence_unstated: bool, dry_run: bool
) -> "Report":
    from ingest.compose import ingest_job

    with _progress(errors) as progress:
        job = ingest_job(progress)
        return job.run(paths, licence_unstated=licence_unstated, dry_run=dry_run)


def _review(admit: list[str], reject: list[str], *, as_json: bool) -> None:
    """Enters the decisions, all or none, then shows how things stand."""
    from rich.console import Console

    from ingest.compose import ingest_job
    from ingest.progress import Silent
    from ingest.review import Standing, this_person
    from ingest.screening.shown import listing, render

    review = ingest_job(Silent()).review
    wanted = [(one, Standing.ADMITTED) for one in admit]
    wanted += [(one, Standing.REJECTED) for one in reject]
    made = review.decide(wanted, this_person())
    shown = listing(review, made)
    if as_json:
        sys.stdout.write(shown.model_dump_json(indent=2) + "\n")
    else:
        render(shown, Console())


def _print_json(report: "Report", stream: TextIO) -> None:
    stream.write(report.model_dump_json(indent=2) + "\n")
    stream.flush()


@contextmanager
def _progress(console: "Console") -> "Iterator[Progress]":
    """A bar where someone looks at a terminal; nothing otherwise."""
    from ingest.bar import Bar
    from ingest.progress import Silent

    if not console.is_terminal:
        yield Silent()
        return
    with Bar(console) as bar:
        yield bar
