"""Nugget coverage: the share of the facts an answer should give whose words stand in it.

A nugget is a short text, or several of which one is enough; it is found where its words follow each
other in one of the answer's sentences. Nuggets: Voorhees, Overview of the TREC 2003 question
answering track; matching by words: Stelmakh et al., ASQA: factoid questions meet long-form
answers, EMNLP 2022. Range 0-1. Words are compared, not meaning: a paraphrase is missed, and a
negation around the words is not seen.

Case, white space and punctuation do not count. Numbers stay whole, with their decimal point, and so
do %, <, >, and their like: `5 mg` does not stand in `2.5 mg`, nor in `15 mg`.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%<>=\u2264\u2265]")


def nuggets_found(nuggets: Sequence[Sequence[str]], sentences: Sequence[str]) -> tuple[bool, ...]:
    """For each nugget, a list of alternatives, whether one of them stands in a sentence."""
    searched = [_spaced(sentence) for sentence in sentences]
    return tuple(
        any(_spaced(words) in sentence for words in alternatives for sentence in searched)
        for alternatives in nuggets
    )


def nugget_words(text: str) -> tuple[str, ...]:
    """The words and numbers that are compared; empty where a text has none."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(_WORD.findall(_THOUSANDS.sub("", folded)))


def _spaced(text: str) -> str:
    """Words between spaces, so that a part of a word is never found."""
    return f" {' '.join(nugget_words(text))} "
