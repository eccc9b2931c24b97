"""`citewell models`: the catalogue of language models, and the files of them that are here."""

from pathlib import Path
from typing import Annotated

import typer

from app.console import streams
from app.console.exits import Exit

_EXAMPLES = """
Examples:

    citewell models list --fits

    citewell models pull qwen3-4b

    citewell models pull medgemma-4b --accept-licence

    citewell models pull qwen3-4b --from https://mirror.example/hub

    citewell models pull qwen3-4b --file /media/usb/Qwen3-4B-Q4_K_M.gguf

    citewell models verify

Nothing is fetched but by pull. deploy/models.md tells how to choose, and how to bring a model to a
site without a network.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"Language models: what there is, what their licences say, and what is here.\n{_EXAMPLES}",
)

AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]


@commands.command("list")
def list_models(
    fits: Annotated[
        bool, typer.Option("--fits", help="Only those that fit this machine's memory.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The catalogue: memory, licence, use in care, and which are here. Fetches nothing."""
    from app.compose_model import models_folder
    from app.console import model_list
    from app.settings import read_settings

    rows = model_list.rows(models_folder(read_settings()), fitting=fits)
    model_list.show(rows, streams.console(), as_json=as_json)


@commands.command("pull")
def pull(
    name: Annotated[str, typer.Argument(help="A catalogue name, or one of your own.")],
    accept_licence: Annotated[
        bool,
        typer.Option("--accept-licence", help="Say that you read the licence and accept it."),
    ] = False,
    file: Annotated[
        Path | None, typer.Option("--file", help="Take this file instead of fetching one.")
    ] = None,
    link: Annotated[
        bool, typer.Option("--link", help="With --file: leave it where it is, and link to it.")
    ] = False,
    gguf: Annotated[
        str | None,
        typer.Option("--gguf", help="OWNER/REPOSITORY/FILE.gguf instead of the catalogue's file."),
    ] = None,
    mirror: Annotated[
        str | None,
        typer.Option(
            "--from", help="A mirror's address, or file:///FOLDER; CITEWELL_MODELS_MIRROR."
        ),
    ] = None,
    sha256: Annotated[
        str | None, typer.Option("--sha256", help="What its SHA-256 must be; outranks all others.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring a model here, and record its checksum; again after an interruption, it goes on."""
    from app.compose_model import models_folder
    from app.console import model_pull
    from app.settings import read_settings

    settings = read_settings()
    wanted = model_pull.wanted(
        name=name,
        accepted=accept_licence,
        file=file,
        link=link,
        gguf=gguf,
        mirror=mirror or settings.models_mirror,
        hosts=settings.models_hosts,
        sha256=sha256,
    )
    model_pull.run(
        wanted, models_folder(settings), streams.console(), streams.errors(), as_json=as_json
    )


@commands.command("verify")
def verify(
    name: Annotated[str | None, typer.Argument(help="Which one; all by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read every model again and compare its checksum with what was recorded."""
    from app.compose_model import models_folder
    from app.console import checks, model_checks
    from app.settings import read_settings

    found = model_checks.examine(models_folder(read_settings()), name, streams.errors())
    if not checks.show(found, streams.console(), as_json=as_json):
        raise typer.Exit(Exit.FAILED)
