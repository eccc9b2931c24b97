"""`citewell governance`: the database of what people decided, its revision and its keys."""

import json
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.governance.migrating import Step
    from app.governance.store import Store
    from app.settings import Settings

_EXAMPLES = """
Examples:

    citewell governance status

    citewell governance migrate

    citewell governance migrate --to 0001 --yes

    citewell governance reseal

Where it lies, keys and backups: deploy/governance.md.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"The database of what people decided, and its keys.\n{_EXAMPLES}",
)

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
) -> None:
    """Bring the database to a revision; going back says first what it loses."""
    settings = _settings()
    with closing(_store(settings)) as store:
        revision = to or store.status().newest
        back = store.steps_back(revision)
        if back:
            _require_stopped(settings)
            _agreed(back, store.status().place, yes=yes)
        store.migrate(revision)
        typer.echo(f"{store.status().place} is at revision {store.status().revision or 'base'}.")


@commands.command("reseal")
def reseal() -> None:
    """Seal every cell with the first key of the key file, so that the others can go."""
    from app.governance.resealing import reseal as sealed_anew

    with closing(_store(_settings())) as store:
        done = sealed_anew(store)
        typer.echo(
            f"Sealed anew: {done.cells} cell{'s' * (done.cells != 1)}. Only key {done.key} of "
            f"{store.keys.file} is needed now; backups still need the keys of their day."
        )


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
