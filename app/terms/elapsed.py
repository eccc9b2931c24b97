"""How long ago something began: `six hours ago`, `within 4.5 hours of onset`, `after 48 hours`.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from functools import lru_cache
from math import inf
from typing import Final, NamedTuple

from app.terms.written_numbers import NUMBER, number

_HOURS: Final = {"min": 1 / 60, "hou": 1.0, "hr": 1.0, "hrs": 1.0, "h": 1.0, "day": 24.0,
                 "wee": 168.0, "mon": 730.0}  # fmt: skip
_UNIT: Final = r"(?:minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)"
_FIGURE: Final = rf"(?P<n>{NUMBER}(?: and a half)?|an?|half an)\s?-?(?P<unit>{_UNIT})"
_SINCE: Final = (
    r"(?: or (?:more|longer|less))? (?:of|after|from|since|following)(?: the)?(?: start of|"
    r" symptom| first)? "
    r"(?:onset|ingestion|symptoms?|exposure|injury|overdose|taking|the start|swallowing|bite|"
    r"birth|contact|"
    r"sex|unprotected|presentation|an overdose|a bite|falling ill)"
)
_AGO: Final = re.compile(
    rf"\b{_FIGURE} (?:ago|earlier|previously|back|after (?:taking|swallowing|ingesti\w+|onset|"
    rf"exposure|the bite|"
    r"unprotected|sex|a bite|an overdose|the onset|symptoms?|swallow)|since|old\b(?= stroke))"
    rf"|\bsymptoms (?:for|since) (?P<n2>{NUMBER}|a) (?P<unit2>{_UNIT})\b"
    rf"|\b(?P<yesterday>yesterday|last night|this morning|just now)\b",
    re.IGNORECASE,
)
_HEADED: Final = re.compile(
    rf"\b(?:(?P<below>within|under|less than|before|up to|in the first|earlier than|<)|"
    rf"(?P<above>after|beyond|over|more than|later than|from|>|"
    rf"at least)) (?:the first )?{_FIGURE}\b"
    rf"(?P<since>{_SINCE})?|"
    rf"\b(?P<first>{NUMBER})\s?(?:-|\u2013|to)\s?(?P<last>{NUMBER}) (?P<unit3>{_UNIT}) (?:after|"
    rf"since|from|of)\b",
    re.IGNORECASE,
)


class Elapsed(NamedTuple):
    """`low` <= hours < `high`."""

    low: float
    high: float

    def meets(self, other: "Elapsed") -> bool:
        return self.low < other.high and other.low < self.high


@lru_cache(maxsize=4096)
def elapsed_in(text: str) -> tuple[Elapsed, ...]:
    """How long ago a question says that something began."""
    found = []
    for one in _AGO.finditer(text):
        if one["yesterday"]:
            word = one["yesterday"].lower()
            found.append(
                {"yesterday": Elapsed(12, 48), "last night": Elapsed(6, 24)}.get(
                    word, Elapsed(0, 12)
                )
            )
            continue
        step = _step(one["unit"] or one["unit2"])
        low = _count(one["n"] or one["n2"]) * step
        found.append(Elapsed(low, low + 0.01))
    return tuple(found)


@lru_cache(maxsize=4096)
def windows_in(heading: str) -> tuple[Elapsed, ...]:
    """The times since a beginning that a heading is about."""
    found = []
    for one in _HEADED.finditer(heading):
        if one["first"]:
            step = _step(one["unit3"])
            found.append(Elapsed(number(one["first"]) * step, number(one["last"]) * step + 0.01))
            continue
        hours = _count(one["n"]) * _step(one["unit"])
        found.append(Elapsed(0, hours + 0.01) if one["below"] else Elapsed(hours, inf))
    return tuple(found)


def _step(unit: str) -> float:
    word = unit.lower()
    return _HOURS.get(word[:3], _HOURS.get(word, 1.0))


def _count(given: str) -> float:
    word = given.lower()
    if word in ("a", "an"):
        return 1.0
    if word.startswith("half"):
        return 0.5
    whole = word.removesuffix(" and a half")
    return number(whole) + (0.5 if whole != word else 0.0)
