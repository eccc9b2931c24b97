"""A sentence as the words that turn it, and how far they reach.

In the manner of ConText (Harkema et al., Journal of Biomedical Informatics 2009): triggers, words
that look like triggers and are none, and words at which their reach ends. The words are ours.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from app.grounding.clauses import clauses
from app.grounding.phrases import Found, Phrases, listed
from app.terms import turning_words as terms
from app.terms.clause_words import ABBREVIATED, AFTER_VERBS, BECOME, DETERMINERS, FUNCTION_WORDS
from app.terms.polarity_words import AXES, Axis

LONGEST: Final = 120
"""Words of a sentence. A longer one is cut, so that comparing two takes bounded time."""
ROOT: Final = 6
"""Letters by which two forms of a word are one, as where sentences are chosen."""

SHORTEST: Final = 4
"""Letters that are left of a word without its ending, at least."""
ENDINGS: Final = ("ings", "ing", "edly", "ed", "ly", "es", "s", "e")

_WORD = re.compile(r"[^\W_]+|[.;:!?(),](?=\s|$)|[()]")
_END = re.compile(r"(?<=[.;!?])\s+(?=\S)|\n+")
_NOT = re.compile(r"n['\u2019]t\b|(?<=can)not\b", re.IGNORECASE)


class Kind(Enum):
    """What a phrase does to a sentence."""

    NOT = auto()
    EXCEPT = auto()
    POLAR = auto()
    HOLLOW = auto()


class Meaning(NamedTuple):
    """What a phrase stands for; an axis and the sign on it where it is POLAR."""

    kind: Kind
    axis: Axis | None = None
    sign: int = 1


class Unit(NamedTuple):
    """A word that carries meaning, or a phrase of the vocabulary.

    Attributes:
        key: what two units that say the same have in common.
        word: its first word, small letters.
        clause: number of its clause in the sentence.
        kind: None for a plain word.
        signs: (axis name, +1 or -1) of a POLAR one.
        compares: `more` or `less` of what its word says.
        of_subject: it says something of what precedes: `was reduced`, `fell in`.
    """

    key: str
    word: str
    clause: int
    kind: Kind | None = None
    signs: tuple[tuple[str, int], ...] = ()
    compares: bool = False
    of_subject: bool = False

    @property
    def turns(self) -> bool:
        return self.kind in (Kind.NOT, Kind.EXCEPT)

    @property
    def plain(self) -> bool:
        return self.kind is None


class Statement(NamedTuple):
    """A sentence: its words in small letters, and its units from the left."""

    words: tuple[str, ...]
    units: tuple[Unit, ...]


def _vocabulary() -> Iterator[tuple[str, Meaning]]:
    for axis in AXES:
        yield from ((each, Meaning(Kind.POLAR, axis, 1)) for each in listed(axis.up))
        yield from ((each, Meaning(Kind.POLAR, axis, -1)) for each in listed(axis.down))
    yield from ((each, Meaning(Kind.NOT)) for each in listed(terms.NEGATORS))
    yield from ((each, Meaning(Kind.EXCEPT)) for each in listed(terms.EXCEPTIONS))
    yield from ((each, Meaning(Kind.HOLLOW)) for each in listed(terms.HOLLOW))


_PHRASES: Final = Phrases(_vocabulary())
_DEGREES: Final = {"more": 1, "less": -1, "most": 1, "least": -1}
BEFORE: Final = 3
"""Words before a predicate among which its form of `be` is looked for: `was not significantly`."""


def statements(text: str) -> tuple[Statement, ...]:
    """The sentences of a text, each once; cut finer rather than coarser."""
    return tuple(read(each) for each in dict.fromkeys(_sentences(text)))


def _sentences(text: str) -> Iterator[tuple[str, ...]]:
    held: list[str] = []
    for piece in _END.split(_NOT.sub(" not", text)):
        held.extend(_WORD.findall(piece.lower()))
        last = piece.rsplit(None, 1)[-1:]
        if last and last[0].lower().lstrip("(") in ABBREVIATED:
            continue
        yield from _cut(held)
        held = []
    yield from _cut(held)


def _cut(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(words), LONGEST):
        yield tuple(words[start : start + LONGEST])


@lru_cache(maxsize=4096)
def read(words: tuple[str, ...]) -> Statement:
    """The units of a sentence of at most `LONGEST` words."""
    return Statement(words=words, units=tuple(_units(words)))


def _units(words: tuple[str, ...]) -> Iterator[Unit]:
    of_clause = clauses(words)
    met = {found.start: found for found in _PHRASES.find(words)}
    at = 0
    while at < len(words):
        found = met.get(at)
        if found is None:
            if key := root(words[at]):
                yield Unit(key, words[at], of_clause[at])
            at += 1
            continue
        graded = met.get(found.end) if words[at] in _DEGREES else None
        if graded is not None and _kind(graded) is Kind.POLAR:
            yield _polar(graded, words, of_clause[at], _DEGREES[words[at]])
            at = graded.end
        else:
            yield from _marked(found, words, of_clause[at])
            at = found.end


def _kind(found: Found[Meaning]) -> Kind:
    kinds = {each.kind for each in found.values}
    return next(each for each in (Kind.HOLLOW, Kind.NOT, Kind.EXCEPT, Kind.POLAR) if each in kinds)


def _marked(found: Found[Meaning], words: tuple[str, ...], clause: int) -> Iterator[Unit]:
    kind = _kind(found)
    if kind is Kind.HOLLOW:
        for word in words[found.start : found.end]:
            if key := root(word):
                yield Unit(key, word, clause)
    elif kind is Kind.POLAR:
        yield _polar(found, words, clause)
    else:
        if words[found.start] == "not" and _contrasts(words, found):
            kind = Kind.EXCEPT
        yield Unit(kind.name, words[found.start], clause, kind)


def _contrasts(words: tuple[str, ...], found: Found[Meaning]) -> bool:
    """`on an empty stomach, not with food`."""
    return found.start > 0 and words[found.start - 1] == "," and found.end < len(words)


def _polar(found: Found[Meaning], words: tuple[str, ...], clause: int, degree: int = 0) -> Unit:
    """A word of an axis; with `more` (+1) or `less` (-1) before it, a comparison on that axis."""
    signs = tuple(
        (each.axis.name, each.sign * (degree or 1))
        for each in found.values
        if each.axis is not None
    )
    return Unit(
        f"{'more ' if degree else ''}{signs}",
        words[found.start],
        clause,
        Kind.POLAR,
        signs,
        compares=bool(degree),
        of_subject=_of_subject(words, found.start - bool(degree), found.end),
    )


def _of_subject(words: tuple[str, ...], start: int, end: int) -> bool:
    before = words[max(0, start - BEFORE) : start]
    if not BECOME.isdisjoint(before) and DETERMINERS.isdisjoint(before):
        return True
    verb = words[start].endswith("ed") or words[start] in ("rose", "fell")
    return verb and (end == len(words) or words[end] in AFTER_VERBS)


def root(word: str) -> str:
    """What forms of a word have in common; "" for punctuation and function words."""
    if not word[0].isalnum() or word in FUNCTION_WORDS:
        return ""
    if word[0].isdigit() or word.endswith("ss"):
        return word[:ROOT] if word[0].isalpha() else word
    cut = (word[: -len(each)] for each in ENDINGS if word.endswith(each))
    return next((short for short in cut if len(short) >= SHORTEST), word)[:ROOT]
