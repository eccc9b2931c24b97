"""The generations under one home: build aside, publish in one rename, lease, roll back.

A process that is killed at any instant leaves `current` naming a whole generation.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Final

from app.domain.errors import IndexUnavailable
from app.domain.manifest import AnalyzerCard, Manifest
from app.domain.ports.embedding import Embedder
from app.index.aside import build_aside
from app.index.building import HomeBuilding
from app.index.edge.place import EDGE, EmbeddedPlace
from app.index.files import copy_tree
from app.index.home import FACTS, LIBRARY, Home, nothing_yet
from app.index.inventory import INVENTORY
from app.index.leases import Leases, OpenSnapshot
from app.index.manifest import ANALYZER, MANIFEST, read_manifest
from app.index.opening import IndexParts, open_texts
from app.index.places import IndexPlace
from app.index.publishing import Publisher
from app.index.verification import Verification, verify

logger = logging.getLogger(__name__)

KEPT: Final = 3
_MADE_ANEW: Final = frozenset({EDGE, FACTS, LIBRARY, MANIFEST, INVENTORY})
"""What a rebuild writes itself; all else in a generation's folder is the job's and is copied."""


class HomeGenerations:
    """The `Generations` of one home folder; safe to call from many threads.

    Args:
        home: made when something is first written.
        embedder: must be the one the current generation was built with (else `IndexMismatch`).
        kept: how many generations stay on disk, the current one included.
        place: where their searchable indexes live; None: in their own folders.
        pinned: a kept generation that is leased in the place of the current one.
    """

    def __init__(
        self,
        home: Path,
        embedder: Embedder,
        analyzer: AnalyzerCard = ANALYZER,
        kept: int = KEPT,
        place: IndexPlace | None = None,
        pinned: str | None = None,
    ) -> None:
        self._home = Home(home)
        self._pinned = pinned
        self._place = place or EmbeddedPlace()
        self._parts = IndexParts(embedder, analyzer, self._place)
        self._publisher = Publisher(self._home, self._place, kept)
        self._leases = Leases(self._home.pointer, self._open_current)

    def lease(self) -> AbstractContextManager[OpenSnapshot]:
        return self._leases.lease()

    def current(self) -> Manifest | None:
        if self._pinned is not None:
            return read_manifest(self.folder(self._pinned))
        return self._home.current()

    def kept(self) -> tuple[Manifest, ...]:
        return self._home.kept()

    def folder(self, generation: str) -> Path:
        return self._home.folder(generation)

    @contextmanager
    def begin(self, *, fresh: bool = False) -> Iterator[HomeBuilding]:
        with self._home.writing():
            parent = self._readable() if fresh else self.current()
            if parent is not None and not fresh:
                self._parts.check(parent)
            with self._aside(parent, copied=not fresh) as building:
                yield building

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> Manifest:
        """A new generation with the documents of the current one, embedded and indexed anew.

        It works where the current one was built with another embedder or analyzer.

        Args:
            progress: called with the documents done and their number.

        Raises:
            IndexUnavailable: there is no current generation, or its library cannot be read.
            WriterBusy, DiskFull, BuildFailed: as for any build.
        """
        with self._home.writing():
            parent = self.current()
            if parent is None:
                raise nothing_yet()
            source = self.folder(parent.generation)
            library, facts = open_texts(source)
            with closing(library), closing(facts), self._aside(parent, copied=False) as building:
                for extra in source.iterdir():
                    if extra.name not in _MADE_ANEW:
                        copy_tree(extra, building.folder / extra.name)
                for done, document in enumerate(library.split_documents(), start=1):
                    building.add([facts.attached(document)])
                    if progress:
                        progress(done, parent.counts.documents)
                return building.publish()

    def rollback(self, generation: str) -> Manifest:
        """Make a kept generation the current one again.

        Raises:
            NotFound, WriterBusy.
            IndexMismatch: it was built with other parts than the settings name.
            IndexUnavailable: its files are damaged.
        """
        with self._home.writing(), closing(self._parts.opened(self.folder(generation))) as opened:
            self._publisher.put_in_service(opened.manifest)
            return opened.manifest

    def verify(self, generation: str) -> Verification:
        """Read every file of a kept generation again and compare it with what was published.

        Raises:
            NotFound: no such generation.
            IndexUnavailable: its manifest cannot be read.
        """
        return verify(self.folder(generation), self._parts)

    def close(self) -> None:
        """Close the open generation once its last lease ends."""
        self._leases.close()
        self._place.close()

    def place_told(self) -> str:
        """Where the searchable indexes live, and what answers there.

        Raises:
            IndexUnavailable: nothing does.
        """
        return self._place.told()

    def _aside(
        self, parent: Manifest | None, *, copied: bool
    ) -> AbstractContextManager[HomeBuilding]:
        return build_aside(self._home, self._parts, self._publisher, parent, copied=copied)

    def _open_current(self) -> OpenSnapshot:
        if self._pinned is not None:
            return self._parts.opened(self.folder(self._pinned))
        generation = self._home.named()
        if generation is None:
            raise nothing_yet()
        return self._parts.opened(self._home.generations / generation)

    def _readable(self) -> Manifest | None:
        """The current manifest, where it can be read: a fresh build does not need it."""
        try:
            return self.current()
        except IndexUnavailable as error:
            logger.warning("%s", error)
            return None
