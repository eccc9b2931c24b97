"""The lists of retracted articles as they are now, looked at again for every question.

A generation is sealed, and a list goes on changing. What the lists name today is retracted today,
whatever was known when its documents were ingested.

    home/retractions.csv                        the site's own list
    home/generations/<id>/retractions.json      paths of the lists that the corpora declare
"""

import logging
import threading
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from app.domain.corpus import DocumentCard
from app.domain.retractions import DECLARED, own_list, read_retractions, retracted
from app.index.files import Stamp, stamp_of

logger = logging.getLogger(__name__)

_PATHS: Final = TypeAdapter(tuple[Path, ...])


class LiveRetractions:
    """What the lists of one generation name now; a list is read again when its file changes.

    A list that goes away or cannot be read leaves what it said before in force, and the log says
    so: an article does not become reliable again by a lost file.
    """

    def __init__(self, generation: Path) -> None:
        self._lists = tuple(_Live(file) for file in lists_of(generation))

    def applied(self, card: DocumentCard) -> DocumentCard:
        """The card, as that of a retracted document where a list names it."""
        names = card.provenance.identifiers
        if names and any(not one.now().isdisjoint(names) for one in self._lists):
            return retracted(card)
        return card


def lists_of(generation: Path) -> tuple[Path, ...]:
    """The site's own list, and those that the corpora of this generation declare."""
    try:
        declared = _PATHS.validate_json((generation / DECLARED).read_bytes())
    except FileNotFoundError:
        declared = ()
    return (own_list(generation), *declared)


class _Live:
    """One file, which may come, change and go at any time. Safe to call from many threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._identifiers: frozenset[str] = frozenset()

    def now(self) -> frozenset[str]:
        try:
            stamp = stamp_of(self._file)
        except OSError:
            stamp = None
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                self._read(stamp)
            return self._identifiers

    def _read(self, stamp: Stamp | None) -> None:
        if stamp is None:
            logger.error("%s is gone, what it said before holds until the next start", self._file)
            return
        try:
            said = read_retractions(self._file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            logger.error("%s cannot be read, what it said before holds: %s", self._file, error)  # noqa: TRY400 - the message says it all
            return
        for fault in said.faults:
            logger.warning("%s:%d: %s", self._file, fault.line, fault.why)
        self._identifiers = said.identifiers
