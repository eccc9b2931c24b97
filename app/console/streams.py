"""Where a command writes: results on standard output, everything else on standard error."""

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console


def note(text: str) -> None:
    """A line beside the result."""
    typer.echo(f"citewell: {text}", err=True)


def errors() -> "Console":
    """Standard error, for what is no result."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def console() -> "Console":
    """Standard output."""
    from rich.console import Console

    # Lines are not broken for a file or a pipe: a quotation stays one line that grep finds.
    return (
        Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=10_000)
    )
