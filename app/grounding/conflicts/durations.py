"""How long and how often, as stretches of time."""

from fractions import Fraction
from typing import Final, NamedTuple

from app.grounding.conflicts.amounts import FOREVER
from app.grounding.quantities.quantity import Kind, Quantity
from app.grounding.quantities.reading import Reading
from app.terms.bounds import AT_LEAST, AT_MOST, LESS, MORE
from app.terms.regimens import LASTS_BEFORE, LASTS_BEHIND, NO_DURATION, UNTIL

DAY: Final = 86_400
"""Seconds."""


class Stretch(NamedTuple):
    """A frequency, or a duration in seconds."""

    low: Fraction
    high: Fraction
    written: str


def lasts(one: Quantity, reading: Reading) -> bool:
    """Whether a time is how long something is given: a day or more, and no age or interval."""
    if one.kind is not Kind.AMOUNT or one.measure != "time" or one.age or one.high < DAY:
        return False
    start, end = reading.row[one.start].start, reading.row[one.end - 1].end
    before, behind = reading.text[:start], reading.text[end:]
    if UNTIL.search(before):
        return False
    if LASTS_BEFORE.search(before):
        return True
    if NO_DURATION.search(behind):
        return False
    rated = not one.written.lower().startswith(("a ", "an ")) and any(
        each.kind in (Kind.RATE, Kind.ROUTE, Kind.NEED)
        and not reading.text[reading.row[each.end - 1].end : start].strip(" ,(x")
        for each in reading.quantities
        if each.end <= one.start
    )
    return rated or LASTS_BEHIND.search(behind) is not None


def stretch(one: Quantity) -> Stretch:
    low = Fraction(0) if one.bound in (AT_MOST, LESS) else one.low
    high = FOREVER if one.bound in (AT_LEAST, MORE) else one.high
    return Stretch(low, high, one.written)
