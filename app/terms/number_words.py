"""Numbers that are written out: `six`, `seventy-two`."""

from typing import Final

_ONES: Final = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS: Final = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

WORDS: Final[dict[str, int]] = {
    "zero": 0,
    **{word: number for number, word in enumerate(_ONES, start=1)},
    **{word: number for number, word in enumerate(_TEENS, start=10)},
    **dict(zip(_TENS, range(20, 100, 10), strict=True)),
}
NUMBER: Final = (
    rf"(?:\d{{1,3}}(?:\.\d)?|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)}))?\b|"
    rf"(?:{'|'.join((*_TEENS, 'zero', *_ONES))})\b)"
)
"""In figures, or in words up to ninety-nine."""


def number(written: str) -> float:
    """The value of what `NUMBER` matches."""
    if written[:1].isdigit():
        return float(written)
    return float(sum(WORDS[one] for one in written.lower().replace("-", " ").split()))
