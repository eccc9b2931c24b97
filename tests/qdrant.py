"""A Qdrant for the tests: the client's local mode, or a real server where one is named."""

import os
import secrets
from pathlib import Path
from typing import Final

import pytest

from app.domain.manifest import Collection
from app.domain.ports.index import IndexReader, IndexWriter
from app.index.manifest import ANALYZER
from app.index.server.collections import Server
from app.index.server.in_place import undo
from app.index.server.options import ServerOptions
from app.index.server.reader import ServerReader
from app.index.server.writer import ServerWriter
from tests.fakes import FakeEmbedder, entries, split_document

REAL: Final = os.environ.get("CITEWELL_TEST_QDRANT_URL")
needs_server: Final = pytest.mark.skipif(
    not REAL, reason="no Qdrant server here: CITEWELL_TEST_QDRANT_URL names none"
)
DIMENSION: Final = FakeEmbedder().card.dimension


def local(**stated: object) -> ServerOptions:
    return ServerOptions.model_validate({"url": ":memory:", **stated})


def real() -> ServerOptions:
    """With a name of its own, so that nothing on the server is touched."""
    return ServerOptions.model_validate(
        {"url": REAL or "", "collection": f"citewell-test-{secrets.token_hex(4)}"}
    )


class ServerRig:
    """An index on a server, as the first generation of its collection."""

    def __init__(self, folder: Path, options: ServerOptions | None = None) -> None:
        options = options or local()
        self.server = Server(options)
        self.place = Collection(name=f"{options.collection}-rig", sequence=1)

    def _writer(self, place: Collection) -> IndexWriter:
        return ServerWriter(
            self.server,
            place,
            None,
            DIMENSION,
            ANALYZER,
            note=lambda: None,
            undo=lambda: undo(self.server, place, ()),
        )

    def writer(self) -> IndexWriter:
        return self._writer(self.place)

    def reader(self) -> IndexReader:
        return ServerReader(self.server, self.place, DIMENSION, ANALYZER, self.writer().seal())

    def close(self) -> None:
        undo(self.server, self.place, ())
        self.server.close()


class InPlaceRig(ServerRig):
    """As the third generation, after two that held what it does not: nothing of them may show."""

    def __init__(self, folder: Path, options: ServerOptions | None = None) -> None:
        super().__init__(folder, options)
        embedder = FakeEmbedder()
        for sequence in (1, 2):
            before = self._writer(Collection(name=self.place.name, sequence=sequence))
            old = entries(
                [
                    split_document(f"Old {n}", [f"Old fever and cough and rest {n}."])
                    for n in range(3 * sequence)
                ]
            )
            before.upsert(old, embedder.embed_passages([each.passage.indexed_text for each in old]))
            before.seal()
        self.place = Collection(name=self.place.name, sequence=3)
        self.writer().delete([each.passage.document_id for each in old])


def real_rig(folder: Path) -> ServerRig:
    return ServerRig(folder, real())


def real_in_place_rig(folder: Path) -> ServerRig:
    return InPlaceRig(folder, real())
