"""`citewell adverse-events`: reports that somebody was, or could have been, harmed."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.console import streams
from app.console.words import printable

if TYPE_CHECKING:
    from app.domain.ports.adverse_events import AdverseEvents

_EXAMPLES = """
Examples:

    citewell adverse-events list

    citewell adverse-events show 5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90

    citewell adverse-events export reports.jsonl

    citewell adverse-events send

Reports arrive by POST /v1/adverse-events. Each is on the list of reviews, too, under its id.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"Reports that somebody was, or could have been, harmed.\n{_EXAMPLES}",
)

AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]


@commands.command("list")
def list_events(
    last: Annotated[int, typer.Option("-n", "--last", min=1, help="At most so many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """Newest first, without what is told in words."""
    with _opened() as events:
        found = events.newest(last)
    if as_json:
        told = [
            {
                "id": each.id,
                "at": each.at.isoformat(),
                "seriousness": each.report.seriousness.value,
                "course": each.report.course.value,
                "answer": each.report.answer,
                "sent_at": each.sent_at and each.sent_at.isoformat(),
            }
            for each in found
        ]
        typer.echo(json.dumps({"reports": len(found), "by_report": told}))
        return
    if not found:
        streams.note("Nothing was reported.")
    for each in found:
        told_on = "told" if each.sent_at else "not told"
        said = f"{each.report.seriousness.value:<21} {each.report.course.value:<13} {told_on}"
        typer.echo(f"{each.at:%Y-%m-%d %H:%M}  {each.id}  {said}")


@commands.command("show")
def show(
    event: Annotated[str, typer.Argument(help="The id of the report.")], as_json: AsJson = False
) -> None:
    """One report, whole."""
    with _opened() as events:
        found = events.show(event)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    typer.echo(f"at: {found.at:%Y-%m-%d %H:%M}")
    for name, value in found.report.model_dump(mode="json", exclude_defaults=True).items():
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        typer.echo(printable(f"{name}: {said}"))


@commands.command("export")
def export(
    file: Annotated[str, typer.Argument(help="JSON lines are written here; - is standard output.")],
) -> None:
    """All reports whole, oldest first, for the site's own system. Handle it as what it is."""
    from app.answering.recorder import entry
    from app.compose_people import adverse_events
    from app.console.recorded import recording, whoever
    from app.console.reviewing import write
    from app.domain.audit import AuditKind
    from app.settings import read_settings

    who = whoever(None)
    with recording(read_settings()) as (store, recorder):
        lines = recorder.act(
            lambda: [each.model_dump_json() for each in adverse_events(store).all()],
            lambda told: [entry(AuditKind.ADVERSE_EVENT, "exported", f"reports:{len(told)}", who)],
        )
    text = "".join(f"{line}\n" for line in lines)
    if file == "-":
        sys.stdout.write(text)
        return
    write(Path(file), text)
    streams.note(f"{len(lines)} report{'s' * (len(lines) != 1)} in {file}.")


@commands.command("send")
def send() -> None:
    """Tell the webhook of what it was not told yet."""
    from app.compose_governance import governance_store
    from app.compose_people import adverse_events, outbox
    from app.console.exits import Exit
    from app.domain.errors import ConfigurationError
    from app.settings import read_settings

    settings = read_settings()
    with closing(governance_store(settings)) as store:
        found = outbox(settings, store)
        if found is None:
            raise ConfigurationError("No webhook is configured: set CITEWELL_WEBHOOK_URL.")
        with closing(found):
            sent = found.send()
        left = len(adverse_events(store).unsent())
    typer.echo(f"Told: {sent}. Still to tell: {left}.")
    if left:
        raise typer.Exit(Exit.FAILED)


@contextmanager
def _opened() -> "Iterator[AdverseEvents]":
    from app.compose_governance import governance_store
    from app.compose_people import adverse_events
    from app.settings import read_settings

    with closing(governance_store(read_settings())) as store:
        yield adverse_events(store)
