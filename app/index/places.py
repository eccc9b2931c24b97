"""Where the searchable indexes of a home's generations live: in their own folders, or elsewhere.

Library, facts and the job's files always lie in a generation's folder. Its searchable index lies
there too, in the embedded engine's files, or on a server that several machines ask.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, Protocol

from app.domain.manifest import AnalyzerCard, Collection, Manifest
from app.domain.ports.index import IndexReader, IndexWriter
from app.index.edge import EdgeReader
from app.index.isolated import IsolatedWriter

EDGE: Final = "edge"

logger = logging.getLogger(__name__)


class OpenIndex(IndexReader, Protocol):
    """One generation's index, opened."""

    def passage_ids(self) -> Iterator[str]:
        """Every passage id that both legs can find, sorted."""
        ...

    def close(self) -> None: ...


class PlacedWriter(IndexWriter, Protocol):
    """Writes the index of a generation under construction."""

    @property
    def collection(self) -> Collection | None:
        """Where on a server it is written; None: into the generation's own folder."""
        ...


class IndexPlace(Protocol):
    """Opens and writes indexes, and tidies up after generations that are gone."""

    @property
    def on_server(self) -> bool: ...

    def begin(
        self,
        folder: Path,
        parent: Manifest | None,
        kept: Callable[[], Sequence[Manifest]],
        dimension: int,
        analyzer: AnalyzerCard,
    ) -> PlacedWriter:
        """A writer of an index that holds what the parent's does (None: nothing).

        What a killed build left outside `folder` is undone.

        Args:
            folder: the new generation's; it holds a copy of the parent's files.
            kept: tells every generation that must go on as it is.

        Raises:
            IndexUnavailable: the place cannot be reached.
            BuildFailed: the place was written to by another home.
        """
        ...

    def open(self, folder: Path, manifest: Manifest, analyzer: AnalyzerCard) -> OpenIndex:
        """The index of the generation in `folder`. Raises IndexUnavailable."""
        ...

    def made_current(self, manifest: Manifest, kept: Sequence[Manifest]) -> None:
        """Tell the place which generation is in service. Raises IndexUnavailable."""
        ...

    def forget(self, gone: Sequence[Manifest], kept: Sequence[Manifest]) -> None:
        """Remove what only the generations in `gone` needed. Raises IndexUnavailable."""
        ...

    def told(self) -> str:
        """Where this is and what answers there, for a person. Raises IndexUnavailable."""
        ...

    def close(self) -> None: ...


class EmbeddedPlace:
    """The embedded engine's files in each generation's own folder."""

    on_server: Final = False

    def begin(
        self,
        folder: Path,
        parent: Manifest | None,  # noqa: ARG002 - its files are in the folder already
        kept: Callable[[], Sequence[Manifest]],  # noqa: ARG002
        dimension: int,
        analyzer: AnalyzerCard,
    ) -> IsolatedWriter:
        return IsolatedWriter(folder / EDGE, dimension, analyzer)

    def open(self, folder: Path, manifest: Manifest, analyzer: AnalyzerCard) -> EdgeReader:
        return EdgeReader(
            folder / EDGE, manifest.embedder.dimension, analyzer, manifest.counts.passages
        )

    def made_current(self, manifest: Manifest, kept: Sequence[Manifest]) -> None:
        """The home's own pointer says it."""

    def forget(self, gone: Sequence[Manifest], kept: Sequence[Manifest]) -> None:
        """The files went with their folders; what stands on a server is not reached from here."""
        needed = {each.collection.name for each in kept if each.collection}
        for name in {each.collection.name for each in gone if each.collection} - needed:
            logger.warning("no generation needs the Qdrant collection %s: delete it there", name)

    def told(self) -> str:
        return "the embedded engine, in each generation's folder"

    def close(self) -> None:
        """Nothing is held open between two readers."""


def place_of(index: Literal["embedded", "server"], home: Path, settings: object) -> IndexPlace:
    """The place that settings name.

    Args:
        settings: has the server's settings as attributes, `qdrant_url` and so on.

    Raises:
        ConfigurationError: the server's address is none.
    """
    if index == "embedded":
        return EmbeddedPlace()
    # loading the client takes a second: only where it is needed
    from app.index.server.options import ServerOptions
    from app.index.server.place import ServerPlace

    return ServerPlace(home, ServerOptions.model_validate(settings))
