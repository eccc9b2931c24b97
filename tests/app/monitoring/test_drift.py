"""Whether other things are asked."""

import math
import random
from collections import Counter
from datetime import date, timedelta

import pytest

from app.monitoring.drift import (
    SHIFTED,
    Distribution,
    Drift,
    baseline_needed,
    drift,
    needed,
    stability_index,
)
from app.monitoring.periods import By, periods

FIRST = date(2026, 1, 5)
USUAL = {"heart": 0.3, "infections": 0.3, "diabetes": 0.2, "general": 0.2}


def asked(shares: dict[str, float], number: int, luck: random.Random) -> Counter[str]:
    return Counter(luck.choices(list(shares), list(shares.values()), k=number))


def followed(weeks: list[Counter[str]], baseline: int) -> Drift:
    shown = periods(FIRST, FIRST + timedelta(weeks=len(weeks) - 1), By.WEEK)
    found = [
        Distribution(period, counts, counts, counts.total())
        for period, counts in zip(shown, weeks, strict=True)
    ]
    return drift("topics", found, baseline)


def test_the_index_by_hand() -> None:
    before, now = {"a": 80, "b": 20}, {"a": 50, "b": 50}
    p, q = 80.5 / 101, 50.5 / 101
    by_hand = (q - p) * math.log(q / p) + (p - q) * math.log((1 - q) / (1 - p))
    assert stability_index(before, now) == pytest.approx(by_hand)
    assert stability_index(before, {"a": 160, "b": 40}) < 0.001
    assert stability_index({}, {}) == 0.0
    assert math.isfinite(stability_index({"a": 100}, {"b": 100}))


def test_how_many_are_needed_so_that_chance_alone_stays_below_a_tenth() -> None:
    for names, baseline in ((5, 200), (12, 2000), (15, 1000)):
        least = needed(names, baseline)
        assert least is not None
        assert (names - 1) * (1 / least + 1 / baseline) <= 0.1
        assert (names - 1) * (1 / (least - 1) + 1 / baseline) > 0.1
    assert needed(12, 100) is None
    assert needed(12, 0) is None
    assert needed(12, baseline_needed(12)) == baseline_needed(12)
    assert needed(1, 10) == 1


def test_chance_alone_gives_about_the_index_it_is_said_to() -> None:
    luck = random.Random(5)
    found = [stability_index(asked(USUAL, 400, luck), asked(USUAL, 100, luck)) for _ in range(300)]
    assert sum(found) / 300 == pytest.approx(3 * (1 / 400 + 1 / 100), rel=0.15)


def test_another_kind_of_question_is_found_and_named() -> None:
    luck = random.Random(6)
    other = {**USUAL, "pregnancy": 0.6}
    weeks = [asked(USUAL, 120, luck) for _ in range(12)] + [asked(other, 120, luck)]
    point = followed(weeks, 12).points[-1]
    assert point.index is not None
    assert point.index > SHIFTED
    assert point.shifted
    assert point.moved[0].name == "pregnancy"
    assert (point.moved[0].before, point.moved[0].share > 0.25) == (0.0, True)
    assert point.p is not None
    assert point.p < 1e-6


def test_the_same_questions_seldom_signal() -> None:
    """At a level of 0.01, of 5 names at most 1 week in 100 names any; here of 200 weeks. An index
    of 0.25 does not come about by chance at all."""
    luck = random.Random(7)
    named = 0
    for _ in range(10):
        found = followed([asked(USUAL, 120, luck) for _ in range(32)], 12)
        assert not any(point.shifted for point in found.points)
        named += sum(bool(point.moved) for point in found.points)
    assert named <= 5


def test_a_small_difference_of_very_many_is_not_told() -> None:
    before, now = Counter(a=50_000, b=50_000), Counter(a=53_000, b=47_000)
    point = followed([before, now], 1).points[-1]
    assert point.p is not None
    assert point.p < 1e-9
    assert point.moved == ()
    assert not point.shifted


def test_too_few_are_told_with_how_many_are_needed() -> None:
    luck = random.Random(8)
    weeks = [asked(USUAL, 100, luck) for _ in range(12)]
    point = followed([*weeks, asked(USUAL, 20, luck)], 12).points[-1]
    assert point.index is None
    assert point.lacks == f"not enough: 20, and {needed(4, 1200)} are needed to compare 4 names"
    point = followed([asked(USUAL, 10, luck), asked(USUAL, 20, luck)], 1).points[-1]
    assert point.lacks == "not enough: the baseline has 10, and needs 60 to compare 4 names"


def test_weeks_without_a_known_topic_are_not_compared() -> None:
    luck = random.Random(9)
    found = followed([asked(USUAL, 100, luck), Counter(), asked(USUAL, 100, luck)], 1)
    assert found.points[1].index is None
    assert found.points[1].lacks is None
    assert found.points[2].index is not None
    assert sum(share for _, share in found.latest) == pytest.approx(1.0)
