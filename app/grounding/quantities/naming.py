"""Numbers that name something and count nothing: COVID-19, Table 3, 5-fluorouracil, (5.1), [2]."""

from collections.abc import Sequence
from typing import Final

from app.grounding.quantities.numerals import Numeral, is_text
from app.grounding.quantities.tokens import Token
from app.grounding.quantities.units import unit_at
from app.terms.number_words import NAMES_A_CLASS, NAMES_A_PLACE, ONES, TENS

_REFERENCE: Final = 99
_LISTED: Final = frozenset((",", "and", "or", "&", "-", "to"))
_LISTED_FAR: Final = 6
_LETTERED: Final = 2
_WORDS_BETWEEN: Final = frozenset(("to", "or", "hourly", "fold", "and", "times"))


def is_name(row: Sequence[Token], at: int, number: Numeral, *, joined: bool = False) -> bool:
    """Whether the number at `row[at]` is part of a name, a reference or a list's own numbering.

    `joined` for the second number of a range, which a hyphen may stand before.
    """
    end = number.end
    if not joined and _hyphen_before(row, at):
        return True
    if _hyphen_behind(row, end) or _letters_behind(row, end, number):
        return True
    if number.spelled:
        return False
    if _names_a_place(row, at) and unit_at(row, end) is None:
        return True
    return _in_brackets(row, at, end, number) or _numbers_a_list(row, at, end)


def class_before(row: Sequence[Token], at: int) -> str | None:
    """The word that a number tells the class of: `stage` in `stage 4`, `type` in `type-2`, and an
    acronym or a capital letter before a digit: BRCA 1, vitamin B 12."""
    before = at - 2 if at > 1 and row[at - 1].text == "-" and row[at - 1].glued else at - 1
    if before < 0:
        return None
    word = row[before].text
    if word in NAMES_A_CLASS:
        return word if word == "class" else word.removesuffix("s")
    if row[before].acronym and _one_digit(row[at]):
        return word
    letter = len(word) == 1 and row[before].capital and word not in ("a", "i")
    return word if letter and len(row[at].text) <= _LETTERED else None


def _one_digit(token: Token) -> bool:
    return len(token.text) == 1 and token.shape == "number"


def _names_a_place(row: Sequence[Token], at: int) -> bool:
    """Table 3, Studies 1, 2 and 3."""
    for here in range(at - 1, max(at - _LISTED_FAR, 0) - 1, -1):
        if row[here].text in NAMES_A_PLACE:
            return True
        if row[here].shape != "number" and row[here].text not in _LISTED:
            return False
    return False


def _hyphen_before(row: Sequence[Token], at: int) -> bool:
    """COVID-19, omega-3, OCT3/4, +1; not `5 mg-10 mg`, `type-2`, nor a number below zero."""
    if at and row[at].glued and row[at - 1].text == "+" and _one_digit(row[at]):
        return unit_at(row, at + 1) is None
    if at < 2 or not (row[at].glued and row[at - 1].text in ("-", "/") and row[at - 1].glued):
        return False
    before = row[at - 2]
    if before.shape == "code" or row[at - 1].text == "/":
        return before.shape == "code" and before.text[0].isalpha()
    spelled = before.text in ONES or before.text in TENS
    named = before.text in NAMES_A_CLASS
    return before.shape == "word" and not spelled and not named and unit_at(row, at - 2) is None


def _hyphen_behind(row: Sequence[Token], end: int) -> bool:
    """5-fluorouracil, half-life, 3-drug; not 5-mg, 2-fold, 12-24."""
    if not (is_text(row, end, "-") and row[end].glued and end + 1 < len(row)):
        return False
    behind = row[end + 1]
    if not behind.glued or behind.shape not in ("word", "code"):
        return False
    if behind.text in _WORDS_BETWEEN or behind.text in ONES or behind.text in TENS:
        return False
    return unit_at(row, end + 1) is None


def _letters_behind(row: Sequence[Token], end: int, number: Numeral) -> bool:
    """1st, 10th, 3A; not 10mg."""
    if number.spelled or end >= len(row) or not row[end].glued:
        return False
    return row[end].shape in ("word", "code") and row[end].text != "x" and unit_at(row, end) is None


def _in_brackets(row: Sequence[Token], at: int, end: int, number: Numeral) -> bool:
    """[3], (2) and (5.1) point somewhere."""
    if not at or end >= len(row):
        return False
    if row[at - 1].text == "[" and row[end].text in ("]", ",", "-"):
        return True
    small = number.value <= _REFERENCE and number.value * 10 % 1 == 0
    return small and row[at - 1].text == "(" and row[end].text == ")"


def _numbers_a_list(row: Sequence[Token], at: int, end: int) -> bool:
    """`1. Take` or `2) Take` at the start."""
    return (
        at == 0
        and end + 1 < len(row)
        and row[end].text in (".", ")")
        and row[end + 1].shape == "word"
        and row[end + 1].capital
    )
