"""The time that a frequency counts in: `daily`, `a day`, `every 8 hours`, `per week`; in days."""

from collections.abc import Sequence
from fractions import Fraction

from app.grounding.quantities.numerals import is_text, numeral_at
from app.grounding.quantities.tokens import Token
from app.terms.frequencies import PERIODS, SPANS
from app.terms.number_words import ORDINALS


def per_at(row: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """The days of `daily`, `a day`, `per week`, `in 24 hours`, and the token behind."""
    if at >= len(row):
        return None
    if row[at].text in PERIODS:
        return PERIODS[row[at].text], at + 1
    if row[at].text in ("a", "an", "per", "each", "every", "/", "in", "the", "during", "within"):
        return span_at(row, at + 1, each=row[at].text in ("each", "every"))
    return None


def span_at(row: Sequence[Token], at: int, *, each: bool) -> tuple[Fraction, int] | None:
    """`day`, `24 hours`, `other day`, and behind `every` a further `24-hour period`."""
    count = Fraction(1)
    if each and at + 1 < len(row) and row[at].text in ORDINALS and row[at + 1].text in SPANS:
        return ORDINALS[row[at].text] * SPANS[row[at + 1].text], at + 2
    number = numeral_at(row, at)
    if number is not None and number.value > 0:
        count, at = number.value, number.end
        at = at + 1 if is_text(row, at, "-") else at
    if at < len(row) and row[at].text in SPANS:
        end = at + 2 if is_text(row, at + 1, "period") else at + 1
        return count * SPANS[row[at].text], end
    return None
