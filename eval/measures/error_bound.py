"""How high an error rate may be, seen the errors of some items.

The one-sided upper end of the exact binomial interval: the rate at which as few errors as were seen
have the probability 1 - `certainty`. Clopper and Pearson, The use of confidence or fiducial limits
illustrated in the case of the binomial, Biometrika 26(4), 1934. Its use for a threshold: Geifman
and El-Yaniv, Selective classification for deep neural networks, NeurIPS 2017 (there with a
correction for looking at several thresholds, which is not made here).
"""

from scipy.stats import beta


def error_bound(wrong: int, items: int, certainty: float) -> float:
    """In [0, 1]; 1 where every item is wrong, or there is none."""
    if wrong >= items:
        return 1.0
    return float(beta.ppf(certainty, wrong + 1, items - wrong))
