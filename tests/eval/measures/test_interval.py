"""The bootstrap interval of a figure."""

import numpy as np
import pytest

from eval.measures.interval import bootstrap_interval
from eval.scored import ratio


def interval(values: list[float]) -> tuple[float, float] | None:
    return bootstrap_interval((np.array(values), np.ones(len(values))), ratio, 2_000)


def test_it_holds_the_mean_and_narrows_with_more_items() -> None:
    few, many = interval([0.0, 1.0] * 20), interval([0.0, 1.0] * 500)
    assert few is not None
    assert many is not None
    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_it_agrees_with_the_normal_approximation_on_many_items() -> None:
    assert interval([1.0] * 700 + [0.0] * 300) == pytest.approx(
        (0.7 - 0.0284, 0.7 + 0.0284), abs=0.004
    )


def test_items_that_agree_leave_no_doubt() -> None:
    assert interval([1.0, 1.0, 1.0]) == (1.0, 1.0)


def test_the_same_items_give_the_same_interval() -> None:
    values = [0.1, 0.9, 0.4, 0.4]
    assert interval(values) == interval(values)


@pytest.mark.parametrize("values", [[], [1.0]])
def test_fewer_than_two_items_have_no_interval(values: list[float]) -> None:
    assert interval(values) is None


def test_a_figure_that_a_resample_leaves_undefined_has_no_interval() -> None:
    gained, possible = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    assert bootstrap_interval((gained, possible), ratio, 200) is None
