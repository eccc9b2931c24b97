"""Words that are the opposite of one another by their beginnings: known and unknown."""

from collections.abc import Set as AbstractSet
from typing import Final

from app.grounding.phrases import listed
from app.terms.turning_words import SWAPPED, UN

SHORTEST: Final = 4
"""Letters that are left of a word without its beginning, at least."""
_UN: Final = listed(UN)


def are_opposite(here: AbstractSet[str], there: AbstractSet[str]) -> bool:
    """Whether a word of one set is one of the other turned."""
    return bool(_turned(here) & there or _turned(there) & here or _swapped(here) & there)


def _turned(words: AbstractSet[str]) -> set[str]:
    return {
        word[len(prefix) :]
        for word in words
        for prefix in _UN
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST
    }


def _swapped(words: AbstractSet[str]) -> set[str]:
    return {
        one + word[len(another) :]
        for word in words
        for pair in SWAPPED
        for one, another in (pair, pair[::-1])
        if word.startswith(another) and len(word) - len(another) >= SHORTEST
    }
