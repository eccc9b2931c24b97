"""The upper end of an error rate, against values of the binomial distribution."""

import pytest

from eval.measures.error_bound import error_bound


def test_without_an_error_it_is_the_rate_that_shows_none_one_time_in_ten() -> None:
    assert error_bound(0, 20, 0.9) == pytest.approx(1 - 0.1 ** (1 / 20))


def test_two_errors_of_ten_may_be_four_and_a_half() -> None:
    rate = error_bound(2, 10, 0.9)
    seen = sum(
        ways * rate**wrong * (1 - rate) ** (10 - wrong) for wrong, ways in enumerate((1, 10, 45))
    )
    assert seen == pytest.approx(0.1)
    assert rate == pytest.approx(0.45, abs=0.001)


def test_more_items_of_the_same_rate_narrow_it() -> None:
    assert error_bound(1, 10, 0.9) > error_bound(10, 100, 0.9) > error_bound(100, 1000, 0.9) > 0.1


@pytest.mark.parametrize(("wrong", "items"), [(0, 0), (5, 5)])
def test_where_nothing_was_right_it_is_one(wrong: int, items: int) -> None:
    assert error_bound(wrong, items, 0.9) == 1.0
