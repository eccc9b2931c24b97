"""Logistic regression as plain numbers."""

import numpy as np

from eval.fitting.logistic import fit_logistic, probabilities


def test_weights_are_for_features_as_measured_and_a_constant_one_has_none() -> None:
    random = np.random.default_rng(3)
    rows = np.column_stack([random.normal(50.0, 20.0, 400), np.full(400, 7.0)])
    right = (rows[:, 0] + random.normal(0.0, 10.0, 400) > 50.0).tolist()
    model = fit_logistic(rows, right)
    p = probabilities(model, rows)
    assert model.weights[0] > 0.0 == model.weights[1]
    assert np.mean((p >= 0.5) == np.asarray(right)) > 0.8
    assert abs(probabilities(model, np.array([[50.0, 7.0]]))[0] - 0.5) < 0.1


def test_the_rarer_label_counts_as_much() -> None:
    rows = np.array([[0.0]] * 90 + [[1.0]] * 10)
    p = probabilities(fit_logistic(rows, [False] * 90 + [True] * 10), rows)
    assert p[0] < 0.5 < p[-1]


def test_numbers_beyond_all_measure_give_no_warning() -> None:
    model = fit_logistic(np.array([[0.0], [1.0]]), [False, True])
    assert probabilities(model, np.array([[1e9], [-1e9]])).tolist() == [
        1.0,
        probabilities(model, np.array([[-1e9]]))[0],
    ]
