"""Opens a generation whole, with the parts that it was made with."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import IndexUnavailable
from app.domain.manifest import AnalyzerCard, Manifest
from app.domain.ports.embedding import Embedder
from app.index.facts import SqliteFacts
from app.index.home import FACTS, LIBRARY
from app.index.inventory import damage
from app.index.leases import OpenSnapshot
from app.index.library.reader import SqliteLibrary
from app.index.manifest import check_compatible, read_manifest
from app.index.places import IndexPlace


@dataclass(frozen=True)
class IndexParts:
    """What a generation is made with, and must be read with."""

    embedder: Embedder
    analyzer: AnalyzerCard
    place: IndexPlace

    def check(self, manifest: Manifest) -> None:
        """Raises IndexMismatch: the generation was made with other parts."""
        check_compatible(
            manifest, self.embedder.card, self.analyzer, on_server=self.place.on_server
        )

    def opened(self, folder: Path) -> OpenSnapshot:
        """The generation in `folder`.

        Raises:
            IndexMismatch: it was made with other parts.
            IndexUnavailable: its files are damaged, or its place cannot be reached.
        """
        manifest = read_manifest(folder)
        self.check(manifest)
        damaged = damage(folder)
        if damaged:
            raise IndexUnavailable(
                f"The generation in {folder} is damaged: {damaged}. Go back with `citewell index "
                "rollback`, or make it anew with `citewell index rebuild`."
            )
        index = self.place.open(folder, manifest, self.analyzer)
        try:
            library, facts = open_texts(folder)
        except IndexUnavailable:
            index.close()
            raise
        return OpenSnapshot(manifest, index, library, facts)


def open_texts(folder: Path) -> tuple[SqliteLibrary, SqliteFacts]:
    """Library and facts of the generation in `folder`, whatever its index was made with.

    Raises:
        IndexUnavailable: the facts cannot be read; the library says so when it is first read.
    """
    library = SqliteLibrary(folder / LIBRARY)
    try:
        return library, SqliteFacts(folder / FACTS, library.cards)
    except IndexUnavailable:
        library.close()
        raise
