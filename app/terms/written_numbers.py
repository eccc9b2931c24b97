"""Whole numbers in figures or written out: `6`, `six`, `seventy-two`."""

from typing import Final

from app.terms.number_words import ONES, TENS

WORDS: Final[dict[str, int]] = {**ONES, **TENS}
_TENS: Final = "|".join(TENS)
_ONES: Final = "|".join(ONES)
_UNITS: Final = "|".join(word for word, value in ONES.items() if 0 < value < 10)
NUMBER: Final = rf"(?:\d{{1,3}}(?:\.\d)?|(?:{_TENS})(?:[- ](?:{_UNITS}))?\b|(?:{_ONES})\b)"
"""In figures, or in words up to ninety-nine."""


def number(written: str) -> float:
    """The value of what `NUMBER` matches."""
    if written[:1].isdigit():
        return float(written)
    return float(sum(WORDS[one] for one in written.lower().replace("-", " ").split()))
