"""Both models of confidence, and what they are worth on answers they were not fitted on."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from app.domain.fitted import ErrorRow, FittedChance
from eval.fitting.answers import Weighed
from eval.fitting.chance import Rows, calibrated, chance, cross_validated
from eval.measures.auroc import auroc
from eval.measures.calibration_error import calibration_bins, expected_calibration_error
from eval.measures.risk_coverage import area_under_risk_coverage
from eval.suite import Figures
from eval.suites.rationale import TUNED

BINS: Final = 15
"""As in the suite `calibration`."""
CALIBRATION, AUROC, AREA = "expected_calibration_error", "auroc", "area_under_risk_coverage"
COSINES: Final = ("nearest", "sentence")
"""Features that are shown beside the models, each by itself."""


class Models(NamedTuple):
    before: FittedChance
    after: FittedChance


class Stated(NamedTuple):
    """Probabilities, and which of the answers were right; of equal length."""

    p: list[float]
    right: list[bool]


def models(answers: Sequence[Weighed]) -> Models:
    """Fitted on all of them; thresholds and figures from cross-validation.

    Raises:
        UnusableSet: too few are right, or wrong.
    """
    return Models(
        _fitted(answers, [one.before for one in answers]),
        _fitted(answers, [one.after for one in answers]),
    )


def stated(fitted: Models, answers: Sequence[Weighed]) -> Stated:
    """The confidence of each answer."""
    return Stated(
        [fitted.after.probability(one.after) for one in answers], [one.right for one in answers]
    )


def foreseen(fitted: Models, answers: Sequence[Weighed]) -> Stated:
    """What was known before each was drafted."""
    return Stated(
        [fitted.before.probability(one.before) for one in answers], [one.right for one in answers]
    )


def ordered(one: Stated) -> Figures:
    """How well calibrated the probabilities are, and how well they order the answers."""
    bins = calibration_bins(one.p, one.right, BINS)
    return {
        CALIBRATION: expected_calibration_error(bins),
        AUROC: auroc(one.p, one.right),
        AREA: area_under_risk_coverage(one.p, one.right),
    }


def at_wanted_errors(
    rows: Sequence[ErrorRow], one: Stated, kinds: Sequence[str]
) -> dict[str, Figures]:
    """For each wanted error rate its threshold, what it buys on these answers, and how many of the
    right ones, and of each kind of question, it lets through."""
    return {f"{row.error:g}": _bought(row.threshold, one, kinds) for row in rows}


def transferred(answers: Sequence[Weighed]) -> dict[str, Figures]:
    """For each set: fitted on the halves `tuned` of the others, reported on all its answers. Empty
    where there is one set only.

    Raises:
        UnusableSet: too few answers of a set are right, or wrong, to fit on the others.
    """
    names = list(dict.fromkeys(one.of for one in answers))
    found: dict[str, Figures] = {}
    for name in names if len(names) > 1 else ():
        others = [one for one in answers if one.of != name and one.half == TUNED]
        ours = [one for one in answers if one.of == name]
        there = stated(models(others), ours)
        found[name] = {**ordered(there), **means(there), "answers": len(ours)}
    return found


def in_order(fitted: Models, answers: Sequence[Weighed]) -> dict[str, Figures]:
    """How well both models, and single cosines, order the answers: is a model worth having?"""
    right = [one.right for one in answers]
    alone = {name: Stated([one.before[name] for one in answers], right) for name in COSINES}
    both = {"before": foreseen(fitted, answers), "after": stated(fitted, answers)}
    return {
        name: {AUROC: auroc(*one), AREA: area_under_risk_coverage(*one)}
        for name, one in (alone | both).items()
    }


def means(one: Stated) -> Figures:
    """Share right, mean confidence, and mean squared distance of the two."""
    items = len(one.p)
    return {
        "accuracy": sum(one.right) / items,
        "mean_confidence": sum(one.p) / items,
        "brier": sum((p - right) ** 2 for p, right in zip(one.p, one.right, strict=True)) / items,
    }


def _bought(threshold: float, one: Stated, kinds: Sequence[str]) -> Figures:
    given = [p >= threshold for p in one.p]
    right = _share(one.right, given)
    found: Figures = {
        "threshold": threshold,
        "error": None if right is None else 1.0 - right,
        "coverage": sum(given) / len(given),
        "right_kept": _share(given, one.right),
    }
    for kind in dict.fromkeys(kinds):
        found[f"{kind}_kept"] = _share(given, [each == kind for each in kinds])
    return found


def _share(of: Sequence[bool], among: Sequence[bool]) -> float | None:
    """Share that is true where `among` is; None where it never is."""
    chosen = [one for one, counts in zip(of, among, strict=True) if counts]
    return sum(chosen) / len(chosen) if chosen else None


def _fitted(answers: Sequence[Weighed], features: Sequence[dict[str, float]]) -> FittedChance:
    names = list(features[0]) if features else []
    rows = _rows(names, features)
    right = [one.right for one in answers]
    shared = [one.shared for one in answers]
    p = cross_validated(rows, right, shared)
    figures = {
        name: value
        for name, value in ordered(Stated(p.tolist(), right)).items()
        if value is not None
    }
    return chance(
        names,
        calibrated(rows, right, shared),
        p.tolist(),
        right,
        {**figures, "answers": float(len(answers)), "accuracy": sum(right) / len(right)},
    )


def _rows(names: Sequence[str], features: Sequence[dict[str, float]]) -> Rows:
    return np.asarray([[one[name] for name in names] for one in features], dtype=np.float64)
