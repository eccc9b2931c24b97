"""`citewell`: ask, search, serve and look after the index; other packages add their commands."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from app.console import (
    adverse_events,
    audit,
    drugs,
    feedback,
    governance,
    keys,
    mcp,
    models,
    monitor,
    narrowing,
    owners,
    patients,
    reviews,
    rules,
    streams,
    switches,
)
from app.console.commands import FoundCommands
from app.console.exits import Exit, exit_of
from app.domain.errors import CitewellError, UnusableRecord

if TYPE_CHECKING:
    from app.console.bundles import Bundle
    from app.console.checks import Check
    from app.domain.governance import Override
    from app.domain.question import Question, Turn
    from app.domain.ranking import Filters

_EXAMPLES = """
Examples:

    citewell ingest guidelines/ labels.zip

    citewell ask "What is the first-line treatment of gonorrhoea?"

    citewell ask - --audience patient < question.txt

    citewell ask "When was her last HbA1c?" --patient bundle.json

    citewell chat --country GB

    citewell patient summary bundle.json

    citewell search "spironolactone potassium" -k 5 --json

    citewell serve --port 8008

    citewell models list --fits

    citewell rules list

    citewell redact letter.txt > letter.redacted.txt

    citewell drugs show Eliquis

    citewell governance status

    citewell reviews list

    citewell monitor --since 2026-01-01

    citewell keys create --role clinician --name "ward app"

    citewell mcp

Exit codes: 0 done (an abstention is an answer), 1 failed, 2 wrong usage or settings,
3 unavailable or busy, or a signal, 4 disk full, 130 interrupted.
"""

app = typer.Typer(
    cls=FoundCommands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=f"Clinical questions answered in the exact words of your own library.\n{_EXAMPLES}",
)
index = typer.Typer(no_args_is_help=True, help="The generations of the index.")
app.add_typer(index, name="index")
app.add_typer(models.commands, name="models")
app.add_typer(rules.commands, name="rules")
app.add_typer(drugs.commands, name="drugs")
app.add_typer(governance.commands, name="governance")
app.add_typer(patients.commands, name="patient")
app.add_typer(audit.commands, name="audit")
app.add_typer(reviews.commands, name="reviews")
app.add_typer(owners.commands, name="owners")
app.add_typer(switches.commands, name="switches")
app.add_typer(adverse_events.commands, name="adverse-events")
app.add_typer(feedback.commands, name="feedback")
app.add_typer(keys.commands, name="keys")
app.command("monitor", help=monitor.HELP)(monitor.monitor)
app.command("mcp", help=mcp.HELP)(mcp.serve)

Audience = Annotated[
    Literal["clinician", "patient"], typer.Option(help="On whose behalf the question is asked.")
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]


def main() -> None:
    """The entry point: our own errors become one line and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a stream that was replaced may not be a TextIOWrapper
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app(prog_name="citewell")
    except CitewellError as error:
        at = f" ({error.path})" if isinstance(error, UnusableRecord) else ""
        sys.stderr.write(f"citewell: {error}{at if at != ' (Bundle)' else ''}\n")
        sys.exit(exit_of(error))
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"citewell {version('citewell')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input.")],
    audience: Audience = "clinician",
    country: Annotated[
        str | None,
        typer.Option(help="Where the asker is (ISO 3166, such as GB): whose emergency numbers."),
    ] = None,
    override: Annotated[
        list[str] | None, typer.Option(help="A rule to let pass; needs --by and --because.")
    ] = None,
    by: Annotated[str, typer.Option(help="The clinician who overrides; goes on record.")] = "",
    because: Annotated[str, typer.Option(help="Why; goes on record. No patient's words.")] = "",
    patient: Annotated[
        str | None,
        typer.Option(help="The patient's record, a FHIR R4 Bundle in JSON; - is standard input."),
    ] = None,
    as_of: patients.AsOf = None,
    conversation: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="What was said before: a JSON list of speaker (user, assistant) and text.",
        ),
    ] = None,
    source: narrowing.Sources = None,
    jurisdiction: narrowing.Jurisdictions = None,
    grade: narrowing.Grades = None,
    since: narrowing.From = None,
    until: narrowing.To = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question with verbatim, cited sentences, or say honestly that it cannot.

    Examples:

        citewell ask "What dose of apixaban with an eGFR of 22?"

        citewell ask "Can I take ibuprofen with my blood thinner?" --audience patient

        citewell ask "Is metformin still right at this kidney function?" --patient bundle.json

        citewell ask "And for children?" --conversation said-before.json
    """
    from app.console import answers, asking
    from app.console.conversations import turns_in
    from app.console.overriding import country_of, overridden
    from app.settings import read_settings

    settings = read_settings()
    bundle = _bundle(question, patient, as_of, settings.largest_record)
    asked = _question(
        question,
        audience,
        country=country_of(country),
        overrides=overridden(override or (), by, because),
        conversation=() if conversation is None else turns_in(conversation),
        filters=narrowing.filters_of(source, jurisdiction, grade, since, until),
    )
    outcome = asking.ask(settings, asked, streams.note, bundle)
    if as_json:
        typer.echo(outcome.model_dump_json())
    else:
        answers.show(outcome, asked.audience, streams.console(), asked.text)


@app.command()
def chat(
    audience: Audience = "patient",
    country: Annotated[
        str | None,
        typer.Option(help="Where the person is (ISO 3166, such as GB): whose emergency numbers."),
    ] = None,
) -> None:
    """Talk: each line is a message, and what was said before counts.

    /person asks for a person, /delete takes the conversation away, the end of the input ends it.

    Examples:

        citewell chat --country GB

        printf 'I am pregnant.\\nCan I take doxycycline?\\n' | citewell chat
    """
    from app.console import chatting
    from app.console.overriding import country_of
    from app.domain.corpus import Audience as Whose
    from app.settings import read_settings

    chatting.talk(read_settings(), Whose(audience), country_of(country), streams.note)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words to look for; - reads standard input.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="At most this many passages.")] = 10,
    audience: Audience = "clinician",
    source: narrowing.Sources = None,
    jurisdiction: narrowing.Jurisdictions = None,
    grade: narrowing.Grades = None,
    since: narrowing.From = None,
    until: narrowing.To = None,
    as_json: AsJson = False,
) -> None:
    """Rank passages, without an answer.

    Example:

        citewell search "statin primary prevention" --grade B --from 2022-01-01
    """
    from app.console import asking, rankings
    from app.settings import read_settings

    filters = narrowing.filters_of(source, jurisdiction, grade, since, until)
    wanted = _question(query, audience, filters=filters)
    found = asking.find(read_settings(), wanted, k, streams.note)
    if as_json:
        typer.echo(found.model_dump_json())
    else:
        rankings.show(found, streams.console())


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    dev: Annotated[
        bool, typer.Option("--dev", help="Ask for no key; loopback only. Never in production.")
    ] = False,
    no_audit: Annotated[
        bool, typer.Option("--no-audit", help="With --dev: answers leave no row, for benchmarks.")
    ] = False,
) -> None:
    """Serve the library over HTTP until it is told to stop."""
    from app import main as service
    from app.settings import read_settings

    given = {"host": host, "port": port}
    settings = read_settings(**{name: value for name, value in given.items() if value is not None})
    service.serve(settings, dev=dev, audited=not no_audit)


@index.command("list")
def list_generations(as_json: AsJson = False) -> None:
    """The kept generations, newest first; * marks the one that answers."""
    from app.console import generations
    from app.settings import read_settings

    generations.show_kept(read_settings(), streams.console(), as_json=as_json)


@index.command("verify")
def verify(
    generation: Annotated[
        str | None, typer.Argument(help="Which one; the current one by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read every file of a generation again, and try its search."""
    from app.console import generations
    from app.settings import read_settings

    _report(generations.verify(read_settings(), generation), as_json=as_json)


@index.command("rollback")
def rollback(
    generation: Annotated[
        str | None, typer.Argument(help="Which one; the one before the current by default.")
    ] = None,
) -> None:
    """Make a kept generation the current one again; a running service swaps to it."""
    from app.console import generations
    from app.settings import read_settings

    typer.echo(f"Now current: {generations.roll_back(read_settings(), generation)}")


@index.command("rebuild")
def rebuild() -> None:
    """Embed and index the whole library anew, for another embedder or after damage."""
    from app.console import generations
    from app.settings import read_settings

    typer.echo(f"Now current: {generations.rebuild(read_settings(), streams.errors())}")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check what a new site gets wrong, and say what to do about it."""
    from app.console.doctor import examine
    from app.settings import read_settings

    _report(examine(read_settings()), as_json=as_json)


_REDACT: Final = """Put placeholders ([NAME], [DATE]) in the place of what identifies somebody.

Examples:

    citewell redact letter.txt > letter.redacted.txt

    pbpaste | citewell redact

    citewell redact notes.txt --json

What is found and what is not: deploy/privacy.md. Names are the hard part: read the result before
you pass it on.
"""


@app.command(help=_REDACT)
def redact(
    file: Annotated[
        str, typer.Argument(help="A text file in UTF-8; - reads standard input.")
    ] = "-",
    as_json: Annotated[
        bool, typer.Option("--json", help="The places, their kinds and the redacted text as JSON.")
    ] = False,
) -> None:
    from app.console import redacting
    from app.settings import read_settings

    settings = read_settings()
    done = redacting.redact(settings, redacting.text_of(file))
    if as_json:
        typer.echo(done.model_dump_json())
    else:
        sys.stdout.write(done.redacted)


def _question(
    text: str,
    audience: str,
    country: str | None = None,
    overrides: "tuple[Override, ...]" = (),
    conversation: "tuple[Turn, ...]" = (),
    filters: "Filters | None" = None,
) -> "Question":
    from app.domain.corpus import Audience
    from app.domain.errors import InvalidQuestion
    from app.domain.question import LONGEST_QUESTION, Question

    if text == "-":
        raw = sys.stdin.buffer.read(4 * LONGEST_QUESTION + 1)
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise InvalidQuestion("Standard input is not UTF-8 text.") from None
    return Question.asked(text, Audience(audience), conversation, filters, country, overrides)


def _bundle(question: str, file: str | None, as_of: str | None, largest: int) -> "Bundle | None":
    from app.console.bundles import STANDARD_INPUT, bundle_of
    from app.domain.errors import ConfigurationError

    if file is None:
        if as_of is not None:
            raise ConfigurationError("--as-of is the day to read a record on: add --patient FILE.")
        return None
    if file == question == STANDARD_INPUT:
        raise ConfigurationError("Question and record cannot both come from standard input.")
    return bundle_of(file, as_of, largest)


def _report(checks: "Iterable[Check]", *, as_json: bool) -> None:
    """Print the checks as they come; exit 1 where one failed."""
    from app.console import checks as report

    if not report.show(checks, streams.console(), as_json=as_json):
        raise typer.Exit(Exit.FAILED)
