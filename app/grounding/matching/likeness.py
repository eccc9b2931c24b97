"""How near a claim lies to sentences, by the vectors of their tokens."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

FAR: Final = 0.5
"""A token of the claim whose best cosine is lower has no counterpart."""


def cosine(claim: "Rows", sentence: "Rows") -> float:
    """Of the texts' mean vectors; 0 where one of them has no token."""
    if not len(claim) or not len(sentence):
        return 0.0
    ours, theirs = claim.mean(axis=0), sentence.mean(axis=0)
    length = float(np.linalg.norm(ours) * np.linalg.norm(theirs))
    return float(ours @ theirs) / length if length else 0.0


def best_cosines(claim: "Rows", sentences: "Sequence[Rows]") -> "NDArray[np.float32]":
    """For each token of the claim the cosine of its nearest token in any sentence, shape (tokens,).

    Khattab and Zaharia, ColBERT, SIGIR 2020, sum these; zeros where there is nothing to be near.
    """
    held = [rows for rows in sentences if len(rows)]
    if not held or not len(claim):
        return np.zeros(len(claim), dtype=np.float32)
    best: NDArray[np.float32] = (claim @ np.concatenate(held).T).max(axis=1)
    return best


def mean_of_best(best: "NDArray[np.float32]") -> float:
    return float(best.mean()) if len(best) else 0.0


def share_far(best: "NDArray[np.float32]") -> float:
    """Share of the claim's tokens without a counterpart."""
    return float((best < FAR).mean()) if len(best) else 1.0
