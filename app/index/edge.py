"""The embedded index: Qdrant's own engine in this process, one shard a generation.

Every passage is one point with a dense vector (cosine) and a BM25 sparse vector whose inverse
document frequency the engine computes. A shard is written without a write-ahead log: it is built
aside and counts only once sealed, and without the log's lock several processes may read one sealed
shard at once.
"""

import os
import shutil
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import qdrant_edge as engine

from app.domain.corpus import Provenance
from app.domain.errors import IndexUnavailable
from app.domain.manifest import AnalyzerCard
from app.domain.ports.index import IndexEntry
from app.domain.ranking import LegHit, Legs, Selection

if TYPE_CHECKING:
    from numpy.typing import NDArray

DENSE: Final = "dense"
LEXICAL: Final = "bm25"
EVERYONE: Final = "everyone"
"""Stands in the tags of a passage that its whole audience may read; real tags carry a prefix, so
that no tag can be mistaken for it."""

EXACT_UP_TO: Final = 250_000
"""Passages below which no graph is built. On two cores exact search, both legs, takes 16 ms over
100,000; a graph for 100,000 took 140 s of the processor, as much as all else of the ingest without
its model, and twice the memory of the engine's process."""
VACUUM_FROM: Final = 0.01
"""Share of deleted passages from which sealing rewrites the shard, because deleted passages still
count in the inverse document frequencies until then. 20,000 passages take 2 s to rewrite."""
TIE_MARGIN: Final = 16
"""Hits asked for beyond k, so that the passages that tie at the cut are chosen by their id."""

ENGINE_PANIC: Final = "PanicException"
"""The engine's own crash, which is no `Exception` and which it exports under no name."""

_KEYWORDS: Final = ("document", "source", "audience", "jurisdiction", "status", "tags")


_Found = tuple[float, str, uuid.UUID]
"""A point's score, negative so that tuples sort best first, and its id as we and the engine
write it."""
_Asked = tuple["engine.Query", "engine.Filter | None", int]
"""A query, which points it is asked of, and how many are wanted."""


class EdgeWriter:
    """Writes one shard in `folder`, an existing one or a new one.

    A disk that fills up can kill the whole process: run it in one of its own (`isolated.py`).
    """

    def __init__(self, folder: Path, dimension: int, analyzer: AnalyzerCard) -> None:
        self._dimension = dimension
        self._bm25 = _bm25(analyzer)
        if (folder / "segments").is_dir():
            self._shard = engine.EdgeShard.load(str(folder))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._shard = engine.EdgeShard.create(str(folder), _config(dimension))
            for key in _KEYWORDS:
                self._shard.update(
                    engine.UpdateOperation.create_field_index(key, engine.PayloadSchemaType.Keyword)
                )
            self._shard.update(
                engine.UpdateOperation.create_field_index(
                    "published", engine.PayloadSchemaType.Integer
                )
            )

    def upsert(self, entries: Sequence[IndexEntry], vectors: "NDArray[np.float32]") -> None:
        check_vectors(vectors, (len(entries), self._dimension))
        points = [
            engine.Point(
                uuid.UUID(hex=entry.passage.id),
                {DENSE: vector, LEXICAL: self._bm25.embed_document(entry.passage.indexed_text)},
                _payload(entry),
            )
            for entry, vector in zip(entries, vectors, strict=True)
        ]
        if points:
            self._shard.update(engine.UpdateOperation.upsert_points(points))

    def delete(self, document_ids: Sequence[str]) -> None:
        if document_ids:
            condition = _any_of("document", document_ids)
            self._shard.update(
                engine.UpdateOperation.delete_points_by_filter(engine.Filter(must=[condition]))
            )

    def seal(self) -> int:
        self._shard.flush()
        self._shard.optimize()
        self._shard.flush()
        sealed = self._shard.count(engine.CountRequest(exact=True))
        self._shard.close()
        return int(sealed)

    def abandon(self) -> None:
        self._shard.close()


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
        conditions = self._conditions(selection)
        if conditions is None:
            return Legs(dense=(), lexical=())
        chosen = engine.Filter(must=conditions) if conditions else None
        near = engine.Query.Nearest(cast("list[float]", vector), DENSE)
        worded = engine.Query.Nearest(self._bm25.embed_query(text), LEXICAL)
        dense, lexical = self._ask((near, chosen, k + TIE_MARGIN), (worded, chosen, k + TIE_MARGIN))
        dense, lexical = dense[:k], lexical[:k]
        in_dense = {point for _, _, point in dense}
        in_lexical = {point for _, _, point in lexical}
        dense_missed, lexical_missed = self._ask(
            (near, *_among(in_lexical - in_dense)), (worded, *_among(in_dense - in_lexical))
        )
        return Legs(
            dense=self._hits(dense),
            lexical=self._hits(lexical),
            dense_missed=self._hits(dense_missed),
            lexical_missed=self._hits(lexical_missed),
        )

    def _ask(self, near: "_Asked", worded: "_Asked") -> "tuple[list[_Found], list[_Found]]":
        """Both legs in one round trip; a passage without any of the words is no lexical hit."""
        requests = [
            engine.QueryRequest(limit=limit, query=query, filter=kept, with_payload=False)
            for query, kept, limit in (near, worded)
        ]
        dense, lexical = self._shard.query_batch(engine.QueryBatchRequest(requests))
        return _ranked(dense), _ranked([point for point in lexical if point.score > 0])

    def _hits(self, ranked: "list[_Found]") -> tuple[LegHit, ...]:
        documents = self._documents
        return tuple(
            LegHit(passage_id=identity, document_id=documents[identity], score=-negative)
            for negative, identity, _ in ranked
        )

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
        access, filters = selection.access, selection.filters
        wanted: dict[str, frozenset[str]] = {
            "audience": frozenset(audience.value for audience in access.audiences),
            "status": frozenset(status.value for status in selection.statuses),
        }
        if access.tags is not None:
            wanted["tags"] = frozenset(map(_tag, access.tags)) | {EVERYONE}
        conditions: list[engine.ConditionType] = []
        for key, values in wanted.items():
            allowed = values & self._present[key]
            if not allowed:
                return None
            if allowed != self._present[key]:
                conditions.append(_any_of(key, sorted(allowed)))
        for key, values in (
            ("source", filters.sources),
            ("jurisdiction", filters.jurisdictions),
            ("document", filters.document_ids),
        ):
            if values:
                conditions.append(_any_of(key, sorted(values)))
        if filters.published_from or filters.published_to:
            within = engine.RangeFloat(
                gte=_day(filters.published_from), lte=_day(filters.published_to)
            )
            conditions.append(engine.FieldCondition("published", range=within))
        return conditions


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


def check_vectors(vectors: "NDArray[np.float32]", shape: tuple[int, ...]) -> None:
    """Refuse what the engine would take in silently and then never find.

    Raises:
        ValueError: another shape, or a value that is not finite.
    """
    if vectors.shape != shape:
        raise ValueError(f"vectors of shape {vectors.shape} where {shape} is expected")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector holds a value that is not finite")


def _config(dimension: int) -> engine.EdgeConfig:
    return engine.EdgeConfig(
        vectors={DENSE: engine.EdgeVectorParams(size=dimension, distance=engine.Distance.Cosine)},
        sparse_vectors={LEXICAL: engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf)},
        optimizers=engine.EdgeOptimizersConfig(
            indexing_threshold=EXACT_UP_TO * dimension * 4 // 1024,  # kilobytes of vectors
            default_segment_number=1,
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


def _payload(entry: IndexEntry) -> dict[str, str | int | list[str]]:
    stated: Provenance = entry.provenance
    payload: dict[str, str | int | list[str]] = {
        "document": entry.passage.document_id,
        "source": stated.source,
        "audience": stated.audience.value,
        "status": stated.status.value,
        "tags": sorted(map(_tag, stated.access_tags)) or [EVERYONE],
    }
    if stated.jurisdiction is not None:
        payload["jurisdiction"] = stated.jurisdiction
    if stated.published is not None:
        payload["published"] = stated.published.toordinal()
    return payload


def _tag(tag: str) -> str:
    return f"tag:{tag}"


def _any_of(key: str, values: Sequence[str]) -> engine.FieldCondition:
    return engine.FieldCondition(key, match=engine.MatchAny(list(values)))


def _day(day: date | None) -> float | None:
    return None if day is None else float(day.toordinal())


def _ranked(points: "Sequence[engine.ScoredPoint]") -> "list[_Found]":
    """Best first, ties by passage id."""
    ids = [cast("uuid.UUID", point.id) for point in points]
    return sorted((-point.score, each.hex, each) for point, each in zip(points, ids, strict=True))


def _among(points: set[uuid.UUID]) -> tuple["engine.Filter", int]:
    """A filter for these passages alone, and how many (the engine wants at least one)."""
    wanted = cast("set[engine.PointId]", points)
    return engine.Filter(must=[engine.HasIdCondition(wanted)]), max(len(points), 1)


def _hex(point_id: "engine.PointId") -> str:
    return cast("uuid.UUID", point_id).hex
