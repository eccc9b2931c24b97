"""`citewell patient`: a patient's own record."""

from typing import Annotated

import typer

from app.console import streams

_EXAMPLES = """
Examples:

    citewell patient summary bundle.json

    citewell patient summary bundle.json --as-of 2026-03-31 --json

    citewell ask "Is metformin still right at this kidney function?" --patient bundle.json

A record is a FHIR R4 Bundle of exactly one Patient, in JSON. It is read in memory and kept nowhere.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"A patient's record: what it states, and what the checks say of it.\n{_EXAMPLES}",
)

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="The day to read the record on, YYYY-MM-DD; today by default."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]


@commands.callback()
def _only() -> None:
    pass


_SUMMARY = f"""Put a record on one page: each line with the resource and date it stands in.

Problems, medicines, allergies, kidney function by each measure's own name, latest results with
those before them, immunizations, recent events; what the checks find among them, with the rule and
what to do; what could not be used; and what to supply. "Nothing stated" is not that there is none.
{_EXAMPLES}"""


@commands.command("summary", help=_SUMMARY)
def summary(
    bundle: Annotated[str, typer.Argument(help="A FHIR R4 Bundle; - reads standard input.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    from app.console import asking, summaries
    from app.console.bundles import bundle_of
    from app.settings import read_settings

    settings = read_settings()
    given = bundle_of(bundle, as_of, settings.largest_record)
    with streams.errors().status("Reading the record and checking it"):
        made = asking.summarise(settings, given, streams.note)
    if as_json:
        typer.echo(made.model_dump_json())
    else:
        summaries.show(made, streams.console())
