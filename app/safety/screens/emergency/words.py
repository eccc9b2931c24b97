"""A text as words, ready for finding what it tells of.

Contractions are written out (`can't` is `can not`), texting style is put into usual words, numbers
in words into figures. Words that carry no finding (`the`, `my`, `is`) stay, but do not count as
distance.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from app.safety.screens.emergency.wordbook import wordbook
from app.terms.unseen import plainly
from app.terms.written_numbers import WORDS

_TOKEN: Final = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)?|[.!?;\n]+(?=\s|$)|\n|[,:()\u2013\u2014]|-(?=\s)"
)
_NOT: Final = re.compile(
    r"\b(ca|wo|sha|do|does|did|is|are|was|were|has|have|had|could|would|should)n'?t\b",
    re.IGNORECASE,
)
_HARD: Final = frozenset(".!?;\n")
_SOFT: Final = frozenset(",:()\u2013\u2014-")
_UNITS: Final = {word: value for word, value in WORDS.items() if 0 < value < 10}
_COMPOUND: Final = re.compile(
    rf"\b(?:({'|'.join(w for w, v in WORDS.items() if v >= 20)})(?:[- ]({'|'.join(_UNITS)}))?"
    rf"|({'|'.join(w for w, v in WORDS.items() if v < 20 and w != 'one')}))\b",
    re.IGNORECASE,
)
_LONGEST_SENTENCE: Final = 80
"""Words; a text that goes on without a full stop is cut, so that time grows with its length."""
_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")
_RATE: Final = re.compile(r"(?<!\d )(?<!\d)\bhr(?=\W{0,3}\d{2,3}\b)")
"""`HR 66` is no hour."""
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)?")


class Word(NamedTuple):
    """A word of a text: `sentence` and `clause` number from 0 through the whole text, `before` is
    how many words that are no fillers stand before it."""

    text: str
    start: int
    end: int
    sentence: int
    clause: int
    before: int
    filler: bool


class Words(NamedTuple):
    """`plain` is the text that offsets are of."""

    plain: str
    words: tuple[Word, ...]


@lru_cache(maxsize=64)
def words_of(text: str) -> Words:
    """The words of a text; time grows with its length."""
    plain = _plain(text)
    book = wordbook()
    found: list[Word] = []
    sentence = clause = count = begun = 0
    for match in _TOKEN.finditer(plain):
        token = match.group()
        if token[0] in _HARD:
            sentence, clause, begun = sentence + 1, clause + 1, len(found)
            continue
        if token in _SOFT:
            clause += 1
            continue
        if len(found) - begun >= _LONGEST_SENTENCE:
            sentence, clause, begun = sentence + 1, clause + 1, len(found)
        for word in book.usual(token).split():
            filler = word in book.fillers
            found.append(Word(word, match.start(), match.end(), sentence, clause, count, filler))
            count += not filler
    return Words(plain, tuple(found))


def _plain(text: str) -> str:
    plain = plainly(text).lower()
    for curly in "\u2019\u2018\u02bc`\u00b4":
        plain = plain.replace(curly, "'")
    plain = _RATE.sub("heart rate", _STRETCHED.sub(r"\1\1", plain))
    return _COMPOUND.sub(_figure, plain)


def _figure(match: re.Match[str]) -> str:
    tens, unit, small = match.groups()
    if small is not None:
        return str(WORDS[small])
    return str(WORDS[tens] + (WORDS[unit] if unit is not None else 0))
