"""Words as texts are compared by: what they have in common, whatever their endings."""

import re
from functools import lru_cache
from typing import Final

STEM: Final = 6
"""Letters kept of a word. On SciFact-train rationales BM25's first choice is right in .536 of pairs
with 6, .549 with 5, .536 with 8, and .509 with whole words; 5 would read hypertension and
hyperkalaemia as one word."""

_FUNCTION_WORDS = """
a an and are as at be been being but by can could did do does for from had has have how i if in
into is it its may me might more most my of on or our shall should so such than that the their
them then there these they this those to was we were what when where which who whom whose why
will with would you your
"""
STOPWORDS: Final = frozenset(_FUNCTION_WORDS.split())
"""Function words without a say in what a sentence is about; `not` and `no` have one."""

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def stems(text: str) -> tuple[str, ...]:
    """Content words in order, lower case, cut to `STEM` letters; numbers stay whole."""
    return tuple(
        word if word[0].isdigit() else word[:STEM]
        for word in _WORD.findall(text.lower())
        if word not in STOPWORDS
    )
