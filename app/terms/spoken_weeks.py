"""Weeks of a pregnancy in a clinician's words."""

from collections.abc import Sequence
from math import isinf

from app.terms.gestation import Weeks


def spoken_weeks(weeks: Sequence[Weeks]) -> str:
    """`week 33 of a pregnancy`, `weeks before 20 of a pregnancy`; several joined by `and`."""
    return " and ".join(_spoken(one) for one in sorted(weeks)) + " of a pregnancy"


def _spoken(weeks: Weeks) -> str:
    if isinf(weeks.high):
        return f"weeks from {weeks.low:g} on"
    if weeks.low == 0:
        return f"weeks before {weeks.high:g}"
    if weeks.high - weeks.low == 1:
        return f"week {weeks.low:g}"
    return f"weeks {weeks.low:g} to {weeks.high - 1:g}"
