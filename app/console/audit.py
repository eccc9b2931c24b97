"""`citewell audit`: what is on record of every answer, and whether the record was tampered with."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app.console import streams
from app.console.exits import Exit

if TYPE_CHECKING:
    from app.domain.audit import SealedEntry
    from app.governance.audit.log import StoredAuditLog
    from app.governance.store import Store
    from app.settings import Settings

_EXAMPLES = """
Examples:

    citewell audit verify

    citewell audit list --kind referral

    citewell audit show 0f3c...

    citewell audit recall pmid:123

    citewell audit recall --retracted

    citewell audit replay 0f3c... --question "What dose of ...?" --patient bundle.json

Keys, heads and what they protect from: deploy/governance.md.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"What is on record of answers and of what people do, without a word.\n{_EXAMPLES}",
)

AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]
Trace = Annotated[str, typer.Argument(help="The trace id that the answer bore.")]


@commands.command("verify")
def verify(as_json: AsJson = False) -> None:
    """Recompute every row and every head; exit 1 where one was changed, removed, added or moved."""
    from app.console import audit_report

    with _log(_settings()) as log:
        found = audit_report.verified(log, streams.errors())
    if as_json:
        typer.echo(json.dumps({"holds": not found.faults, **found.model_dump(mode="json")}))
    else:
        audit_report.show_verified(found, streams.console())
    if found.faults:
        raise typer.Exit(Exit.FAILED)


@commands.command("list")
def list_entries(
    kind: Annotated[str | None, typer.Option(help="Of this kind alone: answer, referral.")] = None,
    document: Annotated[
        str | None, typer.Option(help="Answers that cited this document, by its id.")
    ] = None,
    last: Annotated[int, typer.Option("-n", "--last", min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """The newest entries, newest first."""
    from app.domain.audit import AuditKind
    from app.domain.errors import ConfigurationError

    kinds = [each.value for each in AuditKind]
    if kind is not None and kind not in kinds:
        raise ConfigurationError(f"--kind is one of {', '.join(kinds)}.")
    with _log(_settings()) as log:
        found = log.entries(
            kind=None if kind is None else AuditKind(kind), document_id=document, most=last
        )
    _show(found, as_json=as_json)


@commands.command("show")
def show(trace: Trace, as_json: AsJson = False) -> None:
    """Everything on record of one trace, oldest first."""
    from app.console import audit_entries

    with _log(_settings()) as log:
        found = _of_trace(log, trace)
    if as_json:
        typer.echo(json.dumps([_told(each) for each in found]))
        return
    for each in found:
        audit_entries.show_one(each, streams.console())


@commands.command("replay")
def replay(
    trace: Trace,
    question: Annotated[str, typer.Option(help="The question, to the letter.")],
    patient: Annotated[
        str | None, typer.Option(help="The patient's record of then, a FHIR R4 Bundle in JSON.")
    ] = None,
    conversation: Annotated[
        str | None, typer.Option(help='Earlier turns: a JSON list of {"speaker", "text"}.')
    ] = None,
    filters: Annotated[
        str | None,
        typer.Option(
            metavar="JSON", help='What narrowed the search, as it was sent: {"sources": [...]}.'
        ),
    ] = None,
    country: Annotated[str | None, typer.Option(help="The country asked from, if any.")] = None,
    locale: Annotated[
        str | None, typer.Option(help="The language that the asker reads, if it was named.")
    ] = None,
    reading_level: Annotated[
        int | None, typer.Option(help="The reading level asked for, if any.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question of the past once more, on the same generation; exit 1 where the answer is
    another, or cannot be had any more. Nothing is recorded."""
    from app.console import audit_replay, audit_report

    settings = _settings()
    with _opened(settings) as (store, log):
        entry = audit_replay.outcome_in(_of_trace(log, trace))
        given = audit_replay.Given(
            question, patient, conversation, filters, country, locale, reading_level
        )
        found = audit_replay.replayed(settings, store, log, entry, given)
    if as_json:
        typer.echo(found.model_dump_json())
    else:
        audit_report.show_replayed(found, streams.console())
    if not found.same:
        raise typer.Exit(Exit.FAILED)


@commands.command("recall")
def recall(
    document: Annotated[
        str | None, typer.Argument(help="Its id, pmid:, doi:, or where it was read from.")
    ] = None,
    retracted: Annotated[
        bool, typer.Option("--retracted", help="Every document that is retracted today.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Which past answers cited a document: whom to tell that it no longer stands."""
    from app.console import audit_recall
    from app.domain.errors import ConfigurationError

    if (document is None) is not retracted:
        raise ConfigurationError("Name a document, or say --retracted.")
    settings = _settings()
    with _log(settings) as log:
        if document is None:
            found = audit_recall.of_retracted(log, settings.home)
        else:
            found = audit_recall.of_document(log, settings.home, document)
    if as_json:
        told = [each.model_dump(mode="json") for each in found]
        typer.echo(json.dumps({"answers": len(found), "by_answer": told}))
    else:
        audit_recall.show(found, streams.console())


@commands.command("public-key")
def public_key() -> None:
    """The key that checks the signatures of heads, for whoever may not hold the audit key."""
    with _log(_settings()) as log:
        typer.echo(log.public_key(), nl=False)


def _settings() -> "Settings":
    from app.settings import read_settings

    return read_settings()


@contextmanager
def _opened(settings: "Settings") -> "Iterator[tuple[Store, StoredAuditLog]]":
    from app.compose_governance import audit_log, governance_store

    with closing(governance_store(settings)) as store, closing(audit_log(settings, store)) as log:
        yield store, log


@contextmanager
def _log(settings: "Settings") -> "Iterator[StoredAuditLog]":
    with _opened(settings) as (_, log):
        yield log


def _of_trace(log: "StoredAuditLog", trace: str) -> "tuple[SealedEntry, ...]":
    from app.domain.errors import NotFound

    found = log.entries(trace_id=trace)
    if not found:
        raise NotFound("The audit log knows no such trace. An answer shows its trace id.")
    return found


def _show(found: "tuple[SealedEntry, ...]", *, as_json: bool) -> None:
    from app.console import audit_entries

    if as_json:
        typer.echo(json.dumps([_told(each) for each in found]))
    else:
        audit_entries.show(found, streams.console())


def _told(sealed: "SealedEntry") -> object:
    return sealed.model_dump(mode="json", exclude_defaults=True)
