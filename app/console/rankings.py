"""A ranked search as a person reads it on a terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from app.console.words import printable
from app.domain.found import Found, FoundPassage
from app.domain.ranking import Place


def show(found: Found, console: Console) -> None:
    """Print the passages, best first, each with the place that either leg gave it."""
    if not found.passages:
        console.print(Text("Nothing was found.", style="bold yellow"))
    for passage in found.passages:
        _passage(passage, console)
    took = f"{found.seconds * 1000:.0f} ms"
    console.print(Text(f"generation {found.generation}, {took}", style="dim"))


def _passage(passage: FoundPassage, console: Console) -> None:
    console.print(
        Text.assemble(
            (f"{passage.rank}. ", "bold cyan"),
            (printable(passage.title), "bold"),
            (f"  {passage.score:.3f}", "cyan"),
        )
    )
    path = " > ".join(printable(each) for each in passage.path if each != passage.title)
    legs = f"meaning {_said(passage.dense)}, words {_said(passage.lexical)}"
    if passage.reranked is not None:
        legs = f"{legs}, reranked {_said(passage.reranked)}"
    about = ", ".join(each for each in (path, legs, passage.id) if each)
    console.print(Padding(Text(about, style="dim"), (0, 0, 0, 3), expand=False))
    console.print(Padding(Text(printable(passage.text)), (0, 0, 1, 3), expand=False))


def _said(place: Place | None) -> str:
    return "-" if place is None else f"#{place.rank} ({place.score:.3f})"
