"""Finding many set phrases in a text at once.

A phrase is matched word by word: case, hyphens, a plural's `s` and British spelling do not matter.
Of two phrases that begin at one word the longer counts, and the words of one found are not read
again. So a phrase that means nothing (`deep vein`) hides what stands in it (`vein`).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019](?!s\b)[^\W_]+)*", re.UNICODE)
_SPELLINGS: Final = (
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"our(?=s?$|al$)"), "or"),
    (re.compile(r"is(?=(?:e|ed|es|er|ing|ation)$)"), "iz"),
)
_BRITISH: Final = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLINGS))
_SHORTEST_PLURAL: Final = 4
NOTHING: Final = ""
"""The meaning of a phrase that stands in the book only to hide its words."""


class Named(NamedTuple):
    """A phrase found in a text: what it means, and where it begins and ends."""

    meaning: str
    start: int
    end: int


class Phrasebook:
    """Phrases and what each of them means; one may mean several things."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """`phrases`: meaning -> its phrases; those of `NOTHING` only hide their words."""
        self._meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._longest: dict[str, int] = {}
        for meaning, spoken in phrases.items():
            for phrase in spoken:
                key = tuple(_folded(match.group()) for match in _WORD.finditer(phrase))
                if not key:
                    raise ValueError(f"the phrase {phrase!r} of {meaning!r} holds no word")
                before = self._meanings.get(key, ())
                if meaning not in before:
                    self._meanings[key] = (*before, meaning)
                self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def find(self, text: str) -> tuple[Named, ...]:
        """The phrases in their order; time grows with the length of `text`."""
        words = list(_WORD.finditer(text))
        keys = [_folded(word.group()) for word in words]
        found: list[Named] = []
        at = 0
        while at < len(keys):
            step = 1
            for length in range(min(self._longest.get(keys[at], 0), len(keys) - at), 0, -1):
                meanings = self._meanings.get(tuple(keys[at : at + length]))
                if meanings is not None:
                    start, end = words[at].start(), words[at + length - 1].end()
                    found.extend(Named(each, start, end) for each in meanings if each != NOTHING)
                    step = length
                    break
            at += step
        return tuple(found)

    def named(self, text: str) -> frozenset[str]:
        """The meanings that `text` names."""
        return frozenset(each.meaning for each in self.find(text))


def _folded(word: str) -> str:
    """Not remembered: it may be a word of a patient's record."""
    folded = word.lower()
    if _BRITISH.search(folded):
        for pattern, american in _SPELLINGS:
            folded = pattern.sub(american, folded)
    if len(folded) >= _SHORTEST_PLURAL and folded.endswith("s") and not folded.endswith("ss"):
        folded = folded[:-1]
    return folded
