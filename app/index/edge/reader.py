"""Reads the embedded index: one sealed shard, which several processes may open at once."""

import os
import shutil
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import qdrant_edge as engine

from app.domain.errors import IndexUnavailable
from app.domain.manifest import AnalyzerCard
from app.domain.ranking import Legs, Selection
from app.index.edge.analyzer import bm25
from app.index.edge.failure import is_failure, reason
from app.index.edge.filters import among, field_condition
from app.index.legs import Found, both_legs
from app.index.points import DENSE, LEXICAL, AnyOf, check_vectors, conditions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Asked = tuple["engine.Query", "engine.Filter | None"]
"""A query, and which points it is asked of."""


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
        self._bm25 = bm25(analyzer)
        try:
            with _view(folder) as view:
                self._shard = engine.EdgeShard.load(str(view))
            found = self.count()
        except BaseException as error:
            if not is_failure(error):
                raise
            raise IndexUnavailable(
                f"The index in {folder} cannot be opened ({reason(error).splitlines()[0]}). Go "
                "back with `citewell index rollback`, or make it anew with `citewell index "
                "rebuild`."
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
                (near, chosen if dense is None else among(dense)),
                (worded, chosen if lexical is None else among(lexical)),
                max(limit, 1),
            )

        return both_legs(ask, self._documents, k)

    def passage_ids(self) -> Iterator[str]:
        """Every passage id, sorted."""
        yield from sorted(self._documents)

    def close(self) -> None:
        self._shard.close()

    def _ask(
        self, near: _Asked, worded: _Asked, limit: int
    ) -> tuple[list[Found[uuid.UUID]], list[Found[uuid.UUID]]]:
        """Both legs in one round trip; a passage without any of the words is no lexical hit."""
        requests = [
            engine.QueryRequest(limit=limit, query=query, filter=kept, with_payload=False)
            for query, kept in (near, worded)
        ]
        dense, lexical = self._shard.query_batch(engine.QueryBatchRequest(requests))
        return _found(dense), _found([point for point in lexical if point.score > 0])

    def _passages(self) -> Iterator[tuple[str, str]]:
        """Every passage id with its document's."""
        offset = None
        while True:
            records, offset = self._shard.scroll(
                engine.ScrollRequest(offset=offset, limit=10_000, with_payload=["document"])
            )
            for record in records:
                passage = cast("uuid.UUID", record.id).hex
                yield passage, sys.intern((record.payload or {})["document"])
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
            needed.append(field_condition(asked))
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


def _found(points: "Sequence[engine.ScoredPoint]") -> list[Found[uuid.UUID]]:
    ids = [cast("uuid.UUID", point.id) for point in points]
    return [(-point.score, each.hex, each) for point, each in zip(points, ids, strict=True)]
