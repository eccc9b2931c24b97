"""`citewell rules`: the clinical rules, where each comes from, and who signed it off."""

from typing import Annotated

import typer

from app.console import streams
from app.console.words import printable

_EXAMPLES = """
Examples:

    citewell rules list

    citewell rules list --group interactions --unreviewed

    citewell rules show pregnancy/tetracyclines

    citewell rules sign-off interactions --by "A. Examplo, lead pharmacist" --note "minutes 12"

    citewell rules overrides --json

A rule that is changed by a later version counts as unreviewed again.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"Clinical rules: what they say, where from, and who signed them off.\n{_EXAMPLES}",
)

AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]
Group = Annotated[str | None, typer.Option(help="Only this group, such as interactions.")]


@commands.command("list")
def list_rules(
    group: Group = None,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="Only those that nobody here signed off.")
    ] = False,
    each: Annotated[bool, typer.Option("--each", help="Every rule, not the counts alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Rules by group: sourced or from memory, signed off or not."""
    from app.console import rule_list
    from app.settings import read_settings

    rows = rule_list.rows(read_settings(), group, unreviewed=unreviewed)
    rule_list.show(rows, streams.console(), each=each, as_json=as_json)


@commands.command("show")
def show_rule(
    rule: Annotated[str, typer.Argument(help="Its id, as an answer's checks name it.")],
    as_json: AsJson = False,
) -> None:
    """One rule: what it says, what to do, its source and where to open it."""
    from app.console import rule_list
    from app.settings import read_settings

    rule_list.show_one(rule_list.one(read_settings(), rule), streams.console(), as_json=as_json)


@commands.command("sign-off")
def sign_off(
    what: Annotated[str, typer.Argument(help="A rule's id, or a group for all its rules.")],
    by: Annotated[str, typer.Option(help="The clinical owner who answers for it here.")],
    note: Annotated[str, typer.Option(help="Minutes, ticket or reason.")] = "",
) -> None:
    """Record that the site's clinical owner holds a rule, or a group of them, to be right."""
    from app.console import rule_list
    from app.settings import read_settings

    signed = rule_list.sign(read_settings(), what, by, note)
    typer.echo(
        f"Signed off by {printable(by.strip())}: {len(signed)} rule{'s' * (len(signed) != 1)}."
    )


@commands.command("overrides")
def overrides(as_json: AsJson = False) -> None:
    """Which rules clinicians let pass, newest first: who, why, in which answer."""
    from app.console import governed
    from app.settings import read_settings

    governed.show_overrides(read_settings(), streams.console(), as_json=as_json)
