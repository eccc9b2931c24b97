"""Phrases of a vocabulary, found in words; the time is linear in the words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, Final, Generic, NamedTuple, TypeVar
from weakref import WeakSet

T = TypeVar("T")

REMEMBERED: Final = 8192
"""Words of which it is remembered what phrases they begin."""
SHORTEST: Final = 3
"""Letters before a `*`, at least."""


def listed(phrases: str) -> tuple[str, ...]:
    """The phrases of a text that separates them by commas."""
    return tuple(" ".join(each.split()) for each in phrases.split(",") if each.strip())


class Found(NamedTuple, Generic[T]):
    """A phrase that was met: its words from `start` up to `end`, and all that it stands for."""

    start: int
    end: int
    values: tuple[T, ...]


remembering: Final["WeakSet[_lru_cache_wrapper[Any]]"] = WeakSet()
"""What all phrases remember of words."""


class Phrases(Generic[T]):
    """Finds the longest phrase at each place; phrases do not overlap."""

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._values: dict[tuple[str, ...], tuple[T, ...]] = {}
        for phrase, value in pairs:
            words = tuple(phrase.split())
            if words not in self._values:
                self._by_first[words[0]].append(words)
            self._values[words] = (*self._values.get(words, ()), value)
        starred = [len(first) - 1 for first in self._by_first if first.endswith("*")]
        self._stars = range(SHORTEST, max(starred, default=0) + 1)
        self._beginning = lru_cache(maxsize=REMEMBERED)(self._begin)
        remembering.add(self._beginning)

    def find(self, words: Sequence[str]) -> Iterator[Found[T]]:
        """What is met in `words` (small letters), from the left."""
        at = 0
        while at < len(words):
            phrase = self._at(words, at)
            if phrase:
                yield Found(at, at + len(phrase), self._values[phrase])
                at += len(phrase)
            else:
                at += 1

    def _at(self, words: Sequence[str], at: int) -> tuple[str, ...]:
        """The longest phrase that begins at a place, a whole word before a beginning; or ()."""
        best: tuple[str, ...] = ()
        for phrase in self._beginning(words[at]):
            if len(phrase) > len(best) and _stands(phrase, words, at):
                best = phrase
        return best

    def _begin(self, word: str) -> tuple[tuple[str, ...], ...]:
        """The phrases whose first word this can be."""
        firsts = (word, *(f"{word[:letters]}*" for letters in reversed(self._stars)))
        return tuple(phrase for first in firsts for phrase in self._by_first.get(first, ()))


def _stands(phrase: tuple[str, ...], words: Sequence[str], at: int) -> bool:
    if at + len(phrase) > len(words):
        return False
    return all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(phrase, words[at : at + len(phrase)], strict=True)
    )
