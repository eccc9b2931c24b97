"""`citewell governance`: the database of what people decided, its revision and its keys."""

import json
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.domain.audit import AuditEntry
    from app.governance.migrating import Step
    from app.governance.store import Store
    from app.settings import Settings

_EXAMPLES = """
Examples:

    citewell governance status

    citewell governance migrate

    citewell governance migrate --to 0001 --yes

    citewell governance reseal

    citewell governance forget --dry-run

    citewell governance delete --trace 5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90

Where it lies, keys and backups: deploy/governance.md.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"The database of what people decided, and its keys.\n{_EXAMPLES}",
)

By = Annotated[
    str | None, typer.Option(help="Who does it; goes on record. Else this machine's account.")
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]


@commands.command("status")
def status(as_json: AsJson = False) -> None:
    """Where it lies, its revision and this program's, and the keys it is sealed with."""
    with closing(_store(_settings())) as store:
        found = store.status()
    if as_json:
        typer.echo(json.dumps(found._asdict()))
        return
    at = found.revision or "none: nothing was written yet"
    typer.echo(f"Place     {found.place}")
    typer.echo(f"Revision  {at}")
    typer.echo(f"Newest    {found.newest}")
    typer.echo(f"Keys      {', '.join(found.sealed_with) or 'none'} (in {store.keys.file})")


@commands.command("migrate")
def migrate(
    to: Annotated[
        str | None, typer.Option("--to", help="A revision, or base for none; the newest otherwise.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Go back, and lose what that loses.")] = False,
    by: By = None,
) -> None:
    """Bring the database to a revision; going back says first what it loses."""
    from app.console.recorded import recording, whoever

    settings, who = _settings(), whoever(by)
    with recording(settings) as (store, recorder):
        revision = to or store.status().newest
        back = store.steps_back(revision)
        if back:
            _require_stopped(settings)
            _agreed(back, store.status().place, yes=yes)
            # Before it is done: an entry afterwards would bring the database forward again.
            recorder.note(_told("migrate-back", revision, who))
        store.migrate(revision)
        if not back and revision == store.status().newest:
            recorder.note(_told("migrate", revision, who))
        typer.echo(f"{store.status().place} is at revision {store.status().revision or 'base'}.")


@commands.command("reseal")
def reseal(by: By = None) -> None:
    """Seal every cell with the first key of the key file, so that the others can go."""
    from app.console.recorded import recording, whoever
    from app.governance.resealing import reseal as sealed_anew

    who = whoever(by)
    with recording(_settings()) as (store, recorder):
        # Before it is done: it is many transactions, and goes on where it was interrupted.
        recorder.note(_told("reseal", f"key:{_sealing(store)}", who))
        done = sealed_anew(store)
        typer.echo(
            f"Sealed anew: {done.cells} cell{'s' * (done.cells != 1)}. Only key {done.key} of "
            f"{store.keys.file} is needed now; backups still need the keys of their day."
        )


@commands.command("forget")
def forget(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only count what is due; change nothing.")
    ] = False,
    before: Annotated[
        str | None, typer.Option(help="Only what was due by this day: 2026-03-01.")
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take out what is kept for a time and whose time is over; the service does it once a day."""
    from app.console import retaining, streams
    from app.console.recorded import whoever

    until, who = retaining.day(before), whoever(by)
    with retaining.opened(_settings()) as kept:
        done = kept.due(until) if dry_run else kept.forget(who, until)
    retaining.show(done, streams.console(), as_json=as_json, would=dry_run)


@commands.command("delete")
def delete(
    trace: Annotated[str, typer.Option("--trace", help="The trace id that the answer bore.")],
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Delete all words that are kept of one answer: reviews, feedback, reasons of overrides."""
    from app.console import retaining, streams
    from app.console.recorded import whoever

    answer, who = retaining.trace(trace), whoever(by)
    with retaining.opened(_settings()) as kept:
        done = kept.delete(answer, who)
    retaining.show(done, streams.console(), as_json=as_json, would=False)


def _told(action: str, subject: str, by: str) -> "AuditEntry":
    from app.answering.recorder import entry
    from app.domain.audit import AuditKind

    return entry(AuditKind.CONFIGURATION, action, subject, by)


def _sealing(store: "Store") -> str:
    """The id of the key that seals; where nothing was written yet there may be none."""
    return store.keys.held()[0].id if store.keys.file.exists() else "none"


def _settings() -> "Settings":
    from app.settings import read_settings

    return read_settings()


def _store(settings: "Settings") -> "Store":
    from app.compose_governance import governance_store

    return governance_store(settings)


def _agreed(back: "tuple[Step, ...]", place: str, *, yes: bool) -> None:
    from app.domain.errors import ConfigurationError

    for step in back:
        typer.echo(f"Going back before {step.revision} ({step.says}) loses {step.loses}.", err=True)
    if not yes:
        raise ConfigurationError(f"Make a backup of {place}, then say --yes.")


def _require_stopped(settings: "Settings") -> None:
    """A running service would bring the database forward again with its next record."""
    from app import running
    from app.domain.errors import ConfigurationError

    service = running.find(settings.home)
    if service is not None and running.answers(service.url):
        raise ConfigurationError(
            f"The service at {service.url} (process {service.pid}) uses the database: stop it "
            "first, and those on other machines."
        )
