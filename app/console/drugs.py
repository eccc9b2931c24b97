"""`citewell drugs`: what a name means, and the names of a full release."""

from pathlib import Path
from typing import Annotated

import typer

from app.console import streams

_EXAMPLES = """
Examples:

    citewell drugs show "co-codamol"

    citewell drugs show Eliquis --json

    citewell drugs load RxNorm_full_09022026/rrf

    citewell drugs load nhsbsa_dmd_9.1.0

The product ships the names and classes it needs. A release adds rarer names behind them: of
RxNorm (National Library of Medicine: RXNCONSO.RRF, and RXNREL.RRF for brands) or of the dm+d
(NHS TRUD: f_ingredient2_*.xml, f_vtm2_*.xml, and f_vmp2_*.xml with f_amp2_*.xml for brands).
Where a name has both meanings, that of the product counts.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"Names of medicines: what each means, and more of them.\n{_EXAMPLES}",
)

AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]


@commands.command("load")
def load(
    path: Annotated[
        Path, typer.Argument(help="The unpacked release's folder, or its RXNCONSO.RRF.")
    ],
    as_json: AsJson = False,
) -> None:
    """Take the names of a full RxNorm or dm+d release; those loaded before are replaced.

    A running service reads them when it is started again.
    """
    from app.console import drug_names
    from app.settings import read_settings

    drug_names.load(path, read_settings().home, streams.errors(), as_json=as_json)


@commands.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A name of a medicine or of a class.")],
    as_json: AsJson = False,
) -> None:
    """What a name means: the medicine, its other names, its classes; or the members of a class."""
    from app.console import drug_names
    from app.settings import read_settings

    drug_names.show(name, read_settings().home, streams.console(), as_json=as_json)
