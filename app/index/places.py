"""Where the searchable indexes of a home's generations live: in their own folders, or elsewhere.

Library, facts and the job's files always lie in a generation's folder. Its searchable index lies
there too, in the embedded engine's files, or on a server that several machines ask.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol

from app.domain.manifest import AnalyzerCard, Collection, Manifest
from app.domain.ports.index import IndexReader, IndexWriter
from app.index.edge.place import EmbeddedPlace


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
