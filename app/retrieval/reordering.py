"""Putting a ranking into a new order by what a reranker read."""

from collections.abc import Sequence

from app.domain.ranking import Place, Ranking
from app.domain.rescaling import rescaled


def blended(ranking: Ranking, scores: Sequence[float], fused_weight: float) -> Ranking:
    """The same hits, ordered by a weighted mean of their own and the reranker's scores.

    Both are rescaled to [0, 1] within the ranking first. Equal means keep the order they came in.

    Args:
        scores: the reranker's score for each hit, in the ranking's order.
        fused_weight: weight of the ranking's own score, in [0, 1]; 0 trusts the reranker alone.
    """
    own = rescaled([hit.score for hit in ranking.hits])
    read = rescaled(scores)
    means = [fused_weight * a + (1.0 - fused_weight) * b for a, b in zip(own, read, strict=True)]
    by_score = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
    places = {at: Place(rank=rank, score=scores[at]) for rank, at in enumerate(by_score, 1)}
    order = sorted(range(len(means)), key=lambda at: (-means[at], at))
    return Ranking(
        hits=tuple(
            ranking.hits[at].model_copy(
                update={"rank": rank, "score": means[at], "reranked": places[at]}
            )
            for rank, at in enumerate(order, 1)
        )
    )
