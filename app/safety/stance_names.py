"""Where a sentence names medicines and says nothing: a list as long as one likes."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from app.safety import stance_words as words

_MANY: Final = 8
"""Names in a sentence from which on it is worth counting what else stands there."""


def other_letters(line: str, names: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """At each place of `line` how many letters before it belong to no name; empty where the names
    are few."""
    if len(names) < _MANY:
        return ()
    counts = [one.isalnum() for one in line]
    for start, end in names:
        counts[start:end] = [False] * (end - start)
    return (0, *accumulate(counts))


def only_names(other: Sequence[int], start: int, end: int) -> bool:
    """Whether names alone stand around the one at `start` to `end`, as far as words reach."""
    if not other:
        return False
    return other[max(0, start - words.REACH)] == other[min(len(other) - 1, end + words.REACH)]
