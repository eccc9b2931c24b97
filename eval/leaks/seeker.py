"""Finding thousands of needles in bytes in one pass.

Rabin and Karp's idea with exact keys: every needle has 8 bytes or more, so its first 8 are a 64-bit
number. The positions where such a number stands are few, and only there needles are compared.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.leaks.canary import SHORTEST, Canary, Needle

CHUNK: Final = 1 << 22
"""Bytes that are turned into numbers at a time."""


class Hit(NamedTuple):
    """Where a canary of an asking stands first."""

    asking: str
    canary: Canary
    offset: int
    form: str


class _Sought(NamedTuple):
    asking: str
    canary: Canary
    needle: Needle


class Seeker:
    """Looks for the canaries of every asking.

    Args:
        planted: asking -> its canaries.
    """

    def __init__(self, planted: Mapping[str, Iterable[Canary]]) -> None:
        self._sought: dict[int, list[_Sought]] = {}
        self._starts = np.zeros((256, 256), dtype=np.bool_)
        for asking, canaries in planted.items():
            for canary in canaries:
                for needle in canary.needles:
                    first = needle.sought[:SHORTEST]
                    sought = _Sought(asking, canary, needle)
                    self._sought.setdefault(int.from_bytes(first), []).append(sought)
                    self._starts[first[0], first[1]] = True
        self._keys = np.array(sorted(self._sought), dtype=np.uint64)

    def hits(self, data: bytes) -> list[Hit]:
        """The first occurrence of every canary that stands in `data`, in any spelling."""
        lowered = data.lower()
        first: dict[tuple[str, Canary], Hit] = {}
        for at, key in self._candidates(lowered):
            for asking, canary, needle in self._sought[key]:
                if (asking, canary) not in first and needle.stands_at(lowered, at):
                    first[asking, canary] = Hit(asking, canary, at, needle.form)
        return list(first.values())

    def _candidates(self, lowered: bytes) -> Iterable[tuple[int, int]]:
        """(position, its 8 bytes as a number) wherever a needle may begin, in order."""
        for start in range(0, len(lowered) - SHORTEST + 1, CHUNK):
            window = np.frombuffer(lowered[start : start + CHUNK + SHORTEST - 1], dtype=np.uint8)
            last = len(window) - SHORTEST + 1
            at = np.flatnonzero(self._starts[window[:last], window[1 : last + 1]])
            keys: NDArray[np.uint64] = np.zeros(len(at), dtype=np.uint64)
            for step in range(SHORTEST):
                keys = (keys << np.uint64(8)) | window[at + step].astype(np.uint64)
            there = np.isin(keys, self._keys)
            yield from zip((at[there] + start).tolist(), keys[there].tolist(), strict=True)
