"""The age of whom a text speaks, as findings: `under-3-months`, `infant`, `child`, `over-50` ..."""

import re
from typing import Final, NamedTuple

_UNIT: Final = {"d": 1 / 30.4, "w": 7 / 30.4, "m": 1.0, "y": 12.0}
_SPAN: Final = r"(\d{1,3})\s?-?\s?(day|week|wk|month|mth|mo|year|yr|y|m)s?"
_PERSON: Final = (
    r"(?:baby|bub|bubba|infant|newborn|neonate|son|daughter|child|kid|boy|girl|toddler|grandson|"
    r"granddaughter|grandchild|niece|nephew|twins?|lo|little one|she|he|man|woman|lady|gentleman)"
)
_CHILD: Final = (
    r"(?:baby|bub|bubba|infant|newborn|neonate|son|daughter|child|kid|boy|girl|toddler|grandson|"
    r"granddaughter|grandchild|niece|nephew|twins?|lo|little one)"
)
_NOT_AGE: Final = (
    r"(?!\s?(?:ago|now|pregnan|gestation|post|after|into|gone|along|in labour|for|of|and \d))"
)
_AGES: Final = (
    re.compile(rf"\b{_SPAN}\s?-?\s?(?:old|o)\b"),
    re.compile(rf"\b(?:aged?|age of)\s(?:is\s)?{_SPAN}\b"),
    re.compile(rf"\b{_CHILD}(?:\s(?:is|was|s|of)|'s)?,?\s\(?(?:only\s|just\s)?{_SPAN}\b{_NOT_AGE}"),
    re.compile(rf"\b{_PERSON}(?:\s(?:is|was|s)|'s)\s\(?(\d{{1,3}})\s?(year|yr|y)s?\b{_NOT_AGE}"),
    re.compile(rf"\b{_SPAN}\s{_CHILD}\b"),
    re.compile(r"\b(\d{1,3})\s?(y)(?:/?o\b|rs?\b|\s?[mf]\b)"),
    re.compile(r"\b(?:day|dol)\s(\d{1,2})(?=\D{0,20}(?:neonate|newborn|of life))()"),
)
_DAY: Final = re.compile(
    r"\b(?:neonate|newborn|baby|infant)\W{0,3}(?:\w+\W){0,2}?(?:day|dol)\s(?:of life\s)?(\d{1,2})\b"
)
_YEARS: Final = (
    re.compile(
        r"\b(?:he|she|dad|mum|mom|father|mother|grandma|grandad|husband|wife|i)"
        r"(?:\s(?:is|am)|'s|'m|m|s)\s(\d{1,3})"
        r"(?=\s?(?:[.,;!?)]|and\b|with\b|yrs?\b|years?\b|$))"
    ),
    re.compile(rf"\b{_PERSON},\s(\d{{1,3}}),"),
    re.compile(r"\b(\d{2})\s?(?:m|f|male|female)\b"),
    re.compile(r"\b(\d{2})-?\s?year\b"),
    re.compile(r"\bage[d:]?\s(\d{1,3})\b(?!\s?-?(?:day|week|month|wk))"),
)
_BANDS: Final = (
    ("under-1-month", 0, 1.0),
    ("under-3-months", 0, 3.0),
    ("under-6-months", 0, 6.0),
    ("infant", 0, 12.0),
    ("under-5", 0, 60.0),
    ("child", 0, 192.0),
    ("over-50", 600.0, 1500.0),
    ("adult", 192.0, 1500.0),
)


class Aged(NamedTuple):
    """A finding on age and where it stands."""

    finding: str
    start: int
    end: int


def ages(plain: str) -> tuple[Aged, ...]:
    """The ages that `plain` (lower case, numbers in figures) tells."""
    found: list[Aged] = []
    for pattern in _AGES:
        for match in pattern.finditer(plain):
            unit = (match[2] or "d")[0]
            found.extend(_bands(float(match[1]) * _UNIT[unit], match))
    for match in _DAY.finditer(plain):
        found.extend(_bands(float(match[1]) * _UNIT["d"], match))
    for pattern in _YEARS:
        for match in pattern.finditer(plain):
            found.extend(_bands(float(match[1]) * _UNIT["y"], match))
    return tuple(found)


def _bands(months: float, match: re.Match[str]) -> list[Aged]:
    return [
        Aged(name, match.start(), match.end()) for name, low, high in _BANDS if low <= months < high
    ]
