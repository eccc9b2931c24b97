"""One sentence, as far as a follow-up question needs to know it: what it names, and asks of it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

WHOM: Final = "population whom"
ORGAN: Final = "population organ"


class Kind(StrEnum):
    MEDICINE = "medicine"
    ILLNESS = "illness"
    OTHER = "other"
    """It is no word of every day; whether it is an illness is not known."""


class Thing(NamedTuple):
    """What a question is about, in its own words."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def medicine(self) -> bool:
        return self.kind is Kind.MEDICINE


class Part(NamedTuple):
    """A phrase of the vocabulary; a population's begins at its preposition (`for children`)."""

    name: str
    start: int
    end: int
    bare: int
    """Where it begins without its preposition."""

    def said(self, text: str) -> str:
        """Its words in the text that was read."""
        return text[self.bare : self.end]


@dataclass(frozen=True)
class Reading:
    """Offsets are those of `text`."""

    text: str
    words: tuple[tuple[str, int, int], ...]
    things: tuple[Thing, ...]
    aspects: tuple[Part, ...]
    populations: tuple[Part, ...]
    doings: tuple[Part, ...]
    amounts: tuple[Part, ...]

    @cached_property
    def plain(self) -> str:
        """The words alone, in small letters."""
        return " ".join(word for word, _, _ in self.words)

    @cached_property
    def about(self) -> tuple[Thing, ...]:
        """The things; where nothing else is named, a disease of an organ."""
        return self.things or _organs_as_things(self.text, self.populations)

    @property
    def medicines(self) -> tuple[Thing, ...]:
        return tuple(one for one in self.things if one.medicine)

    @property
    def matters(self) -> tuple[Thing, ...]:
        """What it is about beside medicines."""
        return tuple(one for one in self.about if not one.medicine)

    @property
    def asks(self) -> bool:
        """Whether it is a whole question or an order, and no mere phrase."""
        if len(self.words) < 3:
            return self.first in _ORDERS
        second = self.words[1][0]
        if self.first == "when" and second not in YES_OR_NO:
            return False  # `When I took it, I swelled.`
        asks = self.first in _WHICH | YES_OR_NO or self.first in _ORDERS
        return asks or (self.first in _BEFORE_WHICH and second in _WHICH)

    @property
    def first(self) -> str:
        """The first word; empty where there is none."""
        return self.words[0][0] if self.words else ""

    @property
    def yes_or_no(self) -> bool:
        """Whether it begins as a question for yes or no does."""
        return self.asks and self.first in YES_OR_NO

    @cached_property
    def asks_within(self) -> bool:
        """Whether a question word stands behind its first word: `Fever: when is it high?`"""
        return any(word in _WHICH for word, _, _ in self.words[1:])


_ORDERS: Final = frozenset(
    ("tell", "explain", "list", "give", "describe", "show", "compare", "define", "summarize",
     "summarise", "write", "name")
)  # fmt: skip
_WHICH: Final = frozenset(("what", "which", "whose", "how", "why", "who", "whom", "when", "where"))
_BEFORE_WHICH: Final = frozenset(
    ("for", "in", "with", "to", "by", "at", "from", "of", "through", "on")
)
YES_OR_NO: Final = frozenset(
    ("is", "are", "was", "were", "do", "does", "did", "can", "could", "may", "might", "shall",
     "should", "will", "would", "must", "has", "have")
)  # fmt: skip


def _organs_as_things(text: str, people: tuple[Part, ...]) -> tuple[Thing, ...]:
    diseases = (
        Thing(Kind.ILLNESS, text[one.bare : one.end], one.bare, one.end)
        for one in people
        if one.name == ORGAN and not any(char.isdigit() for char in text[one.bare : one.end])
    )
    return tuple(diseases)[:1]
