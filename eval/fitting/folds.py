"""Parts of a set that have nothing in common, for fitting on some and reporting on the others."""

import hashlib
from collections.abc import Sequence


def grouped(shared: Sequence[Sequence[str]]) -> list[str]:
    """The group of each item: items that share anything, directly or through others, are in one.

    Args:
        shared: for each item what it may have in common with others, at least one thing.

    Returns:
        for each item the name of its group, the first in order of all that its items have.
    """
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for first, *others in shared:
        for other in others:
            low, high = sorted((root(first), root(other)))
            parent[high] = low
    return [root(each[0]) for each in shared]


def folds(groups: Sequence[str], count: int) -> list[int]:
    """The fold of each item, in [0, count), by a hash of its group: adding items moves no other."""
    return [int(hashlib.sha256(group.encode()).hexdigest(), 16) % count for group in groups]
