"""Reads a generation's index on a server."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import IndexUnavailable
from app.domain.manifest import AnalyzerCard, Collection
from app.domain.ranking import Legs, Selection
from app.index.edge.analyzer import Analyzer
from app.index.legs import Found, both_legs
from app.index.points import AnyOf, check_vectors, conditions
from app.index.server.collections import Server
from app.index.server.in_place import PASSAGE, seen_by
from app.index.server.words import Scored, Where

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ServerReader:
    """One generation's points; two round trips a search. Safe to call from many threads.

    Words are counted in the generation's own points, so what other generations hold in the same
    collection changes no score.

    Args:
        expected: passages the manifest promises.

    Raises:
        IndexUnavailable: the server cannot be reached or is too old, or it holds another number
            of passages.
    """

    def __init__(
        self,
        server: Server,
        place: Collection,
        dimension: int,
        analyzer: AnalyzerCard,
        expected: int,
    ) -> None:
        self._server = server
        self._place = place
        self._dimension = dimension
        self._analyzer = Analyzer(analyzer)
        server.require()
        found = self.count()
        if found != expected:
            raise IndexUnavailable(
                f"The Qdrant collection {place.name} holds {found} passages of this generation "
                f"where its manifest promises {expected}. Go back with `citewell index rollback`, "
                "or make it anew with `citewell index rebuild`."
            )

    def count(self) -> int:
        return self._server.count(self._place.name, seen_by(self._place.sequence))

    def search(
        self, vector: "NDArray[np.float32]", text: str, selection: Selection, k: int
    ) -> Legs:
        check_vectors(vector, (self._dimension,))
        asked = conditions(selection)
        if any(isinstance(each, AnyOf) and not each.values for each in asked):
            return Legs(dense=(), lexical=())
        corpus = seen_by(self._place.sequence)
        chosen = seen_by(self._place.sequence, *asked)
        terms = self._analyzer.question(text)
        documents: dict[str, str] = {}

        def found(hits: list[Scored]) -> list[Found[str]]:
            documents.update((hit.payload[PASSAGE], hit.payload["document"]) for hit in hits)
            return [(-hit.score, hit.payload[PASSAGE], hit.id) for hit in hits]

        def ask(
            dense: frozenset[str] | None, lexical: frozenset[str] | None, limit: int
        ) -> tuple[list[Found[str]], list[Found[str]]]:
            if not limit or (dense is not None and not dense | (lexical or frozenset())):
                return [], []
            near, worded = self._server.search(
                self._place.name,
                dense=(vector, _among(chosen, dense)),
                lexical=(terms, _among(chosen, lexical)) if terms.indices else None,
                corpus=corpus,
                keys=(PASSAGE, "document"),
                limit=limit,
            )
            return found(near), found([hit for hit in worded if hit.score > 0])

        return both_legs(ask, documents, k)

    def passage_ids(self) -> Iterator[str]:
        """Every passage id that both legs hold, sorted."""
        held = replace(seen_by(self._place.sequence), in_both_legs=True)
        yield from sorted(self._server.payloads(self._place.name, held, PASSAGE))

    def close(self) -> None:
        """The server's connection is shared and stays open."""


def _among(chosen: Where, points: frozenset[str] | None) -> Where:
    return chosen if points is None else replace(chosen, points=points)
