"""`citewell owners`: who of the site answers for which topic."""

import json
from contextlib import closing
from typing import Annotated

import typer

from app.console.words import printable

_EXAMPLES = """
Examples:

    citewell owners list

    citewell owners set anticoagulation "A. Examplo, lead pharmacist"

Answers for review are assigned to the owner of their topic (citewell reviews list).
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"Who answers for which topic.\n{_EXAMPLES}",
)


@commands.command("set")
def set_owner(
    topic: Annotated[str, typer.Argument(help="As citewell owners list names it.")],
    name: Annotated[str, typer.Argument(help="The clinical owner, by name and role.")],
    by: Annotated[
        str | None,
        typer.Option(help="Who names the owner; goes on record. Else this machine's account."),
    ] = None,
) -> None:
    """From now on; who was before stays on record."""
    from app.answering.recorder import entry
    from app.compose_people import topic_owners
    from app.console.recorded import recording, whoever
    from app.console.reviewing import person
    from app.domain.audit import AuditKind
    from app.settings import read_settings

    who, owner_name = whoever(by), person(name)
    with recording(read_settings()) as (store, recorder):
        owner = recorder.act(
            lambda: topic_owners(store).set(topic, owner_name),
            lambda made: [
                entry(AuditKind.CONFIGURATION, f"owner:{made.name}", f"topic/{made.topic}", who)
            ],
        )
    typer.echo(f"{owner.topic}: {printable(owner.name)}.")


@commands.command("list")
def list_owners(
    as_json: Annotated[
        bool,
        typer.Option("--json", help="One JSON document on standard output, nothing else there."),
    ] = False,
) -> None:
    """Every topic, what belongs to it, and who answers for it."""
    from app.compose_governance import governance_store
    from app.compose_people import topic_owners
    from app.domain.reviewing import GENERAL
    from app.governance.reviewing.topics import topics
    from app.settings import read_settings

    with closing(governance_store(read_settings())) as store:
        named = {each.topic: each.name for each in topic_owners(store).all()}
    says = {name: topic.says for name, topic in topics().items()}
    says[GENERAL] = "What belongs to no other"
    if as_json:
        told = [{"topic": each, "owner": named.get(each), "says": says[each]} for each in says]
        typer.echo(json.dumps({"topics": len(says), "owned": len(named), "by_topic": told}))
        return
    for each, said in says.items():
        typer.echo(printable(f"{each:<17} {named.get(each, 'nobody'):<30} {said}"))
