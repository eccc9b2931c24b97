"""Ages in a clinician's words."""

from collections.abc import Sequence
from math import isinf

from app.terms.ages import GROUPS, GROWN_UP, YEAR, Ages

_NAMED = {
    **{ages: name for name, (ages, _) in GROUPS.items()},
    GROUPS["one child"][0]: "a child",
    GROUPS["neonate"][0]: "newborn babies",
    GROUPS["infant"][0]: "infants",
    GROUPS["toddler"][0]: "toddlers",
    GROUPS["elderly"][0]: "older people",
    GROWN_UP: "a grown-up",
}


def spoken_ages(ages: Sequence[Ages]) -> str:
    """`children`, `the age of 4 years`, `ages from 2 to 12 years`; several joined by `and`."""
    return " and ".join(_spoken(one) for one in sorted(ages))


def _spoken(ages: Ages) -> str:
    if ages in _NAMED:
        return _NAMED[ages]
    if isinf(ages.high):
        return f"ages from {_figure(ages.low)} on"
    if ages.low == 0:
        return f"ages below {_figure(ages.high)}"
    if ages.high - ages.low in (1.0, YEAR):
        return f"the age of {_figure(ages.low)}"
    return f"ages from {_figure(ages.low)} to below {_figure(ages.high)}"


def _figure(months: float) -> str:
    if months >= 2 * YEAR:
        return f"{months / YEAR:.3g} years"
    return f"{months:.3g} months"
