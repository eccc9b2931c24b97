"""The words of a text as screens compare them: small letters, short forms written out.

`I'm`, `im` and `I am` are the same two words; so are `dont`, `don't` and `do not`. Sentences end at
a dot of their own; commas are no words, but the clauses that they part are known.
"""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final

from app.safety.words import word_table
from app.terms.unseen import plainly

STOP: Final = "."
_TOKEN: Final = re.compile(
    r"[^\W_]+(?:['\u2019\u2018`\u00b4][^\W_]+)*|[.!?\u3002\n]+(?=\s|$|[\"'\u201d\u2019)])|\n+|[!?;]+"
    r"|[,:()\[\]\u2013\u2014]|\s-\s"
)
_ENDS: Final = re.compile(r"[.!?;\n\u3002]")
_QUOTES: Final = re.compile("[\u2019\u2018`\u00b4]")
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")


class Said:
    """A text as words.

    Attributes:
        text: the words with one blank before and behind each, `.` where a sentence ends.
        plain: the text that was read, nothing unseen in it.
    """

    def __init__(self, text: str) -> None:
        self.plain: Final = plainly(text)
        words: list[str] = []
        places: list[tuple[int, int]] = []
        clauses: list[int] = []
        for token in _TOKEN.finditer(self.plain):
            written = token.group()
            if written[0].isalnum():
                for word in _written_out(written):
                    words.append(word)
                    places.append(token.span())
            elif _ENDS.search(written):
                words.append(STOP)
                places.append(token.span())
            else:
                clauses.append(len(words))
        self.words: Final = tuple(words)
        self.known: Final = frozenset(words)
        self._places: Final = places
        self._clauses: Final = clauses
        starts, at = [], 1
        for word in words:
            starts.append(at)
            at += len(word) + 1
        self._starts: Final = starts
        self.text: Final = f" {' '.join(words)} " if words else " "

    def at(self, offset: int) -> int:
        """The number of the word that stands at an offset of `text`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def sentence(self, word: int) -> tuple[int, int]:
        """First word and end of the sentence of a word."""
        first = word
        while first > 0 and self.words[first - 1] != STOP:
            first -= 1
        end = word
        while end < len(self.words) and self.words[end] != STOP:
            end += 1
        return first, end

    def clause(self, word: int) -> int:
        """The first word of the clause of a word: behind the last comma, or of its sentence."""
        first, _ = self.sentence(word)
        before = bisect_right(self._clauses, word)
        return max(first, self._clauses[before - 1]) if before else first

    def as_written(self, first: int, end: int) -> str:
        """The words from `first` up to `end` as they stand in the text."""
        if first >= end:
            return ""
        return self.plain[self._places[first][0] : self._places[end - 1][1]]

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Where in `plain` the words from `first` up to `end` stand."""
        return self._places[first][0], self._places[end - 1][1]


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, ...]]:
    """Short forms and common misspellings, by their letters alone."""
    table = word_table("short_forms.toml")
    return {short: tuple(full.split()) for group in table.values() for short, full in group.items()}


@lru_cache(maxsize=8_192)
def _written_out(token: str) -> tuple[str, ...]:
    small = _QUOTES.sub("'", token.lower())
    forms = _forms()
    if (full := forms.get(small)) is not None:
        return full
    if "'" in small:
        stem, _, ending = small.rpartition("'")
        if ending == "t" and stem.endswith("n") and len(stem) > 1:
            return (stem[:-1], "not")
        known = {"s": "s", "re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
        if ending in known:
            return (stem.replace("'", ""), known[ending])
        return (small.replace("'", ""),)
    drawn = _DRAWN_OUT.sub(r"\1", small)
    if drawn != small and not small.isdigit():
        return forms.get(drawn, (drawn,))
    return (small,)
