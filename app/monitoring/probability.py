"""Probabilities and tests that the monitoring rests on; the only file here that speaks to scipy.

- Wilson's score interval: Wilson, Probable inference, the law of succession, and statistical
  inference, JASA 22, 1927.
- The prediction of a count from an earlier one, beta-binomial under Jeffreys' prior (Brown, Cai and
  DasGupta, Interval estimation for a binomial proportion, Statistical Science 16, 2001, on that
  prior).
- Pearson's chi-square test where every expected count is 5 or more (Cochran, Some methods for
  strengthening the common chi-square tests, Biometrics 10, 1954); else Fisher's exact test.
- Many tests at once: Benjamini and Hochberg, Controlling the false discovery rate, JRSS B 57, 1995.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from scipy.stats import betabinom, binom, chi2_contingency, false_discovery_control, fisher_exact

Z95: Final = 1.959963984540054
TAIL: Final = 0.0013498980316300933
"""Of a normal distribution beyond three standard deviations, on one side."""
LEAST_EXPECTED: Final = 5.0


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share; (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, Z95 * Z95
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z95 / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return middle - half if hits else 0.0, middle + half if hits < of else 1.0


def predicted(hits: int, of: int, number: int) -> tuple[int, int]:
    """Between which counts the next `number` lie where nothing changed, after `hits` in `of`.

    A count below the first, or above the second, has a probability below `TAIL`. Exact for any
    number, and as wide as `of` is small.
    """
    counts = np.arange(number + 1)
    mass = betabinom.pmf(counts, number, hits + 0.5, of - hits + 0.5)
    at_most, at_least = np.cumsum(mass), np.cumsum(mass[::-1])[::-1]
    return int(np.argmax(at_most >= TAIL)), int(number - np.argmax(at_least[::-1] >= TAIL))


def sides(share: float, number: int) -> tuple[float, float]:
    """How likely a count of `number` is a smaller, and a larger share than the true one."""
    at = share * number
    below = binom.cdf(math.ceil(at - 1e-9) - 1, number, share)
    above = binom.sf(math.floor(at + 1e-9), number, share)
    return float(below), float(above)


def two_by_two(hits: int, of: int, others: int, of_others: int) -> float:
    """The p of two shares being one, two-sided."""
    table = np.array([[hits, of - hits], [others, of_others - others]])
    total = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(total, 1)
    if not table.sum(axis=0).all() or not table.sum(axis=1).all():
        return 1.0
    if expected.min() >= LEAST_EXPECTED:
        return float(chi2_contingency(table, correction=False).pvalue)
    return float(fisher_exact(table).pvalue)


def two_by_many(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """The p of two distributions over names being one; names too rare to be tested alone are
    tested together."""
    names = sorted({*before, *now})
    table = np.array([[each.get(name, 0) for name in names] for each in (before, now)], dtype=float)
    if not len(names) or not table.sum(axis=1).all():
        return 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    rare = expected.min(axis=0) < LEAST_EXPECTED
    tested = table[:, ~rare]
    if rare.any():
        tested = np.column_stack((tested, table[:, rare].sum(axis=1)))
    if tested.shape[1] < 2:
        return 1.0
    return float(chi2_contingency(tested, correction=False).pvalue)


def adjusted(ps: Sequence[float]) -> tuple[float, ...]:
    """Benjamini and Hochberg's q of each p, in their order."""
    return tuple(float(q) for q in false_discovery_control(ps)) if ps else ()
