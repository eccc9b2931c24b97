"""The embedded index: Qdrant's own engine in this process, one shard a generation.

Every passage is one point with a dense vector (cosine) and a BM25 sparse vector whose inverse
document frequency the engine computes. A shard is written without a write-ahead log: it is built
aside and counts only once sealed, and without the log's lock several processes may read one sealed
shard at once.

The engine keeps the words and ids of what is being written in memory, and those of a sealed part
in files that it maps. So a shard is written in parts: the memory it takes does not grow with it.
"""

import os
import shutil
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import qdrant_edge as engine

from app.domain.errors import IndexUnavailable
from app.domain.manifest import AnalyzerCard
from app.domain.ports.index import IndexEntry
from app.domain.ranking import Legs, Selection
from app.index.legs import Found, both_legs
from app.index.points import (
    DENSE,
    EXACT_UP_TO,
    INTEGERS,
    KEYWORDS,
    LEXICAL,
    AnyOf,
    Between,
    Condition,
    check_vectors,
    conditions,
    payload,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VACUUM_FROM: Final = 0.01
"""Share of deleted passages from which sealing rewrites the shard, because deleted passages still
count in the inverse document frequencies until then. 20,000 passages take 2 s to rewrite."""

PART: Final = 10_000
"""Passages written before they are sealed as a part. Writing 100,000 took 83 MB of the process's
own in parts of so many, 128 MB in parts of 20,000 and 261 MB in one; opening them to read 65, 80
and 208 MB. Scores are the same (2e-7), a search takes .8 to 1.1 times as long."""

MOST_PARTS: Final = 32
"""Beyond so many, the smallest become one: an index that is changed for years gets small ones."""

_EDGES: Final = 16
"""Of a passage in the graph; the engine's own choice."""

ENGINE_PANIC: Final = "PanicException"
"""The engine's own crash, which is no `Exception` and which it exports under no name."""

_Asked = tuple["engine.Query", "engine.Filter | None"]
"""A query, and which points it is asked of."""


class Terms(NamedTuple):
    """A text's BM25 vector: the engine's numbers for its words, and their weights."""

    indices: list[int]
    values: list[float]


class Analyzer:
    """How this engine reads words, for another engine that must rank alike."""

    def __init__(self, card: AnalyzerCard) -> None:
        self._bm25 = _bm25(card)

    def passage(self, text: str) -> Terms:
        """Weights by frequency and length; no terms where the text has no word."""
        vector = self._bm25.embed_document(text)
        return Terms(vector.indices, vector.values)

    def question(self, text: str) -> Terms:
        vector = self._bm25.embed_query(text)
        return Terms(vector.indices, vector.values)


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
        self._bm25 = _bm25(analyzer)
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
            condition = _condition(AnyOf("document", tuple(document_ids)))
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
        if not self._in_parts:
            return _config(self._dimension, self._exact_up_to, graph=True)
        # a little less, so that a part of which some was replaced meanwhile is sealed too
        return _config(self._dimension, self._part * 9 // 10, graph=False)


class EdgeReader:
    """Reads one sealed shard.

    Args:
        expected: passages the manifest promises. A shard that lost data may still load, so its
            count is compared.

    Raises:
        IndexUnavailable: the shard cannot be opened, or holds another number of passages.
    """

    def __init__(self, folder: Path, dimension: int, analyzer: AnalyzerCard, expected: int) -> None:
        self._dimension = dimension
        self._bm25 = _bm25(analyzer)
        try:
            with _view(folder) as view:
                self._shard = engine.EdgeShard.load(str(view))
            found = self.count()
        except BaseException as error:
            if not isinstance(error, Exception) and type(error).__name__ != ENGINE_PANIC:
                raise
            why = (str(error) or type(error).__name__).splitlines()[0]
            raise IndexUnavailable(
                f"The index in {folder} cannot be opened ({why}). Go back with "
                "`citewell index rollback`, or make it anew with `citewell index rebuild`."
            ) from error
        if found != expected:
            self._shard.close()
            raise IndexUnavailable(
                f"The index in {folder} holds {found} passages where its manifest promises "
                f"{expected}: it is damaged. Go back with `citewell index rollback`, or make it "
                "anew with `citewell index rebuild`."
            )
        self._present = {key: self._values(key) for key in ("audience", "status", "tags")}
        # Kept here, because reading 200 payloads takes longer than both searches over 5,000
        # passages (1.2 ms of 2.0); 20,000 take 0.1 s to read and 6 MB.
        self._documents = dict(self._passages())

    def count(self) -> int:
        return int(self._shard.count(engine.CountRequest(exact=True)))

    def search(
        self, vector: "NDArray[np.float32]", text: str, selection: Selection, k: int
    ) -> Legs:
        check_vectors(vector, (self._dimension,))
        met = self._conditions(selection)
        if met is None:
            return Legs(dense=(), lexical=())
        chosen = engine.Filter(must=met) if met else None
        near = engine.Query.Nearest(cast("list[float]", vector), DENSE)
        worded = engine.Query.Nearest(self._bm25.embed_query(text), LEXICAL)

        def ask(
            dense: frozenset[uuid.UUID] | None, lexical: frozenset[uuid.UUID] | None, limit: int
        ) -> tuple[list[Found[uuid.UUID]], list[Found[uuid.UUID]]]:
            return self._ask(
                (near, chosen if dense is None else _among(dense)),
                (worded, chosen if lexical is None else _among(lexical)),
                max(limit, 1),
            )

        return both_legs(ask, self._documents, k)

    def _ask(
        self, near: "_Asked", worded: "_Asked", limit: int
    ) -> tuple[list[Found[uuid.UUID]], list[Found[uuid.UUID]]]:
        """Both legs in one round trip; a passage without any of the words is no lexical hit."""
        requests = [
            engine.QueryRequest(limit=limit, query=query, filter=kept, with_payload=False)
            for query, kept in (near, worded)
        ]
        dense, lexical = self._shard.query_batch(engine.QueryBatchRequest(requests))
        return _found(dense), _found([point for point in lexical if point.score > 0])

    def passage_ids(self) -> Iterator[str]:
        """Every passage id, sorted."""
        yield from sorted(self._documents)

    def close(self) -> None:
        self._shard.close()

    def _passages(self) -> Iterator[tuple[str, str]]:
        """Every passage id with its document's."""
        offset = None
        while True:
            records, offset = self._shard.scroll(
                engine.ScrollRequest(offset=offset, limit=10_000, with_payload=["document"])
            )
            for record in records:
                yield _hex(record.id), sys.intern((record.payload or {})["document"])
            if offset is None:
                return

    def _values(self, key: str) -> frozenset[str]:
        request = engine.FacetRequest(key, limit=100_000, exact=True)
        return frozenset(str(hit.value) for hit in self._shard.facet(request).hits)

    def _conditions(self, selection: Selection) -> "list[engine.ConditionType] | None":
        """What the engine must check; None where no passage can meet the selection.

        A condition that every passage of this sealed shard meets is left out: a filter doubles
        the time of an exact search, and most libraries are read by one audience without tags.
        """
        needed: list[engine.ConditionType] = []
        for asked in conditions(selection):
            if isinstance(asked, AnyOf) and asked.key in self._present:
                present = self._present[asked.key]
                allowed = present.intersection(asked.values)
                if not allowed:
                    return None
                if allowed == present:
                    continue
                asked = AnyOf(asked.key, tuple(sorted(allowed)))
            needed.append(_condition(asked))
        return needed


@contextmanager
def _view(folder: Path) -> Iterator[Path]:
    """A stand-in for `folder` in which the engine may write its configuration anew.

    It does so whenever it loads, and would not open a published index once the disk is full. After
    loading it is not needed: the segments are open.
    """
    memory = Path("/dev/shm")  # noqa: S108 - memory, where the disk may be full
    with TemporaryDirectory(
        prefix="citewell-", dir=memory if os.access(memory, os.W_OK) else None
    ) as made:
        view = Path(made)
        shutil.copyfile(folder / "edge_config.json", view / "edge_config.json")
        (view / "segments").symlink_to((folder / "segments").absolute())
        yield view


def _config(dimension: int, sealed_from: int, *, graph: bool) -> engine.EdgeConfig:
    """How the engine keeps passages: what is sealed stays in files and is mapped.

    Args:
        sealed_from: passages from which a part is sealed.
        graph: whether all parts become one, with a graph.
    """
    on_disk = engine.Memory.Cold
    return engine.EdgeConfig(
        vectors={
            DENSE: engine.EdgeVectorParams(
                size=dimension, distance=engine.Distance.Cosine, memory=on_disk
            )
        },
        sparse_vectors={
            LEXICAL: engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf, memory=on_disk)
        },
        id_tracker_memory=on_disk,
        hnsw_config=engine.HnswIndexConfig(
            m=_EDGES if graph else 0, ef_construct=100, full_scan_threshold=10_000
        ),
        optimizers=engine.EdgeOptimizersConfig(
            indexing_threshold=sealed_from * dimension * 4 // 1024,
            default_segment_number=1 if graph else MOST_PARTS,
            deleted_threshold=VACUUM_FROM,
            vacuum_min_vector_number=1,
        ),
        wal_enabled=False,
    )


def _bm25(analyzer: AnalyzerCard) -> engine.Bm25:
    return engine.Bm25(
        engine.Bm25Config(
            k=analyzer.k,
            b=analyzer.b,
            avg_len=analyzer.average_length,
            language=analyzer.language,
        )
    )


def _condition(asked: Condition) -> engine.FieldCondition:
    match asked:
        case AnyOf(key, values):
            return engine.FieldCondition(key, match=engine.MatchAny(list(values)))
        case Between(key, least, most):
            return engine.FieldCondition(key, range=engine.RangeFloat(gte=least, lte=most))


def _found(points: "Sequence[engine.ScoredPoint]") -> "list[Found[uuid.UUID]]":
    ids = [cast("uuid.UUID", point.id) for point in points]
    return [(-point.score, each.hex, each) for point, each in zip(points, ids, strict=True)]


def _among(points: frozenset[uuid.UUID]) -> engine.Filter:
    """A filter for these points alone."""
    return engine.Filter(must=[engine.HasIdCondition(cast("set[engine.PointId]", set(points)))])


def _hex(point_id: "engine.PointId") -> str:
    return cast("uuid.UUID", point_id).hex
