"""Against numbers that are computed here from the definitions."""

import math

import pytest

from app.monitoring import probability
from app.monitoring.probability import (
    TAIL,
    adjusted,
    predicted,
    sides,
    two_by_many,
    two_by_two,
    wilson,
)


def beta_binomial(k: int, n: int, a: float, b: float) -> float:
    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return math.comb(n, k) * math.exp(log_beta(k + a, n - k + b) - log_beta(a, b))


def test_wilsons_interval_is_the_shares_that_the_data_do_not_refuse() -> None:
    for hits, of in ((0, 10), (8, 10), (10, 10), (37, 120)):
        for end in wilson(hits, of):
            if 0.0 < end < 1.0:
                z = abs(hits / of - end) / math.sqrt(end * (1.0 - end) / of)
                assert z == pytest.approx(1.959964, abs=1e-5)
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == 1.0
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("hits", "of", "number"), [(108, 120, 10), (108, 120, 40), (60, 60, 10), (0, 80, 30), (5, 9, 1)]
)
def test_limits_are_where_the_tails_become_too_small(hits: int, of: int, number: int) -> None:
    mass = [beta_binomial(k, number, hits + 0.5, of - hits + 0.5) for k in range(number + 1)]
    assert sum(mass) == pytest.approx(1.0)
    low, high = predicted(hits, of, number)
    assert sum(mass[: low + 1]) >= TAIL
    assert sum(mass[:low]) < TAIL
    assert sum(mass[high:]) >= TAIL
    assert sum(mass[high + 1 :]) < TAIL


def test_limits_near_three_standard_deviations_where_much_is_known() -> None:
    low, high = predicted(2_000_000, 10_000_000, 10_000)
    sigma = math.sqrt(10_000 * 0.2 * 0.8)
    assert low == pytest.approx(2000 - 3 * sigma, abs=3)
    assert high == pytest.approx(2000 + 3 * sigma, abs=3)


def test_limits_are_wider_where_the_baseline_is_small() -> None:
    few, many = predicted(18, 20, 30), predicted(1800, 2000, 30)
    assert few[0] < many[0]


def test_how_likely_each_side_of_the_centre_is() -> None:
    below, above = sides(0.9, 10)
    assert above == pytest.approx(0.9**10)
    assert below == pytest.approx(1 - 0.9**10 - 10 * 0.9**9 * 0.1)
    below, above = sides(0.95, 10)
    assert above == pytest.approx(0.95**10)
    assert below == pytest.approx(1 - 0.95**10)


def test_two_shares_by_chi_square_where_enough_is_expected() -> None:
    a, b, c, d = 10, 90, 30, 170
    square = 300 * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    assert two_by_two(10, 100, 30, 200) == pytest.approx(math.erfc(math.sqrt(square / 2)))


def test_two_shares_by_fishers_test_where_little_is() -> None:
    ways = {k: math.comb(5, k) * math.comb(10, 6 - k) for k in range(6)}
    as_rare = sum(number for number in ways.values() if number <= ways[5])
    assert two_by_two(5, 5, 1, 10) == pytest.approx(as_rare / math.comb(15, 6))
    assert two_by_two(0, 5, 0, 10) == 1.0
    assert two_by_two(0, 0, 3, 10) == 1.0


def test_two_distributions_with_rare_names_together() -> None:
    before, now = {"a": 50, "b": 50, "c": 3, "d": 2}, {"a": 30, "b": 70, "c": 2, "d": 3}
    pooled = ([50, 50, 5], [30, 70, 5])
    square = sum(
        (row[at] - expected) ** 2 / expected
        for row in pooled
        for at, expected in enumerate((40.0, 60.0, 5.0))
    )
    assert two_by_many(before, now) == pytest.approx(math.exp(-square / 2))  # 2 degrees of freedom
    assert two_by_many({}, {}) == 1.0
    assert two_by_many({"a": 50}, {"a": 10}) == 1.0
    assert two_by_many({"a": 50}, {}) == 1.0


def test_many_tests_at_once() -> None:
    assert adjusted([0.04, 0.01, 0.03, 0.5]) == pytest.approx(
        (4 / 3 * 0.04, 4 * 0.01, 4 / 3 * 0.04, 0.5)
    )
    assert adjusted([]) == ()


def test_a_tail_is_that_of_three_standard_deviations() -> None:
    assert pytest.approx(math.erfc(3 / math.sqrt(2)) / 2) == probability.TAIL
