"""Everything one run changes, gathered into batches; nothing is begun before the first change."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from app.domain.corpus import SplitDocument
from app.domain.errors import BuildFailed, WriterBusy
from app.domain.manifest import Manifest
from app.domain.ports.index import Building, Generations
from ingest.ledger import Entry, Ledger
from ingest.progress import Progress

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
        self._pending[document.document.id] = document
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
        if written:
            self._open().remove(written)

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

    def publish(self) -> Manifest | None:
        """Publish what was changed; None, and nothing happens, where nothing was.

        Raises:
            BuildFailed: it did not pass its verification.
            DiskFull: no space left.
        """
        if self._building is None:
            return None
        self._flush()
        self._progress.publishing()
        self.ledger.commit()
        self.ledger.close()
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
            self._building = building
        return self._building

    def _flush(self) -> None:
        if self._pending:
            self._open().add(list(self._pending.values()))
            self._progress.wrote(self._passages)
        self._pending.clear()
        self._passages = 0

    def _remove_orphans(self, before: Entry | None) -> tuple[str, ...]:
        ids = [given.document_id for given in before.documents] if before else []
        orphans = tuple(one for one in ids if not self.ledger.givers(one))
        if orphans:
            self._open().remove(orphans)
        return orphans


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
