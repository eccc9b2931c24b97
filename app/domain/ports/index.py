"""The searchable index, its generations, and the snapshot a question leases."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.corpus import Passage, Provenance, SplitDocument
from app.domain.frozen import Frozen
from app.domain.manifest import Manifest
from app.domain.ports.facts import FactStore
from app.domain.ports.library import Library
from app.domain.ranking import Legs, Selection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class IndexEntry(Frozen):
    """A passage as the index takes it in, with what its filters look at."""

    passage: Passage
    provenance: Provenance


class IndexReader(Protocol):
    """Search over one sealed index. Safe to call from many threads."""

    def search(
        self, vector: "NDArray[np.float32]", text: str, selection: Selection, k: int
    ) -> Legs:
        """Both legs in one round trip, each filtered by `selection` before it ranks.

        Args:
            vector: the question's unit vector, shape (dimension,).
            text: the question's words for the lexical leg.
            k: at most this many hits a leg.
        """
        ...

    def count(self) -> int:
        """Passages in the index."""
        ...


class IndexWriter(Protocol):
    """Writes one index that nobody reads yet."""

    def upsert(self, entries: Sequence[IndexEntry], vectors: "NDArray[np.float32]") -> None:
        """Add or replace; `vectors` has shape (len(entries), dimension).

        Raises:
            ValueError: a vector of another size, or one that is not finite.
            DiskFull: the engine ran out of space.
        """
        ...

    def delete(self, document_ids: Sequence[str]) -> None: ...

    def seal(self) -> int:
        """Make everything durable, close, and return the number of passages."""
        ...

    def abandon(self) -> None:
        """Stop without finishing; never raises."""
        ...


class Snapshot(Protocol):
    """One generation, whole, for as long as the lease is held."""

    @property
    def manifest(self) -> Manifest: ...
    @property
    def index(self) -> IndexReader: ...
    @property
    def library(self) -> Library: ...
    @property
    def facts(self) -> FactStore: ...


class Building(Protocol):
    """A generation under construction, aside from the published one.

    Leaving the context without `publish` throws the build away.
    """

    @property
    def folder(self) -> Path:
        """The generation's own folder; what the job writes there is published with it."""
        ...

    def add(self, documents: Sequence[SplitDocument]) -> None:
        """Embed and write documents; one with an id already there replaces it.

        A `DocumentWithFacts` brings its facts; one that was not read for facts keeps those it has.
        """
        ...

    def remove(self, document_ids: Sequence[str]) -> None: ...

    def publish(self) -> Manifest:
        """Seal, verify, and publish in one atomic rename.

        Raises:
            BuildFailed: counts disagree, or the known-item query does not find its passage.
        """
        ...


class Generations(Protocol):
    """The generations kept under one home; exactly one of them is current."""

    def lease(self) -> AbstractContextManager[Snapshot]:
        """The current generation, held open until the context is left.

        Raises:
            IndexUnavailable: nothing was published yet.
            IndexMismatch: it was built with another embedder or analyzer.
        """
        ...

    def current(self) -> Manifest | None: ...

    def kept(self) -> tuple[Manifest, ...]:
        """Newest first."""
        ...

    def folder(self, generation: str) -> Path:
        """Where a kept generation lies. Raises NotFound."""
        ...

    def begin(self, *, fresh: bool = False) -> AbstractContextManager[Building]:
        """Start a build on top of the current generation (`fresh`: on nothing).

        Raises:
            WriterBusy: another build holds the writer's lock.
            IndexMismatch: the current generation was made with another embedder or analyzer.
        """
        ...

    def rollback(self, generation: str) -> Manifest:
        """Make a kept generation the current one again. Raises NotFound."""
        ...
