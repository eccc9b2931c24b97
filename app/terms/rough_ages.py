"""Ages that are said without a figure and a unit: `in her eighties`, `born yesterday`."""

import re
from collections.abc import Iterator
from math import inf
from typing import Final

from app.terms.age_groups import YEAR, Ages, Group
from app.terms.written_numbers import NUMBER, WORDS, number

_DAY: Final = 12 / 365.25
_WEEK: Final = 7 * _DAY
_SPANS: Final = {"hour": _DAY / 24, "day": _DAY, "week": _WEEK, "fortnight": 2 * _WEEK,
                 "month": 1.0, "year": YEAR}  # fmt: skip
_WHOSE: Final = r"(?:his|her|their|your|my|our)"
_DECADES: Final = "|".join(f"{word[:-1]}ies" for word in WORDS if word[-2:] == "ty")
_DECADE: Final = re.compile(
    rf"\b(?:in|into|of|reached) {_WHOSE} (?P<part>early|mid|late)?[- ]?"
    rf"(?:(?P<figure>[2-9])0['\u2019]?s|(?P<word>{_DECADES}))\b",
    re.IGNORECASE,
)
_PARTS: Final = {"early": (0, 4), "mid": (3, 7), "late": (6, 10), "": (0, 10)}
_BORN: Final = re.compile(
    r"\bborn (?:only |just |about )?(?:today|yesterday|this (?:morning|afternoon|evening|week)|"
    rf"last night|(?:a few|{NUMBER}|an?) (?:minutes?|hours?|days?) ago)\b|"
    r"\bborn (?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day|at the weekend|in the night)\b|"
    r"\bjust (?:been )?born\b|\bjust given birth to\b|"
    r"\bfirst (?:few )?(?:hours?|days?|weeks?|month|28 days|four weeks|4 weeks) of life\b|"
    r"\bday (?:of life )?(?:one|two|three|[0-9]|1[0-9]|2[0-7]) of life\b|\bday of life \d",
    re.IGNORECASE,
)
_FIRST_YEAR: Final = re.compile(
    r"\bfirst (?:year|12 months|twelve months) of life\b", re.IGNORECASE
)
_UNCOUNTED: Final = re.compile(
    rf"\b(?:(?P<n>{NUMBER})[- ](?P<counted>hours?|fortnights?)|"
    r"(?P<unit>hour|day|week|fortnight|month|year)s?)[- ](?:old\b|of age\b)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    rf"(?:{NUMBER}|few|several|couple of|half|many|(?:under|below|over|above|than) an?)[- ]$",
    re.IGNORECASE,
)
_TWELFTHS: Final = re.compile(
    r"\b(?:aged? (?P<first>\d{1,2})/(?P<a>12|52|7)|(?P<second>\d{1,2})/(?P<b>12|52|7)[- ]old)\b",
    re.IGNORECASE,
)
_UNDER_ONE: Final = re.compile(
    r"\b(?P<side>under|below|less than|younger than|over|above|more than|older than) "
    r"(?P<aged>(?:a|the age of one|one) ?(?P<unit>year|month)?(?: old| of age)?)\b",
    re.IGNORECASE,
)
_TURNED: Final = re.compile(
    rf"\b(?:turned|turning|turns|pushing|approaching|coming up (?:to|for)|"
    rf"(?:birthday|aged?) (?:is )?)\s(?P<n>{NUMBER})(?![\w/.-]|\s?(?:mg|ml|kg|%|days|weeks|"
    rf"months))",
    re.IGNORECASE,
)


_BARE: Final = re.compile(
    rf"\bat (?P<n>{NUMBER}) (?P<unit>hours?|days?|weeks?|months?)\b(?! (?:of|after|post|gest|preg|"
    rf"gone|along|from))",
    re.IGNORECASE,
)
"""An age where others say that children are spoken of."""


_HALF: Final = re.compile(
    rf"\b(?P<n>{NUMBER})[- ]and[- ]a[- ]half[- ](?P<unit>year|month|week)s?[- ]old\b", re.IGNORECASE
)
_SEXED: Final = re.compile(r"(?<![\w.])(?P<n>\d{2})[MF]\b(?![-/])")
"""`78F with falls`."""
_SHORT: Final = re.compile(r"(?<![\w.])(?P<n>\d{1,2})\s?mo\b", re.IGNORECASE)
_PLURAL: Final = re.compile(
    rf"\b(?P<side>under|over)[- ](?P<n>{NUMBER})s\b|^(?P<more>\d{{2}})\+", re.IGNORECASE
)
_SINCE_BIRTH: Final = re.compile(
    rf"\bborn (?:about )?(?P<n>{NUMBER}) (?P<unit>week|month|year)s? ago\b|"
    rf"\b(?P<m>{NUMBER}) (?P<unit2>hour|day|week)s? after (?:birth|being born)\b",
    re.IGNORECASE,
)


def bare_ages_in(text: str) -> tuple[Ages, ...]:
    """Ages said by a length of time alone: `a normal pulse at 3 weeks`."""
    found = []
    for one in _BARE.finditer(text):
        step = _SPANS[one["unit"].lower().removesuffix("s")]
        found.append(Ages(number(one["n"]) * step, (number(one["n"]) + 1) * step))
    return tuple(found)


def rough_ages_in(text: str) -> Iterator[Group]:
    """Where `text` says an age roughly, and the ages."""
    for one in _DECADE.finditer(text):
        tens = int(one["figure"]) * 10 if one["figure"] else WORDS[one["word"].lower()[:-3] + "y"]
        first, last = _PARTS[(one["part"] or "").lower()]
        yield _group(one, (tens + first) * YEAR, (tens + last) * YEAR)
    yield from (_group(one, 0, 1) for one in _BORN.finditer(text))
    yield from (_group(one, 0, YEAR) for one in _FIRST_YEAR.finditer(text))
    yield from _spans(text)
    yield from _abbreviated(text)
    for one in _TWELFTHS.finditer(text):
        step = {"12": 1.0, "52": _WEEK, "7": _DAY}[one["a"] or one["b"]]
        low = float(one["first"] or one["second"]) * step
        yield _group(one, low, low + step)
    for one in _TURNED.finditer(text):
        years = number(one["n"])
        yield _group(one, (years - 1) * YEAR, (years + 1) * YEAR)


def _abbreviated(text: str) -> Iterator[Group]:
    """`two and a half years old`, `78F`, `18mo`, `over-65s`, `born three weeks ago`."""
    for one in _HALF.finditer(text):
        step = _SPANS[one["unit"].lower()]
        yield _group(one, (number(one["n"]) + 0.5) * step, (number(one["n"]) + 1) * step)
    for one in _SEXED.finditer(text):
        yield _group(one, number(one["n"]) * YEAR, (number(one["n"]) + 1) * YEAR)
    for one in _SHORT.finditer(text):
        yield _group(one, number(one["n"]), number(one["n"]) + 1)
    for one in _PLURAL.finditer(text):
        years = number(one["n"] or one["more"]) * YEAR
        below = (one["side"] or "").lower() == "under"
        yield _group(one, 0 if below else years, years if below else inf)
    for one in _SINCE_BIRTH.finditer(text):
        step = _SPANS[(one["unit"] or one["unit2"]).lower()]
        low = number(one["n"] or one["m"]) * step
        yield _group(one, low, low + step)


def _spans(text: str) -> Iterator[Group]:
    """`40 hours old`, `a week old`, `under a year old`."""
    for one in _UNCOUNTED.finditer(text):
        if one["n"]:
            step = _SPANS[one["counted"].lower().removesuffix("s")]
            yield _group(one, number(one["n"]) * step, (number(one["n"]) + 1) * step)
        elif not _NUMBERED.search(text, max(0, one.start() - 20), one.start()):
            step = _SPANS[one["unit"].lower()]
            yield _group(one, step, 2 * step)
    for one in _UNDER_ONE.finditer(text):
        if "old" in one["aged"].lower() or "age" in one["aged"].lower():
            step = _SPANS[(one["unit"] or "year").lower()]
            below = one["side"].lower() in ("under", "below", "less than", "younger than")
            yield _group(one, 0 if below else step, step if below else inf)


def _group(match: re.Match[str], low: float, high: float) -> Group:
    return Group(match.start(), match.end(), Ages(low, high))
