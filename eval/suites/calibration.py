"""Whether a stated confidence is the chance of being right, and what a threshold on it buys.

    expected_calibration_error   |share right - confidence|, mean over bins of equally many items
    brier                        mean squared distance of confidence and right (1) or wrong (0)
                                 (Brier, Monthly Weather Review 78(1), 1950)
    auroc                        how often a right item is more confident than a wrong one
    area_under_risk_coverage     mean error rate over all shares answered, most confident first
    threshold_for_error          the lowest confidence from which on at most the wanted share of
                                 what is answered is wrong, chosen on one half of the items
    error_at_threshold, coverage_at_threshold
                                 share wrong of what it answers, and share answered, on the other

Data, either of two; an item whose confidence is null stated none, is left out and counted:

    FILE.jsonl[.gz]   {"id": ..., "confidence": 0-1, "correct": true|false, "group": ...}
                      (the group may be left out; figures stand by it too)
    a run folder      whose items.jsonl has `confidence` and `correct` on every line, as those of
                      the suite `confidence` have

Options: `--set bins=15`; `--set error=0.05`, the wanted error rate; `--set fit=all` chooses the
threshold on the very items it is reported on, which is marked in-sample (default: fit=half, by a
hash of the id).
"""

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from app.domain.frozen import Frozen
from eval.compose import card
from eval.measures.auroc import auroc
from eval.measures.calibration_error import calibration_bins, expected_calibration_error
from eval.measures.interval import bootstrap_interval
from eval.measures.risk_coverage import (
    area_under_risk_coverage,
    risk_coverage,
    threshold_for_error,
)
from eval.run import RunFolder
from eval.scored import LABEL_RESAMPLES, ScoredItem, by_group, figure, intervals
from eval.stated import Stated, read_stated
from eval.suite import (
    Curve,
    Figures,
    LinePlot,
    SuiteRequest,
    SuiteResult,
    UnusableSet,
    whole,
)
from eval.suites.rationale import HELD_BACK, TUNED, half

NAME = "calibration"
SUMMARY = "reliability of stated confidence, risk against coverage, a threshold for an error rate"

ECE, BRIER, ACCURACY, STATED = "expected_calibration_error", "brier", "accuracy", "mean_confidence"
AUROC, AREA = "auroc", "area_under_risk_coverage"
THRESHOLD = "threshold_for_error"
ERROR_AT, COVERAGE_AT = "error_at_threshold", "coverage_at_threshold"
FIGURES: Final = (ECE, BRIER, AUROC, AREA, ACCURACY, STATED, THRESHOLD, ERROR_AT, COVERAGE_AT)
GROUPED: Final = (BRIER, ACCURACY, STATED)
BINS: Final = 15
ERROR: Final = "0.05"
HALF, ALL = "half", "all"
OrderMeasure = Callable[[Sequence[float], Sequence[bool]], float | None]
DRAWN: Final = 200
"""Points of the risk-coverage curve that are drawn."""


class Threshold(Frozen):
    value: float | None
    """None: none has an error of at most `error` on the items it was to be chosen on."""
    error: float
    items: int
    """How many these were."""
    fit: str
    """`half`: chosen on the half `tuned`, reported on the other; `all`: both on all items."""

    def reports_on(self, item_id: str) -> bool:
        return self.fit == ALL or half(item_id) == HELD_BACK


class CalibrationItem(ScoredItem):
    confidence: float
    correct: bool


def run(request: SuiteRequest) -> SuiteResult:
    """Score the stated confidences.

    Raises:
        UnusableSet: no data, malformed data, or options that are none.
    """
    options = request.chosen(("bins", "error", "fit"))
    bins, fit = whole(options, "bins", BINS), options.get("fit", HALF)
    error = _rate(options.get("error", ERROR))
    if fit not in (HALF, ALL):
        raise UnusableSet(f"--set fit={fit}: it is {HALF} or {ALL}.")
    stated = read_stated(
        request.needed_data("a .jsonl of confidences, or a run of the suite `confidence`")
    )
    threshold = chosen(stated.items, error, fit)
    folder = RunFolder(request.out, card(request, NAME, stated.sha256, None))
    items = folder.carry_out(
        {one.id: one for one in stated.items},
        CalibrationItem,
        lambda _, one: calibration_item(one, threshold),
        request.progress,
        "Scoring",
    )
    silent = f"; {stated.silent} more stated no confidence" if stated.silent else ""
    reported_on = f"{stated.name}: {len(items)} items{silent}"
    result = summarise(items, threshold, bins, reported_on)
    folder.finish(result)
    return result


def chosen(stated: Sequence[Stated], error: float, fit: str) -> Threshold:
    """The lowest threshold with at most this error, on the items that `fit` names."""
    ours = [one for one in stated if fit == ALL or half(one.id) == TUNED]
    points = risk_coverage([one.confidence for one in ours], [one.correct for one in ours])
    return Threshold(
        value=threshold_for_error(points, error), error=error, items=len(ours), fit=fit
    )


def calibration_item(one: Stated, threshold: Threshold) -> CalibrationItem:
    """The item: its shares in what the threshold buys only where that is reported on it."""
    shares = {
        BRIER: ((one.confidence - one.correct) ** 2, 1.0),
        ACCURACY: (float(one.correct), 1.0),
        STATED: (one.confidence, 1.0),
    }
    if threshold.value is not None and threshold.reports_on(one.id):
        answered = one.confidence >= threshold.value
        shares[COVERAGE_AT] = (float(answered), 1.0)
        if answered:
            shares[ERROR_AT] = (float(not one.correct), 1.0)
    return CalibrationItem(
        id=one.id,
        shares=shares,
        groups=one.groups,
        confidence=one.confidence,
        correct=one.correct,
    )


def summarise(
    items: Sequence[CalibrationItem], threshold: Threshold, bins: int, reported_on: str
) -> SuiteResult:
    """The figures and both curves."""
    confidence, correct = [one.confidence for one in items], [one.correct for one in items]
    shares = (BRIER, ACCURACY, STATED, ERROR_AT, COVERAGE_AT)
    headline: Figures = {
        **{name: figure(name, items) for name in shares},
        ECE: _calibration_error(items, bins),
        AUROC: auroc(confidence, correct),
        AREA: area_under_risk_coverage(confidence, correct),
        THRESHOLD: threshold.value,
    }
    at_threshold = (THRESHOLD, ERROR_AT, COVERAGE_AT)
    none_reaches = (
        f"no threshold has an error of at most {threshold.error:g} on the {threshold.items} items "
        "it is to be chosen on"
    )
    reasons = {
        AUROC: "every item is right, or every one is wrong",
        **dict.fromkeys(at_threshold, none_reaches),
    }
    if threshold.value is not None:
        reasons[ERROR_AT] = "no item that it is reported on reaches the threshold"
        reasons[COVERAGE_AT] = "no item fell into the half that it is reported on"
    where = "all items" if threshold.fit == ALL else f"the half `{TUNED}` of the items"
    return SuiteResult(
        suite=NAME,
        headline={**{name: headline[name] for name in FIGURES}, "items": len(items)},
        breakdowns=_breakdowns(items, bins),
        intervals=intervals(shares, items) | _intervals_of_order(confidence, correct),
        undefined={name: reasons[name] for name in FIGURES if headline[name] is None},
        fitted_on=f"the threshold on {where}; whatever else the confidence was fitted on, its "
        "maker must say",
        reported_on=reported_on
        + ("" if threshold.fit == ALL else "; what the threshold buys, on the other half"),
        in_sample=dict.fromkeys(at_threshold, "the threshold was chosen on these very items")
        if threshold.fit == ALL
        else {},
        notes=(
            f"{bins} bins at most; with few items a bin the calibration error is overstated.",
            f"The threshold is for an error of at most {threshold.error:g}; nothing is added for "
            "chance, so on new items it is exceeded about every second time.",
        ),
        plots=_plots(items, bins),
    )


def _intervals_of_order(
    confidence: Sequence[float], correct: Sequence[bool]
) -> dict[str, tuple[float, float]]:
    """The intervals of the two figures that look at the order of the items alone."""

    def resampled(measure: OrderMeasure) -> tuple[float, float] | None:
        def statistic(stated: Sequence[float], right: Sequence[bool]) -> float:
            drawn = measure(stated, right)
            return math.nan if drawn is None else drawn

        data = (np.asarray(confidence), np.asarray(correct))
        return bootstrap_interval(data, statistic, LABEL_RESAMPLES, vectorised=False)

    measures: dict[str, OrderMeasure] = {AUROC: auroc, AREA: area_under_risk_coverage}
    found = {name: resampled(measure) for name, measure in measures.items()}
    return {name: ends for name, ends in found.items() if ends is not None}


def _breakdowns(items: Sequence[CalibrationItem], bins: int) -> dict[str, dict[str, Figures]]:
    names = dict.fromkeys(name for one in items for name in one.groups)
    found = {}
    for name in names:
        rows = by_group(name, GROUPED, items)
        for group, row in rows.items():
            ours = [one for one in items if one.groups.get(name) == group]
            row[ECE] = _calibration_error(ours, bins)
        found[f"by_{name}"] = rows
    return found


def _calibration_error(items: Sequence[CalibrationItem], bins: int) -> float | None:
    return expected_calibration_error(
        calibration_bins([one.confidence for one in items], [one.correct for one in items], bins)
    )


def _plots(items: Sequence[CalibrationItem], bins: int) -> tuple[LinePlot, ...]:
    confidence, correct = [one.confidence for one in items], [one.correct for one in items]
    reliability = [(b.confidence, b.accuracy) for b in calibration_bins(confidence, correct, bins)]
    curve = [(point.coverage, point.risk) for point in risk_coverage(confidence, correct)]
    step = -(-len(curve) // DRAWN)
    drawn = [*curve[::step], *([curve[-1]] if (len(curve) - 1) % step else [])]
    return (
        LinePlot(
            title="Reliability",
            x="stated confidence",
            y="share right",
            curves=(Curve(name="bins of equally many items", points=tuple(reliability)),),
            diagonal=True,
        ),
        LinePlot(
            title="Risk against coverage",
            x="share answered",
            y="share wrong of what is answered",
            curves=(Curve(name="most confident first", points=tuple(drawn)),),
        ),
    )


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = -1.0
    if not 0.0 <= rate < 1.0:
        raise UnusableSet(f"--set error={text}: write a share from 0 to below 1, such as 0.05.")
    return rate
