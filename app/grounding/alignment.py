"""Two sequences of words side by side."""

from collections.abc import Sequence
from typing import Final

PAIR: Final = 1000
"""What a pair counts where a neighbour counts 1: no sentence has so many."""


def aligned(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places that hold the same word, in order in both.

    As many pairs as can be, and of equal alternatives one with many neighbours among the pairs;
    where words repeat, what stands later hangs together before what stands earlier: of "reduced
    pain but did not reduce swelling" the second verb answers to that of "reduced swelling".
    Time and memory grow with the product of the lengths.
    """
    if first == second:
        return [(at, at) for at in range(len(first))]
    wide = len(second) + 1
    paired = [[0] * wide for _ in range(len(first) + 1)]
    best = [[0] * wide for _ in range(len(first) + 1)]
    for i in range(len(first) - 1, -1, -1):
        word, row, below, pairs = first[i], best[i], best[i + 1], paired[i]
        for j in range(wide - 2, -1, -1):
            score = max(below[j], row[j + 1])
            if word == second[j]:
                joined = paired[i + 1][j + 1]
                pairs[j] = PAIR + max(below[j + 1], joined + 1 if joined else 0)
                score = max(score, pairs[j])
            row[j] = score
    return _read(paired, best)


def _read(paired: list[list[int]], best: list[list[int]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    i = j = 0
    joined = False
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if paired[i][j] and (joined or paired[i][j] == best[i][j]):
            pairs.append((i, j))
            i, j = i + 1, j + 1
            joined = paired[i][j] + 1 > best[i][j] and paired[i][j] > 0
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
