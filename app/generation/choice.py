"""Which sentences an answer is made of."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from app.generation.sentences import Candidate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REPETITION: Final = 0.3
"""Weight of what a sentence repeats of those chosen (1 - lambda of the paper)."""
WORTH_ADDING: Final = 0.6
"""A further sentence must have this share of the best one's relevance."""
SAME_FIGURES: Final = 0.25
"""How much of their likeness counts where sentences differ in their figures: two rows of a dose
table, or two sources that disagree, are both worth showing."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


class Scored(NamedTuple):
    """A candidate with its relevance to the question, its cosine, and its unit vector."""

    candidate: Candidate
    relevance: float
    cosine: float
    vector: "NDArray[np.float32]"


def choose(scored: Sequence[Scored], most: int) -> list[Scored]:
    """Up to `most` sentences by maximal marginal relevance, in reading order: label, position.

    Source: Carbonell and Goldstein, SIGIR 1998. The most relevant sentence is always chosen.
    """
    left = sorted(scored, key=lambda each: (-each.relevance, each.candidate.place))
    if not left:
        return []
    chosen = [left.pop(0)]
    floor = WORTH_ADDING * chosen[0].relevance
    while len(chosen) < most:
        left = [each for each in left if each.relevance >= floor]
        if not left:
            break
        best = max(left, key=lambda each: _marginal(each, chosen))
        left.remove(best)
        chosen.append(best)
    return sorted(chosen, key=lambda each: each.candidate.place)


def _marginal(one: Scored, chosen: Sequence[Scored]) -> float:
    repeated = max(_repetition(one, other) for other in chosen)
    return (1.0 - REPETITION) * one.relevance - REPETITION * repeated


def _repetition(one: Scored, other: Scored) -> float:
    alike = float(one.vector @ other.vector)
    same = _figures(one.candidate.text) == _figures(other.candidate.text)
    return alike if same else SAME_FIGURES * alike


def _figures(text: str) -> frozenset[str]:
    return frozenset(_FIGURE.findall(text))
