"""How far a mean could lie off by the luck of the draw."""

from collections.abc import Sequence
from typing import Final

import numpy as np

RESAMPLES: Final = 2_000
SEED: Final = 0


def bootstrap_interval(values: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean; the same values always give the same interval.

    Source: Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 13.

    Args:
        values: one figure for each independent item; at least one.
        confidence: in (0, 1).

    Raises:
        ValueError: no values.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    drawn = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    means = np.asarray(values, dtype=np.float64)[drawn].mean(axis=1)
    tail = (1.0 - confidence) / 2.0
    low, high = np.quantile(means, [tail, 1.0 - tail])
    return float(low), float(high)
