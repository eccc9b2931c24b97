"""Control charts: what must be found is, and what is stable mostly stays quiet."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from app.monitoring.charts import LEAST_ITEMS, LEAST_PERIODS, Chart, Counted, p_chart
from app.monitoring.periods import By, Period, periods

FIRST = date(2026, 1, 5)


def weeks(number: int) -> tuple[Period, ...]:
    return periods(FIRST, FIRST + timedelta(weeks=number - 1), By.WEEK)


def chart(counts: Sequence[tuple[int, int]], baseline: int = 12, *, widened: bool = False) -> Chart:
    counted = [
        Counted(period, hits, of)
        for period, (hits, of) in zip(weeks(len(counts)), counts, strict=True)
    ]
    return p_chart("sample", counted, baseline, widened=widened)


def drawn(share: float, of: int, luck: random.Random) -> tuple[int, int]:
    return sum(luck.random() < share for _ in range(of)), of


def test_the_centre_is_that_of_the_baseline_alone() -> None:
    found = chart([(9, 10), (18, 20)] * 6 + [(1, 10)])
    assert found.centre == pytest.approx(0.9)
    assert [point.baseline for point in found.points] == [True] * 12 + [False]
    assert found.points[-1].share == pytest.approx(0.1)


def test_a_point_beyond_a_limit_is_told_and_one_on_it_is_not() -> None:
    stable = [(9, 10)] * 12
    limits = chart([*stable, (9, 10)]).points[-1].limits
    assert limits is not None
    low = round(limits[0] * 10)
    assert chart([*stable, (low, 10)]).points[-1].beyond is None
    assert chart([*stable, (low - 1, 10)]).points[-1].beyond == "low"
    rare = [(50, 1000)] * 12
    assert chart([*rare, (100, 1000)]).points[-1].beyond == "high"


def test_eight_on_one_side_are_a_run_and_seven_are_none() -> None:
    stable = [(48, 60), (52, 60)] * 6
    seven = chart([*stable, *[(47, 60)] * 7])
    assert {point.run for point in seven.points} == {None}
    eight = chart([*stable, *[(47, 60)] * 8])
    assert [point.run for point in eight.points[-2:]] == [None, "low"]
    ended = chart([*stable, *[(47, 60)] * 4, (52, 60), *[(47, 60)] * 4])
    assert {point.run for point in ended.points} == {None}


def test_weeks_without_figures_neither_end_a_run_nor_make_one() -> None:
    stable = [(48, 60), (52, 60)] * 6
    found = chart([*stable, *[(47, 60), (0, 0)] * 8])
    assert found.points[-2].run == "low"
    assert found.points[-1].run is None
    assert found.points[-1].share is None
    assert found.points[-1].limits is None


def test_eight_weeks_without_a_fault_are_no_run_where_faults_are_rare() -> None:
    stable = [(5, 5)] * 9 + [(4, 5)] * 3
    found = chart([*stable, *[(5, 5)] * 8])
    assert found.centre == pytest.approx(0.95)
    assert {point.run for point in found.points} == {None}
    assert chart([*stable, *[(5, 5)] * 22]).points[-1].run == "high"


def test_limits_of_many_questions_are_widened_by_how_weeks_of_the_baseline_differ() -> None:
    restless = [(150, 1000), (250, 1000)] * 6
    bare, widened = (chart([*restless, (260, 1000)], widened=each) for each in (False, True))
    z = 0.1 / (0.2 * 0.8 / 1000) ** 0.5
    assert widened.sigma_z == pytest.approx(z / 1.128)
    assert bare.points[-1].beyond == "high"
    assert widened.points[-1].beyond is None
    assert chart([(200, 1000)] * 13, widened=True).sigma_z == 1.0


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([(0, 0)], f"{LEAST_PERIODS} more periods with figures and {LEAST_ITEMS} more counted"),
        ([(3, 4)] * 13, "2 more counted"),
        ([(0, 0)] * 8 + [(30, 40)] * 5, "2 more periods with figures"),
    ],
)
def test_a_baseline_that_is_not_enough_says_what_it_needs(
    counts: list[tuple[int, int]], told: str
) -> None:
    found = chart(counts)
    assert found.centre is None
    assert found.lacks is not None
    assert told in found.lacks
    assert all(point.limits is None and point.beyond is None for point in found.points)


def test_a_baseline_without_a_fault_still_lets_a_little_pass() -> None:
    found = chart([*[(10, 10)] * 12, (9, 10), (6, 10)])
    assert [point.beyond for point in found.points[-2:]] == [None, "low"]


def test_a_fall_of_the_approved_share_is_found_within_weeks() -> None:
    """From 90% to 70%, of 20 reviews a week: in all of 40 simulated years within 20 weeks, in half
    of them within 5 (measured on 150 others: 4)."""
    luck = random.Random(20)
    delays = []
    for _ in range(40):
        before = [drawn(0.9, 20, luck) for _ in range(24)]
        found = chart([*before, *(drawn(0.7, 20, luck) for _ in range(20))]).points[24:]
        told = [at for at, point in enumerate(found) if "low" in (point.beyond, point.run)]
        assert told
        delays.append(told[0] + 1)
    assert sorted(delays)[20] <= 5


@pytest.mark.parametrize(
    ("share", "of", "widened"), [(0.9, 10, False), (0.8, 20, False), (0.2, 300, True)]
)
def test_what_is_stable_seldom_signals(share: float, of: int, widened: bool) -> None:
    """Expected of 0.0027 a point at most beyond a limit, and 0.3 runs a year of one chart (measured
    on 300 others: 0.0006 to 0.0017, and 0.15 to 0.38)."""
    luck = random.Random(3)
    beyond = runs = 0
    for _ in range(30):
        points = chart([drawn(share, of, luck) for _ in range(64)], widened=widened).points[12:]
        beyond += sum(point.beyond is not None for point in points)
        runs += sum(
            point.run is not None and (at == 0 or points[at - 1].run is None)
            for at, point in enumerate(points)
        )
    assert beyond <= 30 * 52 * 0.0027
    assert runs <= 30 * 0.7
