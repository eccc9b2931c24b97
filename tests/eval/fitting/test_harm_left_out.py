"""A threshold is chosen by what is not judged at it."""

import numpy as np
import pytest

from eval.fitting.harm import Measured, Text
from eval.fitting.harm_left_out import threshold_at, thresholds


def twin(number: int) -> Measured:
    said = Text(str(number), str(number), False, "pairs", pair=str(number), hand="a")
    return Measured(said, False, False, frozenset(), np.zeros(2, np.float32))


TWINS = [twin(number) for number in range(10)]
SCORES = np.arange(10, dtype=np.float64)


@pytest.mark.parametrize(("refuse", "stopped"), [(0.0, 0), (0.1, 1), (0.35, 3)])
def test_no_more_twins_lie_above_than_may(refuse: float, stopped: int) -> None:
    assert (threshold_at(TWINS, SCORES, refuse) <= SCORES).sum() == stopped


def test_the_twins_of_a_fold_have_no_say_in_its_threshold() -> None:
    folds = ["0"] * 5 + ["1"] * 5
    found = thresholds(TWINS, SCORES, folds, 0.2)
    assert set(found[:5]) == {threshold_at(TWINS[5:], SCORES[5:], 0.2)}
    assert set(found[5:]) == {threshold_at(TWINS[:5], SCORES[:5], 0.2)}
