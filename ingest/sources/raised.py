"""Raised figures as text that still says what the page shows."""

import re
from typing import Final

_SUPERSCRIPT: Final = str.maketrans(
    "0123456789+-\u2212\u2013",
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b\u207b",
)
_FIGURES: Final = re.compile(r"[+\u2212\u2013-]?\d{1,2}[+-]?|[+-]")
_REFERENCE: Final = re.compile(r"\d{1,4}(?:\s*[,;\u2013-]\s*\d{1,4})*")
_NOTE: Final = re.compile(r"[a-h](?:\s*,\s*[a-h])*")
_NOTED: Final = re.compile(r"(?:\d|[^\W\d_]{2}|[)%])$")
"""What a note's letter may stand behind: a word or a figure, not M<sup>c</sup>."""
_POWER: Final = re.compile(
    r"(?:\d|(?:^|[\s\d/.(\u00b7\u00d7*])(?:[kcm\u00b5\u03bc]?m|s|L|kg|min))$"
)
_CHARGED: Final = re.compile(r"[A-Z][a-z]?\d?$")


def raised(before: str, words: str) -> str:
    """What stands for the superscript `words` after the text `before`.

    A power stays one (10<sup>9</sup>/L -> 10\u2079/L, m<sup>2</sup> -> m\u00b2), so does a charge;
    figures after a word are a reference and are set in brackets, so that they are never read as
    part of a dose (5 mg<sup>3</sup> -> 5 mg[3]), and so is the letter of a note (5 mg<sup>a</sup>);
    other words stay as they are (1st).
    """
    text = words.strip()
    charge = text[-1:] in "+-\u2212\u2013" and _CHARGED.search(before)
    if _FIGURES.fullmatch(text) and (charge or _POWER.search(before)):
        return text.translate(_SUPERSCRIPT)
    noted = _NOTE.fullmatch(text) and _NOTED.search(before)
    if noted or _REFERENCE.fullmatch(text):
        return f"[{text}]"
    return words
