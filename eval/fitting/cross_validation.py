"""The probability of each item by a model that never saw it, nor anything it shares."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.fitting.folds import folds, grouped
from eval.fitting.logistic import fit_logistic, probabilities
from eval.suite import UnusableSet


def cross_validated(
    rows: NDArray[np.float64],
    supported: Sequence[bool],
    shared: Sequence[Sequence[str]],
    count: int,
) -> NDArray[np.float64]:
    """p of each item by a logistic model fitted on the other folds, shape (items,).

    Args:
        rows: shape (items, features).
        shared: for each item what it may have in common with others, at least one thing; items that
            share anything, directly or through others, are in one fold.
        count: of the folds.

    Raises:
        UnusableSet: without one of the folds only one label is left.
    """
    where = np.asarray(folds(grouped(shared), count))
    right = np.asarray(supported, dtype=bool)
    p = np.zeros(len(right), dtype=np.float64)
    for fold in np.unique(where):
        rest = where != fold
        if len(set(right[rest].tolist())) < 2:
            raise UnusableSet(
                "There is nothing to fit on: outside one fold every claim has the same label, or "
                "there are too few claims that share nothing."
            )
        fitted = fit_logistic(rows[rest], right[rest].tolist())
        p[~rest] = probabilities(fitted, rows[~rest])
    return p
