"""Two rankings into one.

Both methods are pure and deterministic: equal scores are ordered by passage id, so the same legs
always give the same ranking on any machine.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.domain.ranking import Hit, LegHit, Legs, Place, Ranking

Fusion = Callable[[Legs, int], Ranking]
"""Legs and how many hits to keep -> the fused ranking."""

RRF_CONSTANT: Final = 10
"""nDCG@10 on SciFact-test is .731 with 10 (min-max: .736); the paper's 60 is flatter at the top."""


def min_max(legs: Legs, limit: int, *, dense: float = 1.0, lexical: float = 1.0) -> Ranking:
    """Weighted mean of either leg's scores, each rescaled to [0, 1]: its best hit is 1, 0 stays 0.

    The least score is the theoretical one and not the last hit's, and a passage that one leg ranked
    too low to name is given the score it has there. So what a passage gets depends on the question
    and the passage alone, and a deeper leg leaves the top of the ranking as it was. A negative
    cosine counts as 0; a leg that has no positive score says nothing.

    Source: Bruch, Gai and Ingber, "An analysis of fusion functions for hybrid retrieval", ACM TOIS
    42(1), 2023 (convex combination, theoretical min-max). nDCG@10 on SciFact train .741, and .918
    on a BioASQ subset, where the last hit as least score and 0 for what a leg missed gave .733 and
    .901 (eval/README.md).

    Args:
        limit: keep this many hits.
        dense: weight of the dense leg, not negative; likewise `lexical`. Their sum is positive.
    """
    total = dense + lexical
    return _fused(
        legs,
        _shares_of_best(legs.dense, legs.dense_missed, dense / total),
        _shares_of_best(legs.lexical, legs.lexical_missed, lexical / total),
        limit,
    )


def reciprocal_rank(
    legs: Legs,
    limit: int,
    *,
    constant: int = RRF_CONSTANT,
    dense: float = 1.0,
    lexical: float = 1.0,
) -> Ranking:
    """Weighted sum of `1 / (constant + rank)` over the legs that found the passage.

    Source: Cormack, Clarke and Buettcher, "Reciprocal rank fusion outperforms Condorcet and
    individual rank learning methods", SIGIR 2009.

    Args:
        limit: keep this many hits.
        constant: how fast the weight of a rank falls; the paper took 60.
    """
    return _fused(
        legs,
        {hit.passage_id: dense / (constant + rank) for rank, hit in enumerate(legs.dense, 1)},
        {hit.passage_id: lexical / (constant + rank) for rank, hit in enumerate(legs.lexical, 1)},
        limit,
    )


def _shares_of_best(
    ranked: Sequence[LegHit], missed: Sequence[LegHit], weight: float
) -> dict[str, float]:
    best = ranked[0].score if ranked else 0.0
    if best <= 0.0:
        return {}
    return {hit.passage_id: weight * max(hit.score, 0.0) / best for hit in (*ranked, *missed)}


def _fused(
    legs: Legs, by_dense: Mapping[str, float], by_lexical: Mapping[str, float], limit: int
) -> Ranking:
    """Add up, sort, and build hits for the first `limit` alone: building is what costs."""
    dense_at = {hit.passage_id: at for at, hit in enumerate(legs.dense)}
    lexical_at = {hit.passage_id: at for at, hit in enumerate(legs.lexical)}
    scores = {
        passage_id: by_dense.get(passage_id, 0.0) + by_lexical.get(passage_id, 0.0)
        for passage_id in dense_at | lexical_at
    }
    best = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))[:limit]
    return Ranking(
        hits=tuple(
            _hit(
                rank,
                passage_id,
                scores[passage_id],
                legs,
                dense_at.get(passage_id),
                lexical_at.get(passage_id),
            )
            for rank, passage_id in enumerate(best, 1)
        )
    )


def _hit(
    rank: int,
    passage_id: str,
    score: float,
    legs: Legs,
    dense_at: int | None,
    lexical_at: int | None,
) -> Hit:
    found = legs.dense[dense_at] if dense_at is not None else legs.lexical[lexical_at or 0]
    return Hit(
        passage_id=passage_id,
        document_id=found.document_id,
        rank=rank,
        score=score,
        dense=_place(legs.dense, dense_at),
        lexical=_place(legs.lexical, lexical_at),
    )


def _place(hits: Sequence[LegHit], at: int | None) -> Place | None:
    return None if at is None else Place(rank=at + 1, score=hits[at].score)


FUSIONS: Final[dict[str, Fusion]] = {"minmax": min_max, "rrf": reciprocal_rank}
"""By the names that settings use."""
