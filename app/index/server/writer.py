"""Writes a generation's index on a server: in place, or into a new collection."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from app.domain.errors import IndexUnavailable
from app.domain.manifest import AnalyzerCard, Collection
from app.domain.ports.index import IndexEntry
from app.index.edge.analyzer import Analyzer
from app.index.points import AnyOf, Between, check_vectors, payload
from app.index.server.collections import Server
from app.index.server.in_place import PASSAGE, SINCE, UNTIL, newest, point_id, seen_by
from app.index.server.words import Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

AT_ONCE: Final = 256
"""Points a request: at 1,024 dimensions 3 MB, a tenth of what a server takes by default."""
NAMES_AT_ONCE: Final = 1_000

T = TypeVar("T")


class ServerWriter:
    """An `IndexWriter` of one generation. Nothing is written before the first call.

    Args:
        place: the generation's collection and number.
        source: the generation whose points are copied into a new collection; None: the collection
            holds the parent's already, or there is no parent.
        note: called before the first write, so that a killed build can be undone.
        undo: takes back what was written, unless it was published.
    """

    def __init__(
        self,
        server: Server,
        place: Collection,
        source: Collection | None,
        dimension: int,
        analyzer: AnalyzerCard,
        note: Callable[[], None],
        undo: Callable[[], None],
    ) -> None:
        self._server = server
        self._place = place
        self._source = source
        self._dimension = dimension
        self._analyzer = Analyzer(analyzer)
        self._note = note
        self._undo = undo
        self._started = False

    @property
    def collection(self) -> Collection:
        return self._place

    def upsert(self, entries: Sequence[IndexEntry], vectors: "NDArray[np.float32]") -> None:
        check_vectors(vectors, (len(entries), self._dimension))
        self._start()
        sequence = self._place.sequence
        rows = zip(entries, vectors, strict=True)
        for some in _batches(rows, AT_ONCE):
            names = tuple(entry.passage.id for entry, _ in some)
            if sequence > 1:
                self._end(AnyOf(PASSAGE, names))
            self._server.upsert(
                self._place.name,
                [
                    Point(
                        id=point_id(entry.passage.id, sequence),
                        payload=payload(entry) | {PASSAGE: entry.passage.id, SINCE: sequence},
                        dense=vector,
                        lexical=self._analyzer.passage(entry.passage.indexed_text),
                    )
                    for entry, vector in some
                ],
            )

    def delete(self, document_ids: Sequence[str]) -> None:
        self._start()
        for some in _batches(document_ids, NAMES_AT_ONCE):
            gone = AnyOf("document", some)
            own = Between(SINCE, least=self._place.sequence)
            self._server.delete(self._place.name, newest(gone, own))
            if self._place.sequence > 1:
                self._end(gone)

    def seal(self) -> int:
        """Every write was acknowledged already; only the count is asked for."""
        self._start()
        return self._server.count(self._place.name, seen_by(self._place.sequence))

    def abandon(self) -> None:
        """Undo what was written, unless it was published; never raises."""
        if not self._started:
            return
        try:
            self._undo()
        except IndexUnavailable as error:
            logger.warning("an unfinished build is undone at the next ingest: %s", error)

    def _end(self, which: AnyOf) -> None:
        """What earlier generations wrote of these is no longer there from this one on."""
        older = Between(SINCE, most=self._place.sequence - 1)
        self._server.mark(self._place.name, newest(which, older), UNTIL, self._place.sequence)

    def _start(self) -> None:
        if self._started:
            return
        self._note()
        self._started = True
        if self._place.sequence > 1:
            return
        self._server.create(self._place.name, self._dimension)
        if self._source is not None:
            held = self._server.points(self._source.name, seen_by(self._source.sequence), AT_ONCE)
            for some in _batches(held, AT_ONCE):
                self._server.upsert(self._place.name, [self._copied(each) for each in some])

    def _copied(self, point: Point) -> Point:
        sequence = self._place.sequence
        kept = {key: value for key, value in point.payload.items() if key != UNTIL}
        name = str(kept[PASSAGE])
        return replace(point, id=point_id(name, sequence), payload=kept | {SINCE: sequence})


def _batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    left = iter(items)
    while some := tuple(islice(left, size)):
        yield some
