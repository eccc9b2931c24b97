"""Runs of numbers behave as the set of them."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.governance.audit.ranges import Ranges

NUMBERS = st.lists(st.integers(-5, 30))


@given(NUMBERS, st.integers(-8, 33), st.integers(-8, 33))
def test_ranges_are_a_set(numbers: list[int], first: int, last: int) -> None:
    ranges = Ranges()
    for number in numbers:
        ranges.add(number)
    held = set(numbers)
    assert [n for n in range(-8, 34) if n in ranges] == sorted(held)
    assert ranges.last == max(held, default=None)
    pieces = ranges.pieces
    assert [n for one, until in pieces for n in range(one, until + 1)] == sorted(held)
    assert all(after[0] > before[1] + 1 for before, after in itertools.pairwise(pieces))

    split = list(ranges.split(first, last))
    told = [(n, there) for one, until, there in split for n in range(one, until + 1)]
    assert told == [(n, n in held) for n in range(first, last + 1)]
    assert all(after[2] != before[2] for before, after in itertools.pairwise(split))
