"""The lines of `citewell doctor` on the age of the index and of the documents in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from app.console.checks import Check, Result
from app.domain.corpus import DocumentCard, Status
from app.domain.manifest import Manifest
from app.domain.ports.library import Library
from app.settings import Settings

_OLD_INDEX: Final = 90
"""Days without an ingest: editions, labels and lists of retractions come out more often."""
_YEAR: Final = 365.25
_AT_ONCE: Final = 500
"""Cards whose standing is looked up together."""


def ages(settings: Settings, manifest: Manifest, library: Library) -> Iterator[Check]:
    """Reads every document's card, and no text."""
    now = datetime.now(UTC)
    days = (now - manifest.created).days
    if days > _OLD_INDEX:
        yield Check(
            name="index age",
            result=Result.WARN,
            found=f"nothing was ingested for {days} days",
            to_do="Fetch the sources anew and run citewell ingest; unchanged files cost little.",
        )
    else:
        yield Check(name="index age", result=Result.OK, found=f"{max(days, 0)} days")
    old = overdue = gone = undated = total = 0
    years = settings.old_after_years
    for card in _cards(library):
        told, total = card.provenance, total + 1
        gone += told.status is not Status.CURRENT
        if told.review_due is not None and told.review_due < now.date():
            overdue += 1
        elif told.dated is None:
            undated += 1
        elif years is not None and (now.date() - told.dated).days > years * _YEAR:
            old += 1
    found = (
        f"{total} documents: {old} older than {years or 0:g} years, {overdue} past their review "
        f"date, {undated} without a date, {gone} superseded or retracted"
    )
    if old or overdue:
        yield Check(
            name="documents",
            result=Result.WARN,
            found=found,
            to_do="Answers that rest on them say so. Look for newer editions, or declare in "
            "corpus.toml what replaced them.",
        )
    else:
        yield Check(name="documents", result=Result.OK, found=found)


def _cards(library: Library) -> Iterator[DocumentCard]:
    """As they stand now."""
    waiting: list[str] = []
    for written in library.written_cards():
        waiting.append(written.id)
        if len(waiting) == _AT_ONCE:
            yield from library.cards(waiting).values()
            waiting = []
    yield from library.cards(waiting).values()
