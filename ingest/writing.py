"""Everything one run changes, gathered into batches; nothing is begun before the first change.

A document is written as soon as it was read. Only at the end is it known how every document stands,
and the few that stand otherwise are written again: their words and vectors are the same.
"""

import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from app.domain.corpus import DocumentCard, SplitDocument
from app.domain.errors import BuildFailed, NotFound, WriterBusy
from app.domain.manifest import Manifest
from app.domain.ports.index import Building, Generations
from app.domain.ports.library import Library
from ingest.editions import described
from ingest.ledger import Entry, Ledger, LeftOut
from ingest.lineage import Known, settle
from ingest.notices import Said, notice_in
from ingest.progress import Progress
from ingest.retractions import Lists, lists_in_force
from ingest.spool import Spool

logger = logging.getLogger(__name__)

BATCH: Final = 256
"""Passages handed over at once: enough for the embedder to sort by length, seconds of work."""


class Writing:
    """A build and its ledger, opened together at the first change. A context, used once."""

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[Building]],
        generations: Generations,
        progress: Progress,
    ) -> None:
        """Takes the current generation as the one to build upon; `ledger` is its ledger."""
        self._begin = begin
        self._generations = generations
        self._progress = progress
        self._stack = ExitStack()
        self._building: Building | None = None
        self._pending: dict[str, SplitDocument] = {}
        self._passages = 0
        self._spool: Spool | None = None
        self._removed: set[str] = set()
        self._notes: tuple[str, ...] | None = None
        current = generations.current()
        self._upon = current.generation if current else None
        self._published = generations.folder(self._upon) if self._upon else None
        self.ledger = self._stack.enter_context(Ledger.of(self._published))

    @property
    def begun(self) -> bool:
        return self._building is not None

    @property
    def generation(self) -> str | None:
        """The generation this builds upon."""
        return self._upon

    def add(self, document: SplitDocument) -> None:
        """Write a document, in time; one of the same id is replaced."""
        self._pending[document.document.id] = described(document)
        self._passages += len(document.passages)
        if self._passages >= BATCH:
            self._flush()

    def withdraw(self, document_ids: Iterable[str]) -> None:
        """Take back documents of a file that turned out unreadable, but none the ledger knows."""
        written = [
            one
            for one in document_ids
            if self._pending.pop(one, None) is None and not self.ledger.givers(one)
        ]
        self._passages = sum(len(one.passages) for one in self._pending.values())
        self._remove(written)

    def record(self, entry: Entry) -> tuple[str, ...]:
        """Enter a file that was read; what it gave before and nobody gives now is removed.

        Returns:
            The ids of the documents removed.
        """
        before = self.ledger.entry(entry.place)
        self._open()
        self.ledger.put(entry)
        return self._remove_orphans(before)

    def drop(self, place: str) -> tuple[str, ...]:
        """Forget a file that is gone. Returns the ids of the documents removed with it."""
        before = self.ledger.entry(place)
        self._open()
        self.ledger.drop(place)
        return self._remove_orphans(before)

    def settle(self) -> tuple[str, ...]:
        """Find out how every document stands now that all was read, and write again what changes:
        editions that others succeed, what was retracted; what its source took back is removed.

        Call it last, once; `publish` does where it was not called.

        Returns:
            What was found and what is unclear, a line each.
        """
        if self._notes is None:
            self._flush()
            self._notes = self._settled()
        return self._notes

    def publish(self) -> Manifest | None:
        """Publish what was changed; None, and nothing happens, where nothing was.

        Raises:
            BuildFailed: it did not pass its verification.
            DiskFull: no space left.
        """
        if self._notes is None:
            for note in self.settle():
                logger.warning("%s", note)
        if self._building is None:
            return None
        self._progress.publishing()
        self.ledger.commit()
        self.ledger.close()
        if self._spool is not None:
            self._spool.close()
        return self._building.publish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def _open(self) -> Building:
        if self._building is None:
            building = self._stack.enter_context(self._begin())
            current = self._generations.current()
            if (current.generation if current else None) != self._upon:
                raise WriterBusy(
                    "Another ingest published a generation while this one was looking at the "
                    "files. Nothing was changed; run the same command again."
                )
            self.ledger.close()
            self.ledger = self._stack.enter_context(
                Ledger.continuing(self._published, building.folder)
            )
            self._spool = Spool(building.folder)
            self._stack.callback(self._spool.close)
            self._building = building
        return self._building

    def _flush(self) -> None:
        if self._pending:
            documents = list(self._pending.values())
            self._open().add(documents)
            if self._spool is not None:
                self._spool.put(documents)
            self._removed.difference_update(self._pending)
            self._progress.wrote(self._passages)
        self._pending.clear()
        self._passages = 0

    def _remove_orphans(self, before: Entry | None) -> tuple[str, ...]:
        ids = [given.document_id for given in before.documents] if before else []
        orphans = tuple(one for one in ids if not self.ledger.givers(one))
        self._remove(orphans)
        return orphans

    def _remove(self, document_ids: Sequence[str]) -> None:
        if document_ids:
            self._open().remove(document_ids)
            self._removed.update(document_ids)
            if self._spool is not None:
                self._spool.remove(document_ids)

    def _settled(self) -> tuple[str, ...]:
        folder = self._building.folder if self._building else self._published
        if folder is None:
            return ()
        places = tuple(self.ledger.places_within("/"))
        lists = lists_in_force(folder, places)
        if not self.begun and lists.applied_in(folder):
            return lists.warnings
        known = self._known(places, lists)
        with ExitStack() as stack:
            library = None
            if self._upon is not None:
                library = stack.enter_context(self._generations.lease()).library
            held = _Held(library, self._spool, self._removed)
            found = settle(held.cards, known, held.words, datetime.now(UTC).date())
            self._restate(held.document(one.id, one) for one in found.changed)
            for card in found.deleted:
                self._take_back(card)
        if self._building is not None:
            lists.note_in(self._building.folder)
        return (*lists.warnings, *found.notes)

    def _known(self, places: Iterable[str], lists: Lists) -> Known:
        """What the lists name, and the notices that the ledger keeps."""
        named: dict[Said, set[str]] = {said: set() for said in Said}
        for place in places:
            entry = self.ledger.entry(place)
            for one in entry.left_out if entry else ():
                if notice := notice_in(one.origin):
                    named[notice.said].add(notice.of)
        return Known(
            retracted=lists.identifiers | named[Said.RETRACTS],
            deleted=frozenset(named[Said.DELETES]),
        )

    def _restate(self, documents: Iterable[SplitDocument]) -> None:
        for document in documents:
            self._pending[document.document.id] = document
            self._passages += len(document.passages)
            if self._passages >= BATCH:
                self._rewrite()
        self._rewrite()

    def _rewrite(self) -> None:
        if self._pending:
            self._open().add(list(self._pending.values()))
        self._pending.clear()
        self._passages = 0

    def _take_back(self, card: DocumentCard) -> None:
        """Remove a document that its source deleted; the ledger keeps why its files lack it."""
        self._remove((card.id,))
        for place in self.ledger.givers(card.id):
            entry = self.ledger.entry(place)
            if entry is None:
                continue
            mine = next(one for one in entry.documents if one.document_id == card.id)
            why = LeftOut(origin=mine.origin, reason="Its source deleted the record since.")
            update = {
                "documents": tuple(one for one in entry.documents if one != mine),
                "left_out": (*entry.left_out, why),
            }
            self.ledger.put(entry.model_copy(update=update))


class _Held:
    """What the library will hold: what was published, less what was removed, and what is new."""

    def __init__(self, library: Library | None, spool: Spool | None, removed: set[str]) -> None:
        self._library = library
        self._spool = spool
        self._removed = removed

    def cards(self) -> Iterator[DocumentCard]:
        if self._spool is not None:
            yield from self._spool.cards()
        for card in self._library.written_cards() if self._library else ():
            anew = self._spool is not None and card.id in self._spool
            if card.id not in self._removed and not anew:
                yield card

    def document(self, document_id: str, card: DocumentCard | None = None) -> SplitDocument:
        """The document, with another card where one is given."""
        found = self._spool.document(document_id) if self._spool else None
        if found is None:
            if self._library is None:
                raise NotFound(f"There is no document {document_id}.")
            found = self._library.split_document(document_id)
        if card is None:
            return found
        whole = found.document.model_copy(update={"card": card})
        return found.model_copy(update={"document": whole})

    def words(self, document_id: str) -> str:
        return self.document(document_id).document.text


class _Nowhere:
    """A build that keeps nothing but the ledger, in a folder that is thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, documents: Sequence[SplitDocument]) -> None: ...

    def remove(self, document_ids: Sequence[str]) -> None: ...

    def publish(self) -> Manifest:
        raise BuildFailed("A dry run publishes nothing.")


@contextmanager
def nowhere() -> Iterator[Building]:
    """The build of a dry run."""
    with tempfile.TemporaryDirectory(prefix="citewell-dry-run-") as folder:
        yield _Nowhere(Path(folder))
