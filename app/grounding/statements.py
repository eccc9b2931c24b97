"""A sentence as the words that turn it, and how far they reach.

In the manner of ConText (Harkema et al., Journal of Biomedical Informatics 2009): triggers, words
that look like triggers and are none, and words at which their reach ends. The words are ours.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from app.grounding.phrases import Found, Phrases, listed
from app.terms import polarity_words as terms
from app.terms.polarity_words import Axis

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
_ABBREVIATED: Final = frozenset(
    ["e.g.", "i.e.", "vs.", "dr.", "no.", "approx.", "cf.", "fig.", "al.", "etc."]
)


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
    for axis in terms.AXES:
        yield from ((each, Meaning(Kind.POLAR, axis, 1)) for each in listed(axis.up))
        yield from ((each, Meaning(Kind.POLAR, axis, -1)) for each in listed(axis.down))
    yield from ((each, Meaning(Kind.NOT)) for each in listed(terms.NEGATORS))
    yield from ((each, Meaning(Kind.EXCEPT)) for each in listed(terms.EXCEPTIONS))
    yield from ((each, Meaning(Kind.HOLLOW)) for each in listed(terms.HOLLOW))


_PHRASES: Final = Phrases(_vocabulary())
_OPENERS: Final = Phrases(
    (
        *((each, True) for each in listed(terms.CLAUSE_OPENERS)),
        *((each, False) for each in listed(terms.NOT_OPENERS)),
    )
)
_SUBORDINATING: Final = Phrases((each, True) for each in listed(terms.SUBORDINATING))
_RELATIVE: Final = frozenset(listed(terms.RELATIVE))
_MODALS: Final = frozenset(["should", "must", "may", "can", "might", "could", "ought", "shall"])
RELATIVE_WORDS: Final = 3
"""Words from a relative's opener to the verb of the main clause, at least."""
_BREAKS: Final = frozenset(".;:!?()")
_PAUSES: Final = _BREAKS | {",", "and", "that"}
_BE: Final = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "remained", "became", "become"]
)
_DEGREES: Final = {"more": 1, "less": -1, "most": 1, "least": -1}
_DETERMINERS: Final = frozenset(("a", "an", "the", "no", "any", "some"))
_PREPOSITIONS: Final = frozenset(
    ["with", "in", "by", "after", "during", "at", "from", "over", "among", "when", "if", "to", "."]
)
BEFORE: Final = 3
"""Words before a predicate among which its form of `be` is looked for: `was not significantly`."""
_JOINS: Final = frozenset(("and", "or"))
_VERBS: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "should",
        "must",
        "may",
        "might",
        "can",
        "could",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "will",
    ]
)


def statements(text: str) -> tuple[Statement, ...]:
    """The sentences of a text, each once; cut finer rather than coarser."""
    return tuple(read(each) for each in dict.fromkeys(_sentences(text)))


def _sentences(text: str) -> Iterator[tuple[str, ...]]:
    held: list[str] = []
    for piece in _END.split(_NOT.sub(" not", text)):
        held.extend(_WORD.findall(piece.lower()))
        last = piece.rsplit(None, 1)[-1:]
        if last and last[0].lower().lstrip("(") in _ABBREVIATED:
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
    clauses = _clauses(words)
    met = {found.start: found for found in _PHRASES.find(words)}
    at = 0
    while at < len(words):
        found = met.get(at)
        if found is None:
            if key := root(words[at]):
                yield Unit(key, words[at], clauses[at])
            at += 1
            continue
        graded = met.get(found.end) if words[at] in _DEGREES else None
        if graded is not None and _kind(graded) is Kind.POLAR:
            yield _polar(graded, words, clauses[at], _DEGREES[words[at]])
            at = graded.end
        else:
            yield from _marked(found, words, clauses[at])
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
    if not _BE.isdisjoint(before) and _DETERMINERS.isdisjoint(before):
        return True
    verb = words[start].endswith("ed") or words[start] in ("rose", "fell")
    return verb and (end == len(words) or words[end] in _PREPOSITIONS)


def root(word: str) -> str:
    """What forms of a word have in common; "" for punctuation and function words."""
    if not word[0].isalnum() or word in terms.FUNCTION_WORDS:
        return ""
    if word[0].isdigit() or word.endswith("ss"):
        return word[:ROOT] if word[0].isalpha() else word
    cut = (word[: -len(each)] for each in ENDINGS if word.endswith(each))
    return next((short for short in cut if len(short) >= SHORTEST), word)[:ROOT]


def _clauses(words: tuple[str, ...]) -> tuple[int, ...]:
    """The number of each word's clause.

    One begins after punctuation that closes one, where a word opens one, where a verb follows upon
    `and`, and at the comma of a subordinate clause that stands first or between commas.
    """
    opened = {found.start for found in _OPENERS.find(words) if all(found.values)}
    begins = opened | set(_commas(words)) | set(_mains(words))
    numbers = []
    number = 0
    for at, word in enumerate(words):
        joins = word in _JOINS and not _VERBS.isdisjoint(words[at + 1 : at + 3])
        if at and (joins or at in begins or words[at - 1] in _BREAKS):
            number += 1
        numbers.append(number)
    return tuple(numbers)


def _mains(words: tuple[str, ...]) -> Iterator[int]:
    """Where the main clause goes on after a relative one: `patients who do not respond should`."""
    opened: int | None = None
    for at, word in enumerate(words):
        if word in _RELATIVE:
            opened = at
        elif opened is not None and word in _MODALS and at - opened >= RELATIVE_WORDS:
            yield at
            opened = None


def _commas(words: tuple[str, ...]) -> Iterator[int]:
    begun = False
    starts = {found.start for found in _SUBORDINATING.find(words)}
    for at, word in enumerate(words):
        if at in starts:
            begun = at <= 1 or words[at - 1] in _PAUSES
        elif begun and word == ",":
            yield at
            begun = False
