"""How far a figure could lie off by the luck of which items were drawn.

Percentile bootstrap over items: Efron and Tibshirani, An introduction to the bootstrap, 1993,
chapter 13. Two runs over the same items are resampled together, so that the difference keeps what
the items have in common.
"""

import warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import DegenerateDataWarning, bootstrap

CONFIDENCE: Final = 0.95
SEED: Final = 0
AT_ONCE: Final = 4_000_000
"""Numbers drawn at a time: bounds the memory."""

Values = NDArray[Any]
Statistic = Callable[..., Any]
"""Takes arrays whose last axis runs over the items, and `axis`; gives the figure."""


def bootstrap_interval(
    data: tuple[Values, ...], statistic: Statistic, resamples: int, *, vectorised: bool = True
) -> tuple[float, float] | None:
    """The 95% interval of `statistic`; the same data always give the same one.

    Args:
        data: arrays of one length, one entry an item; all are resampled alike.
        vectorised: whether `statistic` takes `axis`.

    Returns:
        None where there are fewer than two items, or where the figure is undefined in a resample.
    """
    items = len(data[0])
    if items < 2:
        return None
    with np.errstate(all="ignore"), warnings.catch_warnings():
        # A resample that leaves the figure undefined: told below by the ends being no numbers.
        warnings.simplefilter("ignore", DegenerateDataWarning)
        found = bootstrap(
            data,
            statistic,
            paired=True,
            vectorized=vectorised,
            n_resamples=resamples,
            batch=max(1, AT_ONCE // items),
            confidence_level=CONFIDENCE,
            method="percentile",
            rng=np.random.default_rng(SEED),
        ).confidence_interval
    low, high = float(found.low), float(found.high)
    return None if np.isnan(low) or np.isnan(high) else (low, high)
