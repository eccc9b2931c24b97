"""Numbers as they are written: 1,000, 0.5, .5, 1/2, one and a half, twenty-four, 2 million."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from app.grounding.quantities.tokens import Token
from app.terms.number_words import FOLDS, ONES, PARTS, SCALES, TENS

DIGITS: Final = 30
"""Digits of a number that are read; a longer one is known by these and its length."""
_DENOMINATORS: Final = frozenset((2, 3, 4, 8))
_LARGEST_POWER: Final = 30


class Numeral(NamedTuple):
    """A number, exactly; `end` is the token behind it."""

    value: Fraction
    end: int
    spelled: bool
    """It was written in words."""


def numeral_at(row: Sequence[Token], at: int) -> Numeral | None:
    """The number whose first token is `row[at]`, or None."""
    if at >= len(row):
        return None
    if row[at].shape == "number":
        return _in_digits(row, at)
    if row[at].shape == "word":
        return _in_words(row, at)
    return None


def is_text(row: Sequence[Token], at: int, *texts: str) -> bool:
    """Whether the tokens from `at` on are these."""
    if at >= len(row) or row[at].text != texts[0]:
        return False
    return len(texts) == 1 or tuple(token.text for token in row[at : at + len(texts)]) == texts


@lru_cache(maxsize=4096)
def _digits(written: str) -> Fraction:
    whole, _, decimals = written.replace(",", "").replace("\u00b7", ".").partition(".")
    beyond = max(len(whole) - DIGITS, 0)
    value = Fraction(int(whole[:DIGITS] or "0") * 10 ** int(min(beyond, 300)))
    if decimals:
        kept = decimals[:DIGITS]
        value += Fraction(int(kept), 10 ** len(kept))
    return value


def _in_digits(row: Sequence[Token], at: int) -> Numeral:
    value, end = _digits(row[at].text), at + 1
    part = _written_fraction(row, at)
    if part is not None:
        return Numeral(part, at + 3, False)
    mixed = _written_fraction(row, end) if value.denominator == 1 else None
    if mixed is not None and not row[end].glued:
        return Numeral(value + mixed, end + 3, False)
    if is_text(row, end, "and") and (half := _part(row, end + 1)):
        return Numeral(value + half.value, half.end, False)
    power = _power(row, at)
    if power is not None:
        return power
    if end < len(row) and row[end].text in SCALES:
        value, end = value * SCALES[row[end].text], end + 1
    return Numeral(value, end, False)


def _written_fraction(row: Sequence[Token], at: int) -> Fraction | None:
    """`1/2`, `3/4`: small and below one. `5/325` is two numbers, `120/80` too."""
    if not (
        len(row) > at + 2
        and row[at].shape == row[at + 2].shape == "number"
        and row[at + 1].text == "/"
        and row[at + 1].glued
        and row[at + 2].glued
    ):
        return None
    above, below = _digits(row[at].text), _digits(row[at + 2].text)
    if below not in _DENOMINATORS or above >= below or above.denominator != 1 or not above:
        return None
    return above / below


def _power(row: Sequence[Token], at: int) -> Numeral | None:
    """`10^9` and `2.5 x 10^9`."""
    first = Fraction(1)
    start = at
    if is_text(row, at + 1, "x") and len(row) > at + 2 and row[at + 2].text == "10":
        first, start = _digits(row[at].text), at + 2
    if not (row[start].text == "10" and is_text(row, start + 1, "^") and len(row) > start + 2):
        return None
    exponent = row[start + 2].text
    if not exponent.isdecimal() or int(exponent[:3]) > _LARGEST_POWER:
        return None
    return Numeral(first * 10 ** int(exponent), start + 3, False)


def _in_words(row: Sequence[Token], at: int) -> Numeral | None:
    if row[at].text in FOLDS:
        return None
    part = _part(row, at)
    if part is not None:
        return part
    small = _below_hundred(row, at)
    if small is None:
        return None
    value, end = Fraction(small[0]), small[1]
    while end < len(row) and row[end].text in SCALES:
        value, end = value * SCALES[row[end].text], end + 1
        rest = end + 1 if is_text(row, end, "and") else end
        more = _below_hundred(row, rest)
        if more is None or more[0] >= value:
            break
        value, end = value + more[0], more[1]
    if is_text(row, end, "and") and (half := _part(row, end + 1)):
        return Numeral(value + half.value, half.end, True)
    denominator = end + 1 if is_text(row, end, "-") else end
    part_word = row[denominator].text if denominator < len(row) else ""
    if part_word in PARTS and (value == 1 or (value < 10 and part_word.endswith("s"))):
        return Numeral(value * PARTS[part_word], _of_a(row, denominator + 1), True)
    return Numeral(value, end, True)


def _below_hundred(row: Sequence[Token], at: int) -> tuple[int, int] | None:
    if at >= len(row) or row[at].shape != "word":
        return None
    word = row[at].text
    if word in ONES:
        return ONES[word], at + 1
    if word not in TENS:
        return None
    one = at + 2 if is_text(row, at + 1, "-") else at + 1
    if one < len(row) and 0 < ONES.get(row[one].text, 0) < 10:
        return TENS[word] + ONES[row[one].text], one + 1
    return TENS[word], at + 1


def _part(row: Sequence[Token], at: int) -> Numeral | None:
    """`half a`, `a half`, `a quarter of a`; a third alone may be the third one."""
    start = at + 1 if is_text(row, at, "a") else at
    if start >= len(row) or row[start].text not in ("half", "quarter"):
        return None
    return Numeral(PARTS[row[start].text], _of_a(row, start + 1), True)


def _of_a(row: Sequence[Token], at: int) -> int:
    """Past `of a`, `a` or `an`, which belong to a fraction in words."""
    end = at + 1 if is_text(row, at, "of") else at
    if end < len(row) and row[end].text in ("a", "an", "one"):
        return end + 1
    return at
