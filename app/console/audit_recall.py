"""Finds the documents that are recalled in the kept libraries, beside a service that runs."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.text import Text

from app.answering.recalling import Recalled, meant, recalled, retracted
from app.console.words import printable
from app.domain.corpus import DocumentCard
from app.domain.ports.audit import AuditLog
from app.index.home import LIBRARY, Home
from app.index.library.reader import SqliteLibrary


def of_document(log: AuditLog, home: Path, given: str) -> tuple[Recalled, ...]:
    """Raises Unavailable."""
    return recalled(log, meant(given, cards(home)))


def of_retracted(log: AuditLog, home: Path) -> tuple[Recalled, ...]:
    """Raises Unavailable."""
    return recalled(log, retracted(cards(home)))


def cards(home: Path) -> dict[str, DocumentCard]:
    """Of every document that a kept library holds, as it stands today; a newer library's word
    counts. Raises IndexUnavailable."""
    found: dict[str, DocumentCard] = {}
    kept = Home(home)
    for manifest in reversed(kept.kept()):
        with closing(SqliteLibrary(kept.generations / manifest.generation / LIBRARY)) as library:
            found |= library.cards([card.id for card in library.written_cards()])
    return found


def show(found: Sequence[Recalled], console: Console) -> None:
    if not found:
        console.print("No answer on record cited it.")
    for each in found:
        line = (
            f"{each.at:%Y-%m-%d %H:%M}  answer {each.trace_id}  row {each.sequence}  {each.actor}  "
            f"{each.audience or ''}  {', '.join(each.documents)}"
        )
        console.print(Text(printable(line)))
