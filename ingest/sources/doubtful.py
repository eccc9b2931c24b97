"""Numbers that text recognition may have read wrongly: they are not taken in.

On scans that read well (2,500 made-up numbers on pages of a mean confidence above 0.98) the engine
was as sure of its wrong numbers as of the right ones; but every one of them was written as English
does not write numbers (`3.300 mg` for 3,300) or had lost the space before it. `meg` for mcg came
up on the same pages.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

UNCLEAR: Final = "[unclear]"
"""Stands in the text where a number could not be read surely."""

_SURE: Final = 0.5
"""No right number on pages that read well was below it; garbled ones are."""
_DIGIT: Final = re.compile(r"\d")
_WRITTEN_OTHERWISE: Final = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.])"  # 3.300, and 1.125 with it
    r"|\d,\d{1,2}(?!\d)|\d,\d{4}"  # 0,75
    r"|(?<![A-Za-z])[OolIS][.,]\d|\d[.,][OolIS](?![A-Za-z])|\d[OI](?![A-Za-z])"  # S.1 8.I 10O
    r"|\d[({\[](?!\w)"  # 6,20(
)
_AFTER_A_WORD: Final = re.compile(r"[^\W\d_]{3}")
_NUMBER: Final = re.compile(r"[\d.,]*\d[\d.,]*")
_UNIT_IN_DOUBT: Final = re.compile(r"(?:\d+)?meg(?:[/.,;:)].*)?")


def cleared(words: Iterable[tuple[str, float]]) -> Iterator[str]:
    """The words in order, each with how sure it is (0 to 1); `UNCLEAR` for those in doubt."""
    after_number = False
    for word, sure in words:
        number = _DIGIT.search(word) is not None
        unit = (number or after_number) and _UNIT_IN_DOUBT.fullmatch(word)
        doubtful = unit or (number and (sure < _SURE or _WRITTEN_OTHERWISE.search(word)))
        if doubtful and _AFTER_A_WORD.match(word) and not unit:  # `trial.1,3`
            yield _NUMBER.sub(UNCLEAR, word)
        else:
            yield UNCLEAR if doubtful else word
        after_number = number
