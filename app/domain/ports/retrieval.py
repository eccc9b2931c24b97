"""From a question to a ranking."""

from typing import Protocol

from app.domain.ports.index import Snapshot
from app.domain.ranking import Ranking, Rewording, Selection


class Retriever(Protocol):
    """Ranks a snapshot's passages for a question."""

    def retrieve(self, question: str, snapshot: Snapshot, selection: Selection, k: int) -> Ranking:
        """At most `k` hits, each with the rank and score of either leg."""
        ...


class Rewords(Protocol):
    """Says a question in other words."""

    def reworded(self, question: str) -> Rewording | None:
        """None where no other words are known for it."""
        ...


class Reranker(Protocol):
    """Reads the candidates again."""

    @property
    def name(self) -> str: ...

    def rerank(self, question: str, ranking: Ranking, snapshot: Snapshot) -> Ranking:
        """The same hits in a new order, each with its place in `reranked`."""
        ...
