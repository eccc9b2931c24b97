"""What is gained by answering only above a threshold of confidence.

At a threshold, coverage is the share of the items at or above it and risk the share of those that
is wrong. Geifman and El-Yaniv, Selective classification for deep neural networks, NeurIPS 2017.
The area under the curve is the mean risk over the n coverages 1/n, 2/n, ..., 1 (Geifman, Uziel and
El-Yaniv, Bias-reduced uncertainty estimation for deep neural classifiers, ICLR 2019). Range 0-1; 0
is best, and an order by chance gives the overall error rate.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.frozen import Frozen


class RiskPoint(Frozen):
    """What happens where the items at or above `threshold` are answered."""

    threshold: float
    coverage: float
    """In (0, 1]."""
    risk: float
    """Share of what is answered that is wrong, in [0, 1]."""


def risk_coverage(confidence: Sequence[float], correct: Sequence[bool]) -> tuple[RiskPoint, ...]:
    """A point for each confidence that was stated, from the highest: coverage grows. Items of one
    confidence enter together."""
    stated, wrong = _ordered(confidence, correct)
    if not len(stated):
        return ()
    last = np.flatnonzero(np.append(stated[1:] != stated[:-1], True))
    errors = np.cumsum(wrong)[last]
    return tuple(
        RiskPoint(
            threshold=float(stated[at]),
            coverage=float((at + 1) / len(stated)),
            risk=float(count / (at + 1)),
        )
        for at, count in zip(last, errors, strict=True)
    )


def area_under_risk_coverage(confidence: Sequence[float], correct: Sequence[bool]) -> float | None:
    """Mean risk over all coverages; None where there is no item.

    Items of one confidence count as if drawn in a random order, so the area does not depend on the
    order in which they are given.
    """
    stated, wrong = _ordered(confidence, correct)
    if not len(stated):
        return None
    _, start, length = np.unique(-stated, return_index=True, return_counts=True)
    errors_of_group = np.add.reduceat(wrong, start)
    expected = np.repeat(errors_of_group / length, length)
    answered = np.arange(1, len(stated) + 1)
    return float((np.cumsum(expected) / answered).mean())


def threshold_for_error(points: Sequence[RiskPoint], error: float) -> float | None:
    """The lowest threshold whose answered items are wrong at most this often; None where no
    threshold reaches it.

    Nothing is added for chance: on other items the error lies above `error` about as often as
    below it.
    """
    return min((each.threshold for each in points if each.risk <= error), default=None)


def _ordered(
    confidence: Sequence[float], correct: Sequence[bool]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Confidence from the highest, and 1 for each item that is wrong; both of the items' length."""
    stated = np.asarray(confidence, dtype=np.float64)
    wrong = 1.0 - np.asarray(correct, dtype=np.float64)
    order = np.argsort(-stated, kind="stable")
    return stated[order], wrong[order]
