"""Numbers that text recognition may have read wrongly: they are not taken in.

On seven made-up scans that read well (671 numbers, mean confidence of a page 0.988 to 0.994) the
engine was as sure of its wrong numbers as of the right ones. But every one was written as English
does not write numbers (`3.300 mg` or `6, 700 mg` for thousands), or had only lost a space beside
it. `meg` for mcg came up on the same pages. A dose that begins with a nought (`05 mg`) was not met
there: it is left out because nobody writes one so, and a lost point is a tenfold dose.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

UNCLEAR: Final = "[unclear]"
"""Stands in the text where a number could not be read surely."""

_SURE: Final = 0.5
"""The least sure of 650 right numbers on those pages had 0.53; a third of garbled ones less."""
_DIGIT: Final = re.compile(r"\d")
_WRITTEN_OTHERWISE: Final = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.])"  # 3.300, and 1.125 with it
    r"|\d,\d{1,2}(?!\d)|\d,\d{4}"  # 0,75
    r"|(?<![A-Za-z])[OolIS][.,]\d|\d[.,][OolIS](?![A-Za-z])|\d[OI](?![A-Za-z])"  # S.1 8.I 10O
    r"|\d[({\[](?!\w)"  # 6,20(
)
_THOUSANDS: Final = re.compile(r"\d{1,3},")
_HUNDREDS: Final = re.compile(r"\d{3}(?!\d)")
_AFTER_A_WORD: Final = re.compile(r"[^\W\d_]{3}")
_NUMBER: Final = re.compile(r"[\d.,]*\d[\d.,]*")
_LOST_POINT: Final = re.compile(
    r"[(\[<>\u2264\u2265~]*0\d+(?:\.\d+)?(?:[-\u2013][\d.]+)?\s?"
    r"(?:mg|mcg|g|ng|[\u00b5\u03bc]g|ug|ml|units?|iu|mmol|tablets?)(?![^\W_])",
    re.IGNORECASE,
)
_UNIT_IN_DOUBT: Final = re.compile(r"(?:\d+)?meg(?:[/.,;:)].*)?")


def cleared(words: Iterable[tuple[str, float]]) -> Iterator[str]:
    """The words in order, each with how sure it is (0 to 1); `UNCLEAR` for those in doubt."""
    after_number = False
    read = list(words)
    cut = _cut_in_two([word for word, _ in read])
    for at, (word, sure) in enumerate(read):
        number = _DIGIT.search(word) is not None
        unit = (number or after_number) and _UNIT_IN_DOUBT.fullmatch(word)
        misread = number and (sure < _SURE or _WRITTEN_OTHERWISE.search(word))
        beside = f"{word} {read[at + 1][0]}" if at + 1 < len(read) else word
        pointless = _LOST_POINT.match(word) or _LOST_POINT.match(beside)
        doubtful = unit or misread or pointless or at in cut
        if doubtful and _AFTER_A_WORD.match(word) and not unit:  # `trial.1,3`
            yield _NUMBER.sub(UNCLEAR, word)
        else:
            yield UNCLEAR if doubtful else word
        after_number = number


def _cut_in_two(words: list[str]) -> set[int]:
    """Places of the parts of a number that a space has got into: `6, 700`."""
    return {
        place
        for at in range(1, len(words))
        if _THOUSANDS.fullmatch(words[at - 1]) and _HUNDREDS.match(words[at])
        for place in (at - 1, at)
    }
