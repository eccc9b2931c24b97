"""Could two runs over the same items differ this much if it did not matter which is which?

Randomisation test: each item's pair of results is exchanged or not, at random. Noreen, Computer
intensive methods for testing hypotheses, 1989; for retrieval: Smucker, Allan and Carterette, A
comparison of statistical significance tests for information retrieval evaluation, CIKM 2007.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import permutation_test

SEED: Final = 0
AT_ONCE: Final = 4_000_000

Difference = Callable[..., Any]
"""Takes two arrays of positions whose last axis runs over the items, and `axis`."""


def randomisation_p(
    items: int, difference: Difference, resamples: int, *, vectorised: bool = True
) -> float | None:
    """Two-sided p of the difference, in (0, 1]; the same data always give the same one.

    Args:
        items: how many pairs there are.
        difference: of two sets of results; results are named by position: `0..items-1` are those
            of the first run, `items..2*items-1` those of the second, in the same order.

    Returns:
        None where there are fewer than two pairs, or where the difference is undefined.
    """
    if items < 2:
        return None
    first: NDArray[np.int64] = np.arange(items)
    with np.errstate(all="ignore"):
        found = permutation_test(
            (first, first + items),
            difference,
            permutation_type="samples",
            vectorized=vectorised,
            n_resamples=resamples,
            batch=max(1, AT_ONCE // items),
            rng=np.random.default_rng(SEED),
        ).pvalue
    return None if np.isnan(found) else float(found)
