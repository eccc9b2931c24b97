"""A quantity that rises with use is told from one that goes up and down."""

import random

import pytest

from eval.measures.trend import trend


def samples(rise: float, count: int = 400) -> list[tuple[float, float]]:
    """With waves that neighbouring samples share, as memory has."""
    draw = random.Random("trend")
    wave = 0.0
    found = []
    for number in range(count):
        wave = 0.9 * wave + draw.gauss(0.0, 0.3)
        x = number / 100
        found.append((x, 700.0 + rise * x + wave))
    return found


def test_a_leak_is_seen_and_its_size_lies_in_the_interval() -> None:
    found = trend(samples(5.0))
    assert found is not None
    assert found.low < 5.0 < found.high
    assert found.low > 0.0


def test_what_only_swings_is_no_leak() -> None:
    found = trend(samples(0.0))
    assert found is not None
    assert found.low < 0.0 < found.high


@pytest.mark.parametrize(
    "some", [[], [(1.0, 2.0)], [(1.0, 2.0), (1.0, 3.0)], [(0.0, 1.0), (9.0, 2.0)]]
)
def test_too_little_to_tell_is_told_as_none(some: list[tuple[float, float]]) -> None:
    assert trend(some) is None


def test_a_step_at_the_end_of_the_run_is_no_certain_rise() -> None:
    flat = [(n / 10, 700.0) for n in range(100)]
    found = trend([*flat, (10.0, 900.0)])
    assert found is not None
    assert found.low == pytest.approx(0.0, abs=1e-6)
