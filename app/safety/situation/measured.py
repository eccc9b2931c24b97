"""Conditions told by a figure: `potassium 6.3`, `EF 20%`, `pulse of 42`, `CD4 of 90`.

Bounds are those at which guidelines name the condition; from general knowledge, reviewed by nobody
yet.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_IS: Final = (
    r"(?: (?:level|count|rate|of|is|was|at|now|only|just|about|around|has|risen|"
    r"fallen|to|dropped|up|"
    r"down|result|pumps|pumping|works|working|out|came|back)\b|\s?[:=,])*\s?"
)


class _Bound(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    low: float
    high: float
    """The condition is there from `low` to below `high`."""


def _bound(name: str, words: str, low: float, high: float, unit: str = "") -> _Bound:
    figure = rf"(?P<n>\d{{1,4}}(?:[.,]\d{{1,2}})?)(?![\d.,]*\d){unit}"
    return _Bound(name, re.compile(rf"\b(?:{words}){_IS}{figure}", re.IGNORECASE), low, high)


_NO_UNIT: Final = r"(?!\s?(?:mg|mcg|g\b|tablets?|weeks?|months?|years?|days?|mmol daily|/\d))"
_BOUNDS: Final = (
    _bound(
        "heart failure",
        r"(?:lv|left ventricular )?ejection fraction|lvef|ef|my heart(?: only)?",
        5,
        40.1,
        r"\s?(?:%|percent|per cent)?",
    ),
    _bound("bradycardia", r"pulse|heart rate|hr|pulse rate", 20, 50, _NO_UNIT),
    _bound("hyperkalaemia", r"(?:serum )?potassium|k\+?", 5.5, 12, _NO_UNIT),
    _bound("hypokalaemia", r"(?:serum )?potassium|k\+", 1, 3.2, _NO_UNIT),
    _bound("hyponatraemia", r"(?:serum )?sodium|na\+?", 95, 130, _NO_UNIT),
    _bound("long qt", r"qtc?(?: interval)?|corrected qt", 480, 800, ""),
    _bound("thrombocytopenia", r"platelets?|plts?", 1, 50, r"(?!\s?(?:units?|,000))"),
    _bound("immunosuppression", r"cd4\+?(?: cells)?", 0, 200, ""),
    _bound("thrombocytopenia", r"platelets?|plts?", 1000, 50000, ""),
)
_PRESSURE: Final = re.compile(
    r"\b(?:bp|blood pressure|pressure)(?: (?:is|of|was|at|now|around|about|running|"
    r"reading))*\s?[:=]?\s?"
    r"(?P<s>\d{2,3})\s?/\s?(?P<d>\d{2,3})\b",
    re.IGNORECASE,
)
_SEVERE_PRESSURE: Final = (180, 110)
_LOW_PRESSURE: Final = 90
_OF_FIGURES: Final = re.compile(r"\d")


def measured(text: str) -> Iterator[tuple[str, int, int]]:
    """Names of conditions, each with the place of the figure that tells it."""
    if not _OF_FIGURES.search(text):
        return
    for bound in _BOUNDS:
        for one in bound.pattern.finditer(text):
            value = float(one["n"].replace(",", "."))
            if bound.low <= value < bound.high:
                yield bound.name, one.start(), one.end()
    for one in _PRESSURE.finditer(text):
        systolic, diastolic = int(one["s"]), int(one["d"])
        if systolic >= _SEVERE_PRESSURE[0] or diastolic >= _SEVERE_PRESSURE[1]:
            yield "uncontrolled hypertension", one.start(), one.end()
        elif systolic < _LOW_PRESSURE:
            yield "hypotension", one.start(), one.end()
