"""Ages in a clinician's words."""

from collections.abc import Sequence
from math import isinf
from typing import Final

from app.terms.age_groups import YEAR, Ages, age_groups

_SAID: Final = {
    "one child": "a child",
    "neonate": "newborn babies",
    "infant": "infants",
    "toddler": "toddlers",
    "elderly": "older people",
}
"""Groups whose own name does not read well in a sentence."""


def spoken_ages(ages: Sequence[Ages]) -> str:
    """`children`, `the age of 4 years`, `ages from 2 to 12 years`; several joined by `and`."""
    return " and ".join(_spoken(one) for one in sorted(ages))


def _spoken(ages: Ages) -> str:
    known = age_groups()
    for name, group in (*known.groups.items(), *known.grown_up.items()):
        if group.ages == ages:
            return _SAID.get(name, name)
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
