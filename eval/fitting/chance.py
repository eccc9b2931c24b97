"""Fitting how likely an answer is right: logistic regression, then Platt scaling.

A feature of which more is more support never lowers the chance: one whose weight comes out negative
is left out and the rest is fitted again, until none is. Platt's slope and offset (Platt,
Probabilistic outputs for support vector machines, 1999; without his smoothing of the labels) are
fitted on scores of items that the weights were not fitted on, and multiplied into the weights, so
that the model stays one logistic function. Two numbers, not isotonic regression's many: with some
hundred answers those would follow chance, and steps would leave many answers with one confidence.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from app.domain.fitted import ErrorRow, FittedChance
from eval.fitting.folds import folds, grouped
from eval.fitting.logistic import Weighted, fit_logistic, probabilities
from eval.measures.error_bound import error_bound
from eval.measures.risk_coverage import RiskPoint, risk_coverage, threshold_for_error
from eval.suite import UnusableSet

FOLDS: Final = 10
ERRORS: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
CERTAINTY: Final = 0.9
"""That the error rate from a threshold on is no higher than wanted, each threshold by itself."""
Rows = NDArray[np.float64]


def fit_supporting(rows: Rows, right: Sequence[bool]) -> Weighted:
    """As `fit_logistic`, with no negative weight."""
    columns = np.arange(rows.shape[1])
    while True:
        fitted = fit_logistic(rows[:, columns], right)
        lowers = np.asarray(fitted.weights) < 0.0
        if not lowers.any():
            break
        columns = columns[~lowers]
        if not len(columns):
            raise UnusableSet("No feature speaks for the right answers of this set.")
    weights = np.zeros(rows.shape[1])
    weights[columns] = fitted.weights
    return Weighted(intercept=fitted.intercept, weights=tuple(float(each) for each in weights))


def calibrated(rows: Rows, right: Sequence[bool], shared: Sequence[Sequence[str]]) -> Weighted:
    """The weights fitted on all items, scaled by Platt's slope and moved by his offset.

    Args:
        rows: shape (items, features).
        shared: what each item may have in common with others; such items are in one fold.

    Raises:
        UnusableSet: without one of the folds only one label is left, or nothing speaks for right.
    """
    scores = np.zeros(len(right))
    for here, rest in parts(right, shared):
        fitted = fit_supporting(rows[rest], np.asarray(right)[rest].tolist())
        scores[here] = rows[here] @ np.asarray(fitted.weights) + fitted.intercept
    platt = LogisticRegression(C=np.inf)
    platt.fit(scores[:, None], np.asarray(right, dtype=np.int64))
    slope, offset = max(float(platt.coef_[0, 0]), 0.0), float(platt.intercept_[0])
    whole = fit_supporting(rows, right)
    return Weighted(
        intercept=slope * whole.intercept + offset,
        weights=tuple(slope * each for each in whole.weights),
    )


def cross_validated(rows: Rows, right: Sequence[bool], shared: Sequence[Sequence[str]]) -> Rows:
    """p of each item by a model, calibration included, fitted on the other folds; shape (items,).

    Raises:
        UnusableSet: as `calibrated`.
    """
    p = np.zeros(len(right))
    for here, rest in parts(right, shared):
        kept = [int(at) for at in np.flatnonzero(rest)]
        fitted = calibrated(rows[rest], [right[at] for at in kept], [shared[at] for at in kept])
        p[here] = probabilities(fitted, rows[here])
    return p


def chance(
    names: Sequence[str],
    fitted: Weighted,
    p: Sequence[float],
    right: Sequence[bool],
    figures: dict[str, float],
) -> FittedChance:
    """The model as data.

    Args:
        p: of items that were not fitted on, and whether each was `right`: for the thresholds.
    """
    weights = dict(zip(names, fitted.weights, strict=True))
    return FittedChance(
        intercept=fitted.intercept,
        weights={name: weight for name, weight in weights.items() if weight > 0.0},
        thresholds=error_rows(p, right),
        figures=figures,
    )


def error_rows(p: Sequence[float], right: Sequence[bool]) -> tuple[ErrorRow, ...]:
    """For each of `ERRORS` the lowest threshold from which on it is kept to with `CERTAINTY`."""
    points = [_bounded(one, len(p)) for one in risk_coverage(p, right)]
    coverage = {point.threshold: point.coverage for point in points}
    found = [(error, threshold_for_error(points, error)) for error in ERRORS]
    return tuple(
        ErrorRow(error=error, threshold=threshold, coverage=coverage[threshold])
        for error, threshold in found
        if threshold is not None
    )


def _bounded(point: RiskPoint, items: int) -> RiskPoint:
    """With the upper bound of its risk in place of the risk that was seen."""
    given = round(point.coverage * items)
    bound = error_bound(round(point.risk * given), given, CERTAINTY)
    return point.model_copy(update={"risk": bound})


def parts(
    right: Sequence[bool], shared: Sequence[Sequence[str]]
) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """For each fold (in it, not in it), each of shape (items,).

    Raises UnusableSet: as `calibrated`.
    """
    where = np.asarray(folds(grouped(shared), FOLDS))
    labels = np.asarray(right, dtype=bool)
    parts = [(where == fold, where != fold) for fold in np.unique(where)]
    if any(len(set(labels[rest].tolist())) < 2 for _, rest in parts):
        raise UnusableSet(
            "There is nothing to fit on: outside one fold every answer is right, or every one "
            "wrong, or there are too few that share nothing."
        )
    return parts
