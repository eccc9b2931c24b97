"""Slips of the finger in the words that tell what is asked of a record: `potasium`, `lastest`."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

SHORTEST: Final = 5
"""Letters: a shorter word has too many neighbours."""
_WORD: Final = re.compile(r"[A-Za-z]{5,20}")
OTHER_WORDS: Final = frozenset(
    """weigh weighs weighed latent resent decent lasted attest patent latency lowest latex treads
    tread breads mediation meditation meditations dedication visitor visits allergen allergens
    allergic resource heights freight eight sordid podium medium sodium trends friend fiend currant
    currents recant clothing heist history historic problem calcium""".split()  # noqa: SIM905 - a list of words is read more easily
)
"""Words of their own that lie one slip beside such a word."""


class Slips:
    """Mends words that are one slip away from one word of a list and are none of it."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: Final = frozenset(
            one.lower() for one in words if len(one) >= SHORTEST and one.isalpha()
        )

    def mended(self, text: str) -> str:
        """`text` with each slipped word put right, everything else as it stands."""
        return _WORD.sub(lambda one: self._mended(one.group()), text)

    def _mended(self, written: str) -> str:
        word = written.lower()
        if (
            word in self._words
            or word in OTHER_WORDS
            or word.rstrip("s") in self._words
            or f"{word}s" in self._words
        ):
            return written
        return _nearest(self._words, word) or written


@lru_cache(maxsize=4096)
def _nearest(words: frozenset[str], word: str) -> str | None:
    near = [one for one in sorted(words) if one[0] == word[0] and _one_slip(one, word)]
    return near[0] if len(near) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter is left out, put in, another, or two neighbours change places."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return len(one) != len(other)
    if len(one) == len(other):
        swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
        return one[at + 1 :] == other[at + 1 :] or swapped
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1 :] == shorter[at:]
