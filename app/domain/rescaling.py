"""Scores of different scales made comparable."""

from collections.abc import Sequence


def rescaled(scores: Sequence[float]) -> list[float]:
    """Min-max: the best score becomes 1 and the worst 0; all become 1 where they are equal."""
    if not scores:
        return []
    low, high = min(scores), max(scores)
    if high <= low:
        return [1.0] * len(scores)
    return [(score - low) / (high - low) for score in scores]
