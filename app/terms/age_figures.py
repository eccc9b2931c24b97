"""Figures that are somebody's age: `a 4-year-old`, `from 3 months`, `my lad is six`."""

import re
from collections.abc import Iterator, Sequence
from math import inf
from typing import Final

from app.terms.age_groups import YEAR, Ages, Group
from app.terms.analytes import analytes_named
from app.terms.written_numbers import NUMBER, number

_UNIT: Final = r"(?:years?|yrs?|months?|mths?|mos?|weeks?|wks?|days?|y(?![/.]?o))"
_OLD: Final = r"(?:[- ]?old|[- ]of[- ]age)"
_OR_MORE: Final = (
    r"(?:(?:and|or|&)[- ](?:over|older|above|more|up(?! to)|upwards?|beyond|onwards?)|"
    r"onwards?|upwards?|plus)"
)
_OR_LESS: Final = (
    r"(?:and|or|&)[- ](?:under|younger|below|less)\b"
    rf"(?! (?:than )?{NUMBER}[ -]?{_UNIT}\b)"
)
_ABOVE: Final = (
    r"(?:over|above|older than|more than|greater than|at least|from|beyond|past|no younger than|"
    r"not under|not below|after(?= (?:the )?age(?: of)? )|>=?|\u2265)"
)
_BELOW: Final = r"(?:under|below|younger than|less than|up to|until|before|<=?|\u2264)"
_FIGURE: Final = re.compile(
    rf"(?:\b(?P<said>aged?|ages|of age|between)\s+)?(?:between\s+)?"
    rf"(?:(?P<above>(?<![\w]){_ABOVE})[\s-]?|(?P<below>(?<![\w]){_BELOW})[\s-]?)?"
    rf"(?P<age>\b(?:the )?age of\s+|\bage\s+)?"
    rf"(?<![\w.,/])(?P<n>{NUMBER})(?P<s>s\b)?(?:[\s-]?(?P<unit>{_UNIT})\b)?"
    rf"(?:\s?(?P<abbreviated>y/?o|y\.o\.?)(?!\w))?"
    rf"(?:\s?(?:-|\u2013|to|-?\s?and)\s?(?P<m>{NUMBER})(?![\d.])(?:[\s-]?(?P<unit2>{_UNIT})\b)?)?"
    rf"(?P<old>{_OLD}\b)?(?:,?\s(?:(?P<more>{_OR_MORE})|(?P<fewer>{_OR_LESS}))\b)?"
    rf"(?P<plus>\s?\+(?!\s?\d))?",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(
    r"(?:people|persons?|patients?|those|anyone|someone|individuals|m[ae]n|wom[ae]n|adults?|child|"
    r"children|infants?|bab(?:y|ies)|boys?|girls?|lady|participants|subjects|adolescents?|"
    r"neonates?|toddlers?|teenagers?|everyone|users|persons|lads?|lass(?:es)?|adults|he is|she is|"
    r"i am|i['\u2019]?m)"
    r"(?:\s+(?:who|that|is|are|was|were|aged?|of|the|be|being))*\s*[,(]?\s*$",
    re.IGNORECASE,
)
_OF: Final = re.compile(
    r"\b(?:man|woman|lady|gentleman|boy|girl|lad|lass|child|baby|patient|person|someone|son|"
    r"daughter)"
    r" of (?:about )?$", re.IGNORECASE,
)  # fmt: skip
_LASTING: Final = re.compile(
    r"\b(?:for|during|within|after|every|last|past|in)\s*(?:the\s+)?$", re.I
)
_CLAUSE: Final = re.compile(r"(?:^|[.;:|(\n\u2022])\s*(?:from\s+)?$", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s*(?:of age\s*)?(?::|\||\n|\))")
_MEASURED: Final = re.compile(
    r"^\s?(?:%|mg|mcg|microg|g\b|kg|ml|l\b|mmol|units?|iu|mm|cm|minutes?|hours?|hrs?|h\b|times|"
    r"drops|tablets?|capsules?|doses?|points?|/|\u00b0|per\b|puffs?|bpm|x\b)",
    re.IGNORECASE,
)
CLOSE: Final = 2
"""Characters between a figure and a word for a person that it belongs to."""
_BEFORE: Final = 48
_AFTER: Final = 12
_AGED: Final = ("aged", "Aged")
_AGES_OF: Final = ("y", "m", "w")
BANDS: Final = 2
"""Ranges of years or months, each at the head of its clause, that are a list of ages."""
FEWEST_WEEKS_AT_BIRTH: Final = 22
"""A baby of as many weeks may be one born then."""
_LONG_UNITS: Final = ("y", "m")
_BOUNDS: Final = ("above", "below", "more", "fewer", "plus", "m")
_FEWEST_YEARS: Final = 2
_MOST_YEARS: Final = 110
_IS: Final = re.compile(
    r"\b(?:(?:he|she|who|patient|baby|mother|father|mum|dad|son|daughter|boy|girl|child|kid|kiddo|"
    r"toddler|one|lad|lass|(?:my|our|her|his) (?!dose|pulse|pressure|bp|weight|inr|potassium|"
    r"sugar|heart|next|last)\w{2,15}) "
    r"(?:is|are)|and (?:is|are)|(?:(?:my|our) \w{2,15}|he|she|who)['\u2019]s|i am|i['\u2019]m)\s+"
    r"(?:now |only |just |nearly |almost |about )*$",
    re.IGNORECASE,
)
_AT: Final = re.compile(r"\bat $", re.IGNORECASE)
_ASKED_AT: Final = re.compile(
    r"\s*(?:\?|$|[,;.]|[-\u2013] |with (?:no|an?)\b|for an? (?:man|woman|lady|gentleman|patient)\b|"
    r"and (?:fit|well|healthy|otherwise)\b)"
)
_OF_MEASURE: Final = re.compile(
    r"\b(?:hba1c|bp|pressure|egfr|rate|pulse|glucose|sugar|inr|bmi|weigh\w*|weight|level|potassium|"
    r"sodium|ferritin|saturat\w+|sats|steady|stable|start\w*|dose|score|creatinine|kept|set)\b",
    re.IGNORECASE,
)
_SCORE: Final = re.compile(r"\b\w+[A-Z0-9]\w* (?:is|are)\b")
"""`her GCS is`, `his HbA1c is`: no word for a person is written so."""
_SET_OFF: Final = re.compile(r"[,(]\s?$")
_SET_OFF_BEHIND: Final = re.compile(r"\s?[,)]")
_ENDS: Final = re.compile(r"\s*(?:[.,;?!)\u2013-]|$|and\b)")
_MONTHS: Final = {"y": YEAR, "m": 1.0, "w": 12 / 52.18, "d": 12 / 365.25}


def single_figures(
    text: str, groups: Sequence[Group], rough: Sequence[Group], *, heading: bool
) -> Iterator[tuple[int, int, Ages]]:
    """Where figures that are ages begin and end, and the ages. Beside one that is clearly an age,
    other bounds in years are, too: `below the age of 80 ..., from 80 years ...`."""
    matches = [
        one
        for one in _FIGURE.finditer(text)
        if not any(each.start < one.end() and one.start() < each.end for each in rough)
    ]
    banded = heading or any(one["age"] or one["said"] in _AGED for one in matches)
    banded = banded or sum(_is_band(one, text) for one in matches) >= BANDS
    for match in matches:
        if not _is_age(match, text, groups, heading=banded):
            continue
        unit = match["unit"] or match["unit2"] or "years"
        step = _MONTHS[unit[0].lower()]
        low = number(match["n"]) * step
        if match["m"]:
            high_step = _MONTHS[(match["unit2"] or unit)[0].lower()]
            if match["unit"] is None and match["unit2"]:
                low, step = number(match["n"]) * high_step, high_step
            ages = Ages(low, (number(match["m"]) + 1) * high_step)
        elif match["above"] or match["more"] or match["plus"]:
            ages = Ages(low, inf)
        elif match["below"] or match["fewer"]:
            ages = Ages(0, low)
        else:
            ages = Ages(low, low + step)
        if ages.low < ages.high:
            yield match.start(), match.end(), ages


def _is_band(match: re.Match[str], text: str) -> bool:
    """`6-11 years` or `12 years and over` at the head of a clause."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    unit = (match["unit2"] or match["unit"] or "")[:1].lower()
    return (
        unit in _LONG_UNITS
        and any(match[name] for name in _BOUNDS)
        and _CLAUSE.search(before) is not None
    )


def _is_age(match: re.Match[str], text: str, groups: Sequence[Group], *, heading: bool) -> bool:
    """Whether the figure is an age, by what it says itself and by the words around it."""
    after = text[match.end() : match.end() + _AFTER]
    if match["abbreviated"] or match["old"]:
        return True
    if _MEASURED.match(after):
        return False
    if (match["said"] or "between").lower() != "between" or match["age"]:
        return True
    if match["s"]:
        return bool(match["above"] or match["below"])
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    unit = (match["unit2"] or match["unit"] or "")[:1].lower()
    bounded = any(match[name] for name in _BOUNDS)
    years = number(match["n"])
    if not unit and not bounded:
        spoken = (
            _OF.search(before)
            or (_person_is(before) and _ENDS.match(after))
            or _set_off(match, text, groups)
            or (_AT.search(before) and _ASKED_AT.match(after) and not _OF_MEASURE.search(before))
        )
        return bool(spoken) and _FEWEST_YEARS <= years <= _MOST_YEARS
    if _by_person(match, before, unit, groups):
        return bool(unit) or _FEWEST_YEARS <= years <= _MOST_YEARS
    if unit in _AGES_OF and not bounded and _person_is(before):
        return True
    if unit not in _LONG_UNITS or not bounded or _LASTING.search(before):
        return False
    said = any(match[name] is not None for name in ("said", "more", "plus"))
    clear = said or _BEHIND.match(after) is not None
    return heading or (clear and _CLAUSE.search(before) is not None)


def _person_is(before: str) -> bool:
    """`my son is`, and not `her eGFR is now`."""
    found = _IS.search(before)
    if found is None:
        return False
    said = found.group()
    return not (_OF_MEASURE.search(said) or _SCORE.search(said) or analytes_named(said))


def _set_off(match: re.Match[str], text: str, groups: Sequence[Group]) -> bool:
    """`a schoolgirl, 9, ...`, `a man (43)`, `a schoolboy of 7`, `Sixteen, ...`."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    if not before.strip() and re.match(r",\s[a-z]", text[match.end() :][:4], re.IGNORECASE):
        return True
    if before.lower().endswith(" of ") and any(end + 4 == match.start() for _, end, _ in groups):
        return True
    if not _SET_OFF.search(before) or not _SET_OFF_BEHIND.match(text, match.end()):
        return False
    named = _PERSON.search(before.rstrip()) is not None
    return named or any(0 <= match.start() - end <= CLOSE for _, end, _ in groups)


def _by_person(match: re.Match[str], before: str, unit: str, groups: Sequence[Group]) -> bool:
    """Whether the figure stands beside a word for a person; days and weeks only beside a group."""
    years = number(match["n"])
    if any(
        0 <= match.start() - end <= CLOSE or (unit and 0 <= start - match.end() <= CLOSE)
        for start, end, _ in groups
    ):
        return True
    of = _OF.search(before) and not match["above"] and unit
    if unit and unit not in _LONG_UNITS:
        return bool(of) and years < FEWEST_WEEKS_AT_BIRTH
    return bool(of or _PERSON.search(before))
