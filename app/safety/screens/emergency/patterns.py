"""Patterns of words: how a vocabulary says in which words a finding is told.

A pattern is a row of slots. A slot is words joined by `|`: `chest|breast`, beginnings of words
`breath*`, classes of `words.toml` `@pain`, a figure `#`. Between slots stands nothing (next to each
other, fillers aside), `..` (at most 3 words between), `...` (at most 7), or `~` (before or behind,
at most 4 words between). A pattern never reaches over the end of a sentence.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from app.safety.screens.emergency.wordbook import Wordbook
from app.safety.screens.emergency.words import Word

_GAPS: Final = {"..": 3, "...": 7}
_NEAR: Final = "~"
_REACH: Final = 4
_FILLERS: Final = 7
"""Fillers do not count as distance, but more of them than this are another story."""
FIGURE: Final = "#"
_LONGEST_BEGINNING: Final = 20


class Pattern(NamedTuple):
    """`slots` are numbers of the lexicon, `gaps` the words allowed before each, `either` whether it
    may stand on either side."""

    meaning: str
    slots: tuple[int, ...]
    gaps: tuple[int, ...]
    either: tuple[bool, ...]


class Mention(NamedTuple):
    """Words `first` to `last` tell `meaning`; `at` are those that fill a slot."""

    meaning: str
    first: int
    last: int
    at: tuple[int, ...]


class Lexicon:
    """Patterns by meaning, and which slots a word fits."""

    def __init__(self, patterns: Mapping[str, Iterable[str]], book: Wordbook) -> None:
        """Raises ValueError where a pattern names no class."""
        self._book = book
        self._slots: dict[str, int] = {}
        self._exact: dict[str, set[int]] = {}
        self._begins: dict[str, set[int]] = {}
        self.patterns = tuple(
            self._pattern(meaning, single)
            for meaning, many in patterns.items()
            for written in many
            for single in _singles(written)
        )
        self._by_first: dict[int, list[Pattern]] = {}
        for one in self.patterns:
            self._by_first.setdefault(one.slots[0], []).append(one)
        self._fits = lru_cache(maxsize=32_768)(self._slots_of)

    @property
    def known(self) -> frozenset[str]:
        """Every whole word that stands in a pattern."""
        return frozenset(self._exact)

    def find(self, words: Sequence[Word]) -> tuple[Mention, ...]:
        """What the words tell, in the order of the patterns; overlaps are all given."""
        at: dict[int, list[int]] = {}
        for position, word in enumerate(words):
            for slot in self._fits(word.text):
                at.setdefault(slot, []).append(position)
        found: list[Mention] = []
        for first in at.keys() & self._by_first.keys():
            for pattern in self._by_first[first]:
                if all(slot in at for slot in pattern.slots):
                    found.extend(_matches(pattern, at, words))
        return tuple(found)

    def _slots_of(self, text: str) -> tuple[int, ...]:
        fits = set(self._exact.get(text, ()))
        for length in range(2, min(len(text), _LONGEST_BEGINNING) + 1):
            fits |= self._begins.get(text[:length], set())
        if text[0].isdigit():
            fits |= self._exact.get(FIGURE, set())
        return tuple(fits)

    def _pattern(self, meaning: str, written: str) -> Pattern:
        slots: list[int] = []
        gaps: list[int] = []
        either: list[bool] = []
        gap, near = 0, False
        for part in written.split():
            if part in _GAPS:
                gap = _GAPS[part]
            elif part == _NEAR:
                gap, near = _REACH, True
            else:
                slots.append(self._slot(part, written))
                gaps.append(gap)
                either.append(near)
                gap, near = 0, False
        return Pattern(meaning, tuple(slots), tuple(gaps), tuple(either))

    def _slot(self, part: str, written: str) -> int:
        if part in self._slots:
            return self._slots[part]
        number = self._slots[part] = len(self._slots)
        for one in part.split("|"):
            for word in self._members(one, written):
                if word.endswith("*"):
                    self._begins.setdefault(word[:-1], set()).add(number)
                else:
                    self._exact.setdefault(word, set()).add(number)
        return number

    def _members(self, one: str, written: str) -> tuple[str, ...]:
        if not one.startswith("@"):
            usual = self._book.usual(one)
            return (one if " " in usual else usual,)
        if one[1:] not in self._book.classes:
            raise ValueError(f"the pattern {written!r} names no class {one!r}")
        return tuple(
            member
            for word in self._book.classes[one[1:]]
            for member in self._members(word, written)
        )


def _singles(written: str) -> Iterable[str]:
    """The pattern without `_`: one for each way to fill a slot by words that belong together."""
    if "_" not in written:
        return (written,)
    choices = []
    for part in written.split():
        one = [each for each in part.split("|") if "_" not in each]
        several = [each.replace("_", " ") for each in part.split("|") if "_" in each]
        choices.append([*(["|".join(one)] if one else []), *several])
    return (" ".join(chosen) for chosen in product(*choices))


def _matches(
    pattern: Pattern, at: Mapping[int, list[int]], words: Sequence[Word]
) -> Iterable[Mention]:
    for start in at[pattern.slots[0]]:
        filled = [start]
        for slot, gap, either in zip(
            pattern.slots[1:], pattern.gaps[1:], pattern.either[1:], strict=True
        ):
            place = _next(at[slot], max(filled) if either else filled[-1], gap, words)
            if place is None and either:
                place = _last(at[slot], min(filled), gap, words)
            if place is None:
                break
            filled.append(place)
        else:
            yield Mention(pattern.meaning, min(filled), max(filled), tuple(filled))


def _next(places: Sequence[int], after: int, gap: int, words: Sequence[Word]) -> int | None:
    at = bisect_right(places, after)
    if at == len(places):
        return None
    return places[at] if _close(words[after], words[places[at]], places[at] - after, gap) else None


def _last(places: Sequence[int], before: int, gap: int, words: Sequence[Word]) -> int | None:
    at = bisect_left(places, before) - 1
    if at < 0:
        return None
    return (
        places[at] if _close(words[places[at]], words[before], before - places[at], gap) else None
    )


def _close(first: Word, second: Word, apart: int, gap: int) -> bool:
    between = second.before - first.before - (not first.filler)
    return first.sentence == second.sentence and apart <= gap + _FILLERS and between <= gap
