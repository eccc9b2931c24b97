"""The fit of confidence: calibrated, monotone, and its thresholds on what it was not fitted on."""

import numpy as np
import pytest

from eval.fitting.chance import calibrated, chance, cross_validated, error_rows, fit_supporting
from eval.fitting.logistic import probabilities
from eval.suite import UnusableSet

ITEMS = 600


def made(seed: int = 1) -> tuple[np.ndarray, list[bool], list[list[str]]]:
    """Answers of which 1 / (1 + exp(-(3x - 2))) are right; the second feature is chance."""
    draw = np.random.default_rng(seed)
    rows = draw.random((ITEMS, 2)) * 2
    p = 1.0 / (1.0 + np.exp(-(3.0 * rows[:, 0] - 2.0)))
    return rows, (draw.random(ITEMS) < p).tolist(), [[f"q{n}"] for n in range(ITEMS)]


def test_the_probability_is_the_share_that_is_right_whatever_the_mix() -> None:
    rows, right, shared = made()
    p = probabilities(calibrated(rows, right, shared), rows)
    assert np.mean(p) == pytest.approx(np.mean(right), abs=0.01)
    for low, high in ((0.2, 0.5), (0.5, 0.8), (0.8, 1.0)):
        inside = (p >= low) & (p < high)
        assert np.mean(np.asarray(right)[inside]) == pytest.approx(np.mean(p[inside]), abs=0.1)


def test_a_feature_that_speaks_against_is_left_out_and_not_turned_round() -> None:
    rows, right, _ = made()
    against = np.column_stack([rows[:, 0], -rows[:, 0] + 0.01 * rows[:, 1]])
    fitted = fit_supporting(against, right)
    assert fitted.weights[0] > 0.0
    assert fitted.weights[1] == 0.0
    with pytest.raises(UnusableSet, match="No feature speaks"):
        fit_supporting(-rows[:, :1], right)


def test_no_answer_is_judged_by_a_model_that_saw_what_it_shares() -> None:
    draw = np.random.default_rng(2)
    half = draw.normal(size=(60, 30))
    rows, right = np.vstack([half, half]), [bool(n % 2) for n in range(60)] * 2
    twice = [[f"document {n % 60}"] for n in range(120)]
    apart = [[f"document {n}"] for n in range(120)]
    truth = np.asarray(right)
    honest, leaking = (cross_validated(rows, right, each) for each in (twice, apart))
    assert np.mean((leaking >= 0.5) == truth) > np.mean((honest >= 0.5) == truth) + 0.1


def test_answers_of_one_kind_cannot_be_fitted_on() -> None:
    rows, _, shared = made()
    with pytest.raises(UnusableSet, match="nothing to fit on"):
        calibrated(rows, [True] * ITEMS, shared)


def test_a_threshold_keeps_to_its_rate_with_something_to_spare_for_chance() -> None:
    p = [n / 200 for n in range(200)]
    right = [n >= 100 or n % 2 == 0 for n in range(200)]
    rows = {row.error: row for row in error_rows(p, right)}
    assert rows[0.05].threshold < 0.5
    for row in rows.values():
        given = [good for at, good in zip(p, right, strict=True) if at >= row.threshold]
        seen = 1 - sum(given) / len(given)
        assert seen < row.error
        assert row.coverage == pytest.approx(len(given) / 200)
    lucky = [n >= 190 for n in range(200)]
    least = min(row.error for row in error_rows(p, lucky))
    assert least > 1 - 0.1 ** (1 / 10)  # ten right answers in a row show no lower rate


def test_the_model_as_data_gives_the_fitted_probability_without_weights_of_nothing() -> None:
    rows, right, shared = made()
    rows[:, 1] = 1.0
    fitted = calibrated(rows, right, shared)
    p = probabilities(fitted, rows)
    model = chance(("x", "constant"), fitted, p.tolist(), right, {"answers": 600.0})
    assert set(model.weights) == {"x"}
    features = {"x": float(rows[0, 0]), "constant": 1.0}
    assert model.probability(features) == pytest.approx(p[0])
