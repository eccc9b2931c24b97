"""Two wordings of one question, made one ranking."""

from app.domain.ranking import Hit, Ranking, Rewording


def blended(own: Ranking, other: Ranking, rewording: Rewording, limit: int) -> Ranking:
    """At most `limit` hits, best first, by the weighted mean of both scores; a passage that one
    wording did not find scores nothing there.

    A hit keeps the places of its own wording, and has those of the other where that alone found it.
    """
    hits = {hit.passage_id: hit for hit in (*other.hits, *own.hits)}
    by_own = {hit.passage_id: hit.score for hit in own.hits}
    by_other = {hit.passage_id: hit.score for hit in other.hits}
    weight = rewording.weight
    scores = {
        each: (1.0 - weight) * by_own.get(each, 0.0) + weight * by_other.get(each, 0.0)
        for each in hits
    }
    best = sorted(hits, key=lambda each: (-scores[each], each))[:limit]
    return Ranking(
        hits=tuple(_placed(hits[each], rank, scores[each]) for rank, each in enumerate(best, 1)),
        expanded=rewording.changes,
    )


def _placed(hit: Hit, rank: int, score: float) -> Hit:
    return hit.model_copy(update={"rank": rank, "score": score})
