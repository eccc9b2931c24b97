"""Where sources disagree, as a person reads it on a terminal: both sides, and the preferred."""

from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from app.console.words import printable
from app.domain.conflict import About, Conflict, Side

_ON: Final = {
    About.DOSE: "the dose of {}",
    About.FREQUENCY: "how often {} is given",
    About.DURATION: "how long {} is given",
    About.LIMIT: "the limit for {}",
    About.DIRECTION: "whether {} should be used",
}


def show_conflict(conflict: Conflict, console: Console) -> None:
    """Both sides with date and grade, the preferred one marked, and the rule that decided."""
    console.print()
    about = _ON[conflict.about].format(printable(conflict.subject))
    console.print(Text(f"Sources disagree on {about}", style="bold yellow"))
    for at, side in enumerate(conflict.sides):
        _side(side, console, preferred=conflict.preference.side == at)
    console.print(_hung(Text(printable(conflict.preference.why), style="yellow"), 2))


def _side(side: Side, console: Console, *, preferred: bool) -> None:
    label = f"[{side.citation.label}] "
    mark = " (preferred)" if preferred else ""
    said = Text.assemble(
        (label, "bold cyan"), (printable(side.says), "bold"), (mark, "bold green"), _stated(side)
    )
    console.print(_hung(said, 2))
    console.print(_hung(Text(f"\u201c{printable(side.citation.quote)}\u201d"), 2 + len(label)))


def _stated(side: Side) -> str:
    """Publisher, country, date and grade, each where it is stated."""
    stated = side.document.provenance
    parts = [
        stated.publisher or stated.source,
        stated.jurisdiction,
        str(side.dated) if side.dated else "undated",
        _grade(stated.grade) if stated.grade else None,
    ]
    return printable(f" - {', '.join(part for part in parts if part)}")


def _grade(written: str) -> str:
    """`grade A`; a grade that says so itself stays as it is."""
    return written if "grade" in written.lower() else f"grade {written}"


def _hung(text: Text, indent: int) -> Padding:
    return Padding(text, (0, 0, 0, indent), expand=False)
