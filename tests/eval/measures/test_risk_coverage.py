"""Risk against coverage, the area under it, the threshold for an error rate; and the ROC area."""

import random

import pytest

from eval.measures.auroc import auroc
from eval.measures.risk_coverage import (
    area_under_risk_coverage,
    risk_coverage,
    threshold_for_error,
)

CONFIDENCE = [0.9, 0.8, 0.7, 0.6]
CORRECT = [True, False, True, False]


def test_a_curve_by_hand() -> None:
    points = risk_coverage(CONFIDENCE, CORRECT)
    assert [(p.threshold, p.coverage, p.risk) for p in points] == [
        (0.9, 0.25, 0.0),
        (0.8, 0.5, 0.5),
        (0.7, 0.75, pytest.approx(1 / 3)),
        (0.6, 1.0, 0.5),
    ]
    assert area_under_risk_coverage(CONFIDENCE, CORRECT) == pytest.approx(
        (0 + 0.5 + 1 / 3 + 0.5) / 4
    )


def test_items_of_one_confidence_enter_together_in_any_order() -> None:
    for correct in ([True, True, False, False], [False, False, True, True]):
        points = risk_coverage([0.5] * 4, correct)
        assert [(p.threshold, p.coverage, p.risk) for p in points] == [(0.5, 1.0, 0.5)]
        assert area_under_risk_coverage([0.5] * 4, correct) == pytest.approx(0.5)


def test_the_area_is_the_error_rate_by_chance_and_near_its_best_for_a_perfect_order() -> None:
    correct = [n % 4 != 0 for n in range(2_000)]
    perfect = area_under_risk_coverage([float(each) for each in correct], correct)
    assert perfect is not None
    # The best there is for an error rate r: r + (1 - r) ln(1 - r).
    assert perfect == pytest.approx(0.25 + 0.75 * -0.2877, abs=0.002)
    chance = random.Random(0)
    drawn = area_under_risk_coverage([chance.random() for _ in correct], correct)
    assert drawn == pytest.approx(0.25, abs=0.03)


def test_the_threshold_is_the_lowest_one_even_where_a_higher_one_errs_more() -> None:
    points = risk_coverage(CONFIDENCE, CORRECT)
    assert threshold_for_error(points, 0.34) == 0.7
    assert threshold_for_error(points, 0.0) == 0.9
    assert threshold_for_error(points, 0.5) == 0.6


def test_no_threshold_is_said_where_the_most_confident_are_wrong_too_often() -> None:
    assert threshold_for_error(risk_coverage([0.9, 0.8], [False, True]), 0.1) is None
    assert threshold_for_error((), 0.1) is None


def test_nothing_is_undefined_quietly() -> None:
    assert risk_coverage([], []) == ()
    assert area_under_risk_coverage([], []) is None


def test_the_roc_area_is_the_share_of_pairs_in_the_right_order() -> None:
    assert auroc(CONFIDENCE, CORRECT) == pytest.approx(3 / 4)
    assert auroc([0.5, 0.5, 0.5], [True, False, True]) == pytest.approx(0.5)


@pytest.mark.parametrize("correct", [[True, True], [False, False], []])
def test_the_roc_area_needs_both_right_and_wrong(correct: list[bool]) -> None:
    assert auroc([0.4, 0.6][: len(correct)], correct) is None
