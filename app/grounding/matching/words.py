"""Words as a claim and the words it quotes are compared."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

_FUNCTION_WORDS = """
a also an and are as at be been being between both but by can could did do does during for from
had has have how i if in into is it its may me might more most my of on or our per shall should so
such than that the their them then there these they this those through to via was we were what when
where which who whom whose why will with within would you your
"""
FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS.split())
SHORTEST_STEM: Final = 4
"""Letters; a shorter rest is no stem, and the word stays whole."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_][^\W_]*")
_ENDING = re.compile(
    r"(?:ations?|ating|at(?:e|es|ed|ory)|ions?|ings?|ed|es|s|e|al|ally|ly|ity|ive|ic|ous|"
    r"ments?|ness|ers?|ors?)$"
)
_SPELLINGS: Final = ((re.compile(r"ae|oe"), "e"), (re.compile(r"our(?=s?$)"), "or"))
"""British spellings, and the American ones they are read as."""


class Word(NamedTuple):
    """One word of a text, in its order."""

    text: str
    """In lower case; a number with its decimal point."""
    stem: str

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def is_content(self) -> bool:
        return self.text not in FUNCTION_WORDS


@lru_cache(maxsize=2048)
def words_of(text: str) -> tuple[Word, ...]:
    """The words and numbers of a text, signs and white space left out."""
    return tuple(Word(word, stem(word)) for word in _WORD.findall(text.lower()))


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The word without its ending, British spellings as American ones; a number stays whole."""
    if word[0].isdigit():
        return word
    folded = word
    for british, american in _SPELLINGS:
        folded = british.sub(american, folded)
    short = _ENDING.sub("", folded)
    return short if len(short) >= SHORTEST_STEM else folded
