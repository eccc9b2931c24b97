import math
import random

import pytest

from app.monitoring.calibration import A_BIN, LEAST, Stated, calibration


def test_error_and_bins_by_hand() -> None:
    answers = [Stated(0.9, at < 12) for at in range(20)] + [
        Stated(0.6, at < 15) for at in range(20)
    ]
    found = calibration(answers)
    assert [each.confidence for each in found.bins] == pytest.approx([0.6, 0.9])
    assert [(each.right, each.answers) for each in found.bins] == [(0.75, 20), (0.6, 20)]
    assert found.error == pytest.approx((20 * 0.15 + 20 * 0.3) / 40)
    assert found.stated == pytest.approx(0.75)
    assert found.right == 27 / 40
    assert found.z == pytest.approx((27 - 30) / math.sqrt(20 * 0.09 + 20 * 0.24))


def test_what_is_right_as_often_as_stated_is_calibrated() -> None:
    luck = random.Random(4)
    stated = [luck.uniform(0.5, 1.0) for _ in range(4000)]
    honest = calibration([Stated(each, luck.random() < each) for each in stated])
    boasting = calibration([Stated(each, luck.random() < each - 0.2) for each in stated])
    assert honest.error is not None
    assert honest.error < 0.03
    assert honest.z is not None
    assert abs(honest.z) < 3
    assert boasting.z is not None
    assert boasting.z < -10
    assert all(each.interval[0] <= each.right <= each.interval[1] for each in honest.bins)


def test_bins_never_part_answers_of_one_confidence_and_never_are_small() -> None:
    luck = random.Random(5)
    answers = [Stated(luck.choice([0.7, 0.8, 0.85, 0.9]), True) for _ in range(45)]
    found = calibration(answers)
    shuffled = calibration(luck.sample(answers, k=45))
    assert found == shuffled
    assert min(each.answers for each in found.bins) >= A_BIN
    assert sum(each.answers for each in found.bins) == 45


def test_few_answers_say_how_many_are_needed() -> None:
    found = calibration([Stated(0.9, True)] * (LEAST - 1))
    assert found.lacks == "not enough: 29 reviewed answers state a confidence, and 30 are needed"
    assert (found.bins, found.error, found.z) == ((), None, None)


def test_answers_that_state_certainty_have_no_z() -> None:
    found = calibration([Stated(1.0, True)] * LEAST)
    assert (found.z, found.error) == (None, 0.0)
