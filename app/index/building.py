"""A generation under construction, in a folder that no reader knows."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.domain.corpus import SplitDocument
from app.domain.errors import BuildFailed
from app.domain.manifest import Counts, Manifest
from app.domain.ports.index import IndexEntry
from app.index.disk_space import require_space
from app.index.facts import SqliteFactWriter
from app.index.files import make_durable
from app.index.home import FACTS, LIBRARY
from app.index.inventory import write_inventory
from app.index.known_item import known_item_problem
from app.index.library.reader import SqliteLibrary
from app.index.library.writer import SqliteLibraryWriter
from app.index.manifest import FORMAT, corpus_sha256, product_version, write_manifest
from app.index.opening import IndexParts
from app.index.places import PlacedWriter
from app.index.vectors import VectorCache

WAITING: Final = 512
"""Passages gathered before they are embedded: sorted by length, short ones are not padded to long
ones, however few passages each document brings."""

SAMPLE: Final = 1_000
"""Passages that the known-item query may choose from, spread over the library."""


class HomeBuilding:
    """Adds and removes documents, then publishes; `folder` may already hold a generation's copy.

    Args:
        parent: the generation this one is made from.
        index: starts the writer of the index; called once the other files are open.
        publish: moves the sealed folder to its place, makes it current, and says where it lies.
    """

    def __init__(
        self,
        folder: Path,
        parts: IndexParts,
        cache: VectorCache,
        parent: str | None,
        index: Callable[[], PlacedWriter],
        publish: Callable[[Path, Manifest], Path],
    ) -> None:
        self.folder = folder
        self._parts = parts
        self._cache = cache
        self._parent = parent
        self._publish = publish
        self._waiting: dict[str, SplitDocument] = {}
        self._library = SqliteLibraryWriter(folder / LIBRARY)
        self._facts = SqliteFactWriter(folder / FACTS)
        self._present = set(self._library.document_ids())
        self._index = index()

    def add(self, documents: Sequence[SplitDocument]) -> None:
        """Embed and write documents; one with an id already there replaces it.

        One that was not read for facts keeps those it has: the same id has the same words. They
        may wait for more to be embedded with, so an error may surface at a later call.

        Raises:
            DiskFull: no space is left.
            BuildFailed: the engine failed, or two passages have the same id.
        """
        for document in documents:
            self._waiting[document.document.id] = document
        if sum(len(each.passages) for each in self._waiting.values()) >= WAITING:
            self._write()

    def remove(self, document_ids: Sequence[str]) -> None:
        for document_id in document_ids:
            self._waiting.pop(document_id, None)
        self._drop([each for each in document_ids if each in self._present])
        self._facts.remove(document_ids)

    def publish(self) -> Manifest:
        self._write()
        sealed = self._index.seal()
        self._present.clear()
        documents, passages = self._library.count()
        strays = set(self._facts.passage_ids())
        sample: list[str] = []
        corpus = corpus_sha256(self._walked(max(1, passages // SAMPLE), sample, strays))
        self._library.close()
        self._facts.close()
        if sealed != passages:
            raise BuildFailed(
                f"The index holds {sealed} passages and the library {passages}: the build is "
                "thrown away and the published generation is untouched. Run the ingest again."
            )
        if strays:
            raise BuildFailed(
                f"{len(strays)} passages that drug facts stand in are not in the library: the "
                "build is thrown away and the published generation is untouched. Run the ingest "
                "again."
            )
        created = datetime.now(UTC)
        manifest = Manifest(
            generation=f"{created:%Y%m%dT%H%M%S.%f}"[:-3] + f"Z-{corpus[:8]}",
            created=created,
            format=FORMAT,
            product=product_version(),
            embedder=self._parts.embedder.card,
            analyzer=self._parts.analyzer,
            corpus_sha256=corpus,
            counts=Counts(documents=documents, passages=passages),
            parent=self._parent,
            collection=self._index.collection,
        )
        require_space(self.folder)
        self._verify(manifest, sample)
        write_inventory(self.folder)
        write_manifest(self.folder, manifest)
        make_durable(self.folder)
        self.folder = self._publish(self.folder, manifest)
        return manifest

    def abandon(self) -> None:
        """Undo what the index's writer wrote outside the folder, close the files; never raises."""
        self._index.abandon()
        self._library.close()
        self._facts.close()

    def _write(self) -> None:
        documents = list(self._waiting.values())
        if not documents:
            return
        self._waiting.clear()
        entries = [
            IndexEntry(passage=passage, provenance=each.document.card.provenance)
            for each in documents
            for passage in each.passages
        ]
        texts = [entry.passage.indexed_text for entry in entries]
        vectors = self._cache.embed(texts, self._parts.embedder.embed_passages)
        self._drop([each.document.id for each in documents if each.document.id in self._present])
        self._index.upsert(entries, vectors)  # the engine's process works on while this one does
        self._library.put(documents)
        self._facts.put(documents)
        self._present.update(each.document.id for each in documents)

    def _drop(self, document_ids: Sequence[str]) -> None:
        if document_ids:
            self._index.delete(document_ids)
            self._library.remove(document_ids)
            self._present.difference_update(document_ids)

    def _walked(self, every: int, sample: list[str], strays: set[str]) -> Iterator[str]:
        """Every passage id, sorted, one at a time: a large library has hundreds of thousands.

        Args:
            sample: is given one of so many.
            strays: loses all that are met.
        """
        for place, passage_id in enumerate(self._library.passage_ids()):
            strays.discard(passage_id)
            if place % every == 0:
                sample.append(passage_id)
            yield passage_id

    def _verify(self, manifest: Manifest, passage_ids: list[str]) -> None:
        reader = self._parts.place.open(self.folder, manifest, self._parts.analyzer)
        library = SqliteLibrary(self.folder / LIBRARY)
        try:
            # embedded again: the cache could hold what a broken embedder once gave
            problem = known_item_problem(reader, library, passage_ids, self._parts.embedder)
        finally:
            reader.close()
            library.close()
        if problem:
            raise BuildFailed(
                f"The new index fails its known-item query: {problem}. The build is thrown away "
                "and the published generation is untouched. Run the ingest again."
            )
