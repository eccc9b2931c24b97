"""The bins of a reliability diagram, and the error over them."""

import random

import pytest

from eval.measures.calibration_error import calibration_bins, expected_calibration_error


def error(confidence: list[float], correct: list[bool], bins: int) -> float | None:
    return expected_calibration_error(calibration_bins(confidence, correct, bins))


def test_two_bins_by_hand() -> None:
    bins = calibration_bins([0.2, 0.4, 0.6, 1.0], [False, True, True, True], 2)
    assert [(round(b.confidence, 9), b.accuracy, b.items) for b in bins] == [
        (0.3, 0.5, 2),
        (0.8, 1.0, 2),
    ]
    assert expected_calibration_error(bins) == pytest.approx((0.2 + 0.2) / 2)


def test_every_bin_holds_equally_many_however_the_confidence_is_spread() -> None:
    confidence = [(n / 150) ** 8 for n in range(150)]
    bins = calibration_bins(confidence, [True] * 150, 15)
    assert [each.items for each in bins] == [10] * 15


def test_items_of_one_confidence_are_never_parted_so_their_order_does_not_matter() -> None:
    pairs = [(0.5, n % 3 == 0) for n in range(40)] + [(0.9, n % 5 != 0) for n in range(20)]
    given = error([c for c, _ in pairs], [r for _, r in pairs], 15)
    random.Random(1).shuffle(pairs)
    assert error([c for c, _ in pairs], [r for _, r in pairs], 15) == pytest.approx(given)
    assert given == pytest.approx((40 * abs(14 / 40 - 0.5) + 20 * abs(16 / 20 - 0.9)) / 60)


def test_confidence_that_is_the_chance_of_being_right_has_little_error() -> None:
    chance = random.Random(0)
    confidence = [chance.random() for _ in range(20_000)]
    correct = [chance.random() < each for each in confidence]
    calibrated, sure = error(confidence, correct, 15), error([0.99] * 20_000, correct, 15)
    assert calibrated is not None
    assert calibrated < 0.02
    assert sure == pytest.approx(0.99 - sum(correct) / 20_000)


def test_no_item_has_no_error() -> None:
    assert error([], [], 15) is None
