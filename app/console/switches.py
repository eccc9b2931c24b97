"""`citewell switches`: what is switched off here, at once and in every process."""

import json
from typing import Annotated, Literal

import typer

from app.console import streams
from app.console.words import printable

_EXAMPLES = """
Examples:

    citewell switches list

    citewell switches off drug examplol --by "A. Examplo, lead pharmacist" \\
        --because "recall of 1 March" --ask "medicines information, 1234"

    citewell switches off topic anticoagulation --by "A. Examplo" --because "new guideline"

    citewell switches off document pmid:123 --by "A. Examplo" --because "retracted"

    citewell switches off model all --by "A. Examplo" --because "wrong doses"

    citewell switches off everything --by "A. Examplo" --because "incident 12"

    citewell switches on drug examplol --by "A. Examplo" --because "recall is over"

Whom a switched-off question is sent to, and what goes on in streams: deploy/governance.md.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"Switch off a topic, a medicine, a source, a model, or everything.\n{_EXAMPLES}",
)

Kind = Annotated[
    Literal["everything", "topic", "drug", "source", "document", "model"],
    typer.Argument(help="What kind of thing."),
]
Subject = Annotated[str, typer.Argument(help="Which one; not needed for everything.")]
By = Annotated[str, typer.Option(help="Who switches; goes on record.")]
Because = Annotated[str, typer.Option(help="Why; goes on record. No patient's words.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]


@commands.command("off")
def off(
    kind: Kind,
    by: By,
    because: Because,
    subject: Subject = "",
    ask: Annotated[
        str | None, typer.Option(help="Whom a clinician may ask meanwhile; else who switches.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """From the next question on, in every process."""
    from app.console import switching

    made = switching.switch(kind, subject, off=True, by=by, reason=because, ask=ask)
    typer.echo(made.model_dump_json() if as_json else f"Off: {switching.named(made)}.")


@commands.command("on")
def on(
    kind: Kind, by: By, because: Because, subject: Subject = "", as_json: AsJson = False
) -> None:
    """Let it be answered again."""
    from app.console import switching

    made = switching.switch(kind, subject, off=False, by=by, reason=because)
    typer.echo(made.model_dump_json() if as_json else f"On: {switching.named(made)}.")


@commands.command("list")
def list_switches(
    history: Annotated[
        bool, typer.Option("--history", help="All that was ever switched, newest first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What is off now, who switched it off, when and why."""
    from app.console import switching

    found = switching.listed(history=history)
    if as_json:
        told = [each.model_dump(mode="json") for each in found]
        typer.echo(json.dumps({"off": sum(each.off for each in found), "by_switch": told}))
        return
    if not found:
        streams.note("Nothing is switched off.")
    for each in found:
        state = "off" if each.off else "on"
        line = f"{each.at:%Y-%m-%d %H:%M}  {state:<3}  {switching.named(each)}  {each.by}"
        typer.echo(printable(line))
        typer.echo(printable(f"    {each.reason} (ask {each.whom})"))
