"""The bootstrap interval of a mean."""

import pytest

from eval.measures.interval import bootstrap_interval


def test_it_holds_the_mean_and_narrows_with_more_items() -> None:
    few = bootstrap_interval([0.0, 1.0] * 20)
    many = bootstrap_interval([0.0, 1.0] * 500)
    assert few[0] < 0.5 < few[1]
    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_it_agrees_with_the_normal_approximation_on_many_items() -> None:
    low, high = bootstrap_interval([1.0] * 700 + [0.0] * 300)
    assert (low, high) == pytest.approx((0.7 - 0.0284, 0.7 + 0.0284), abs=0.004)


def test_items_that_agree_leave_no_doubt() -> None:
    assert bootstrap_interval([1.0, 1.0, 1.0]) == (1.0, 1.0)


def test_the_same_items_give_the_same_interval() -> None:
    values = [0.1, 0.9, 0.4, 0.4]
    assert bootstrap_interval(values) == bootstrap_interval(values)


def test_no_items_have_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bootstrap_interval([])
