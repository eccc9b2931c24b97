"""`citewell feedback`: what callers say of answers."""

import json
from contextlib import closing
from typing import Annotated, Literal

import typer

from app.console import streams
from app.console.words import printable

_EXAMPLES = """
Examples:

    citewell feedback list

    citewell feedback list --verdict unsafe --json

    citewell feedback list --trace 5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90

It arrives by POST /v1/feedback. What is held to be wrong or unsafe is on the list of reviews, too.
How long it is kept: deploy/governance.md.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"What callers say of answers.\n{_EXAMPLES}",
)


@commands.callback()
def only() -> None:
    """A single command is not run by the name of its group."""


@commands.command("list")
def list_feedback(
    verdict: Annotated[
        Literal["helpful", "not_helpful", "wrong", "unsafe"] | None,
        typer.Option(help="With this verdict alone."),
    ] = None,
    trace: Annotated[str | None, typer.Option(help="On this answer alone.")] = None,
    last: Annotated[int, typer.Option("-n", "--last", min=1, help="At most so many.")] = 100,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="One JSON document on standard output, nothing else there."),
    ] = False,
) -> None:
    """Newest first, with the comments; handle them as what they are."""
    from app.compose_governance import governance_store
    from app.compose_people import feedback
    from app.domain.feedback import Verdict
    from app.settings import read_settings

    settings = read_settings()
    wanted = None if verdict is None else Verdict(verdict)
    with closing(governance_store(settings)) as store:
        found = feedback(settings, store).newest(last, verdict=wanted, trace_id=trace)
    if as_json:
        told = [
            {
                **each.feedback.model_dump(mode="json"),
                **each.model_dump(mode="json", exclude={"feedback"}),
            }
            for each in found
        ]
        typer.echo(json.dumps({"feedback": len(found), "by_feedback": told}))
        return
    if not found:
        streams.note("Nobody said anything.")
    for each in found:
        said = each.feedback
        where = "" if said.claim is None else f" claim {said.claim}"
        line = f"{each.at:%Y-%m-%d %H:%M}  {said.verdict.value:<11}  {said.trace_id}{where}"
        typer.echo(printable(f"{line}  {each.by}"))
        if said.comment:
            typer.echo(printable(f"    {said.comment}"))
