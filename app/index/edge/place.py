"""Keeps each generation's index in the generation's own folder, in the embedded engine's files."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from app.domain.manifest import AnalyzerCard, Manifest
from app.index.edge.isolated import IsolatedWriter
from app.index.edge.reader import EdgeReader

EDGE: Final = "edge"

logger = logging.getLogger(__name__)


class EmbeddedPlace:
    """The `IndexPlace` that needs nothing but the home."""

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
