"""Words that differ by one slip of the finger."""

from collections.abc import Iterable
from typing import Final

from rapidfuzz.distance import OSA

SHORTEST: Final = 6
"""Letters. One letter more or less makes another word of a shorter one."""


def one_slip_from(word: str, others: Iterable[str]) -> list[str]:
    """Those of `others` that become `word` by one letter left out, doubled, exchanged, or swapped
    with its neighbour; the first letter is hardly ever the wrong one.

    Optimal string alignment distance: Damerau, A technique for computer detection and correction of
    spelling errors, Communications of the ACM 7(3), 1964.
    """
    if len(word) < SHORTEST:
        return []
    return [
        other
        for other in others
        if other[:1] == word[:1]
        and len(other) >= SHORTEST
        and OSA.distance(word, other, score_cutoff=1) == 1
    ]
