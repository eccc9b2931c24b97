"""Expected calibration error: how far stated confidence lies from the share that was right.

Items are put into bins by their confidence; the error is the mean, weighted by items, of
|share correct - mean confidence| over the bins. Naeini, Cooper and Hauskrecht, Obtaining well
calibrated probabilities using Bayesian binning, AAAI 2015; Guo et al., On calibration of modern
neural networks, ICML 2017 (15 bins, of equal width). Here the bins hold equally many items (Nguyen
and O'Connor, Posterior calibration and exploratory analysis for natural language processing
models, EMNLP 2015), so that none rests on a handful. Range 0-1; 0 is calibrated. Few items a bin
overstate it.
"""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from app.domain.frozen import Frozen


class CalibrationBin(Frozen):
    """The items of one stretch of confidence: one point of the reliability diagram."""

    confidence: float
    """Mean of what was stated, in [0, 1]."""
    accuracy: float
    """Share correct, in [0, 1]."""
    items: int = Field(ge=1)


def calibration_bins(
    confidence: Sequence[float], correct: Sequence[bool], bins: int
) -> tuple[CalibrationBin, ...]:
    """At most `bins` bins of equally many items, the least confident first.

    Items of one confidence always share a bin, so the order of the items never matters; where many
    share it there are fewer bins, and less equal ones.
    """
    if not len(confidence):
        return ()
    stated, right = np.asarray(confidence, dtype=np.float64), np.asarray(correct, dtype=np.float64)
    shares = np.arange(1, bins) / bins
    upper = np.unique(np.quantile(stated, shares, method="inverted_cdf"))
    number = np.searchsorted(upper, stated, side="left")
    return tuple(
        CalibrationBin(
            confidence=float(stated[number == each].mean()),
            accuracy=float(right[number == each].mean()),
            items=int((number == each).sum()),
        )
        for each in np.unique(number)
    )


def expected_calibration_error(bins: Sequence[CalibrationBin]) -> float | None:
    """None where there is no bin."""
    items = sum(each.items for each in bins)
    if not items:
        return None
    return sum(each.items * abs(each.accuracy - each.confidence) for each in bins) / items
