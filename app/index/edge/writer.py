"""Writes the embedded index: Qdrant's own engine in this process, one shard a generation.

Every passage is one point with a dense vector (cosine) and a BM25 sparse vector whose inverse
document frequency the engine computes. A shard is written without a write-ahead log: it is built
aside and counts only once sealed, and without the log's lock several processes may read one sealed
shard at once.
"""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import qdrant_edge as engine

from app.domain.manifest import AnalyzerCard
from app.domain.ports.index import IndexEntry
from app.index.edge.analyzer import bm25
from app.index.edge.filters import field_condition
from app.index.edge.layout import PART, in_parts, with_graph
from app.index.points import (
    DENSE,
    EXACT_UP_TO,
    INTEGERS,
    KEYWORDS,
    LEXICAL,
    AnyOf,
    check_vectors,
    payload,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class EdgeWriter:
    """Writes one shard in `folder`, an existing one or a new one.

    A disk that fills up can kill the whole process: run it in one of its own (`isolated.py`).

    Args:
        part: passages after which what was written is sealed as a part of its own.
        exact_up_to: passages above which sealing makes all parts one, with a graph.
    """

    def __init__(
        self,
        folder: Path,
        dimension: int,
        analyzer: AnalyzerCard,
        part: int = PART,
        exact_up_to: int = EXACT_UP_TO,
    ) -> None:
        self._folder = folder
        self._dimension = dimension
        self._bm25 = bm25(analyzer)
        self._part = part
        self._exact_up_to = exact_up_to
        self._unsealed = 0
        """Passages written since the last part was sealed."""
        if (folder / "segments").is_dir():
            self._shard = engine.EdgeShard.load(str(folder))
            self._in_parts = self._count() <= exact_up_to
            self._load_again()
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._in_parts = True
            self._shard = engine.EdgeShard.create(str(folder), self._config())
            on_disk = engine.Memory.Cold
            for key in KEYWORDS:
                self._index_field(key, engine.KeywordIndexParams(memory=on_disk))
            for key in INTEGERS:
                self._index_field(key, engine.IntegerIndexParams(memory=on_disk))

    def upsert(self, entries: Sequence[IndexEntry], vectors: "NDArray[np.float32]") -> None:
        check_vectors(vectors, (len(entries), self._dimension))
        points = [
            engine.Point(
                uuid.UUID(hex=entry.passage.id),
                {DENSE: vector, LEXICAL: self._bm25.embed_document(entry.passage.indexed_text)},
                payload(entry),
            )
            for entry, vector in zip(entries, vectors, strict=True)
        ]
        if points:
            self._shard.update(engine.UpdateOperation.upsert_points(points))
            self._unsealed += len(points)
        if self._in_parts and self._unsealed >= self._part:
            self._optimize()

    def delete(self, document_ids: Sequence[str]) -> None:
        if document_ids:
            condition = field_condition(AnyOf("document", tuple(document_ids)))
            self._shard.update(
                engine.UpdateOperation.delete_points_by_filter(engine.Filter(must=[condition]))
            )

    def seal(self) -> int:
        if self._in_parts and self._count() > self._exact_up_to:
            self._in_parts = False
            self._shard.flush()
            self._load_again()
        self._optimize()
        sealed = self._count()
        self._shard.close()
        return sealed

    def abandon(self) -> None:
        self._shard.close()

    def _count(self) -> int:
        return int(self._shard.count(engine.CountRequest(exact=True)))

    def _optimize(self) -> None:
        """Seal what is enough for a part, and rewrite parts of which too much was deleted."""
        self._shard.flush()
        self._shard.optimize()
        self._shard.flush()
        self._unsealed = 0

    def _load_again(self) -> None:
        """With this writer's configuration, which an index of an earlier release lacks."""
        self._shard.close()
        self._shard = engine.EdgeShard.load(str(self._folder), self._config())

    def _index_field(
        self, key: str, kind: "engine.KeywordIndexParams | engine.IntegerIndexParams"
    ) -> None:
        self._shard.update(engine.UpdateOperation.create_field_index(key, kind))

    def _config(self) -> engine.EdgeConfig:
        if self._in_parts:
            return in_parts(self._dimension, self._part)
        return with_graph(self._dimension, self._exact_up_to)
