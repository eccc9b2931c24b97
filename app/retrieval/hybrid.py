"""Dense and lexical search together: the default way from a question to a ranking."""

from app.domain.ports.embedding import Embedder
from app.domain.ports.index import Snapshot
from app.domain.ports.retrieval import Reranker, Rewords
from app.domain.ranking import Hit, Ranking, Selection
from app.retrieval.fusion import Fusion, min_max
from app.retrieval.grades import by_documents
from app.retrieval.wordings import blended


class HybridRetriever:
    """Both legs in one round trip, fused, and the top of the fused ranking read again on demand.

    Args:
        embedder: the one the index was built with.
        fusion: `min_max` or `reciprocal_rank`.
        leg_depth: hits that either leg contributes.
        reranker: None leaves the fused order.
        rerank_depth: how many of the fused hits it reads; those below keep their order.
        rewords: finds other words for the question, searched for as well; None asks as it stands.
    """

    def __init__(
        self,
        embedder: Embedder,
        fusion: Fusion = min_max,
        leg_depth: int = 100,
        reranker: Reranker | None = None,
        rerank_depth: int = 30,
        rewords: Rewords | None = None,
    ) -> None:
        self._embedder = embedder
        self._fusion = fusion
        self._leg_depth = leg_depth
        self._reranker = reranker
        self._rerank_depth = rerank_depth
        self._rewords = rewords

    def retrieve(self, question: str, snapshot: Snapshot, selection: Selection, k: int) -> Ranking:
        """At most `k` hits, best first.

        A caller who may see no audience finds nothing, whatever the engine makes of an empty set.
        """
        narrowed = by_documents(selection, snapshot.library)
        if narrowed is None or not selection.access.audiences or k < 1:
            return Ranking()
        selection = narrowed
        if self._reranker is None:
            return self._fused(question, snapshot, selection, k)
        fused = self._fused(question, snapshot, selection, max(k, self._rerank_depth))
        head, tail = fused.hits[: self._rerank_depth], fused.hits[self._rerank_depth :]
        reranked = self._reranker.rerank(question, Ranking(hits=head), snapshot)
        hits = (*_lifted(reranked.hits, tail), *tail)[:k]
        return Ranking(hits=hits, expanded=fused.expanded)

    def _fused(self, question: str, snapshot: Snapshot, selection: Selection, k: int) -> Ranking:
        other = None if self._rewords is None else self._rewords.reworded(question)
        if other is None:
            return self._searched(question, snapshot, selection, k)
        depth = max(self._leg_depth, k)
        own = self._searched(question, snapshot, selection, depth)
        return blended(own, self._searched(other.text, snapshot, selection, depth), other, k)

    def _searched(self, text: str, snapshot: Snapshot, selection: Selection, k: int) -> Ranking:
        vector = self._embedder.embed_question(text)
        legs = snapshot.index.search(vector, text, selection, max(self._leg_depth, k))
        return self._fusion(legs, k)


def _lifted(head: tuple[Hit, ...], tail: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The reranked hits with their scores raised above the tail's: scores fall down a ranking.

    A reranker's own score stays in `reranked`.
    """
    lift = tail[0].score - head[-1].score if tail and head else 0.0
    if lift <= 0.0:
        return head
    return tuple(hit.model_copy(update={"score": hit.score + lift}) for hit in head)
