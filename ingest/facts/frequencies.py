"""How often a dose is given: `twice daily`, `every 4 to 6 hours if needed`, `b.i.d. or t.i.d.`.

A frequency has a rate only where every word of it is understood. `daily` alone is none: it says
what an amount is counted for, and not how often it is given.
"""

import re
from typing import Final

from app.domain.facts import MINUTES_A_DAY, Frequency, Rate

_COUNTS: Final = {
    "once": 1,
    "one": 1,
    "twice": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
}
_LATIN: Final = {
    "qd": 1,
    "bid": 2,
    "bd": 2,
    "tid": 3,
    "tds": 3,
    "qid": 4,
    "qds": 4,
}
_MINUTES: Final = {
    "minute": 1,
    "hour": 60,
    "day": MINUTES_A_DAY,
    "week": 7 * MINUTES_A_DAY,
}
_COUNT: Final = r"(?:once|twice|(?:one|two|three|four|five|six|\d{1,2})(?: times?)?)"
_DOTTED: Final = r"(?:q\.?d|b\.?i\.?d|b\.?d|t\.?i\.?d|t\.?d\.?s|q\.?i\.?d|q\.?d\.?s)\b\.?"
_PERIOD: Final = (
    r"(?:daily|weekly|(?:a|per|each|every) (?:day|week)|in 24 hours"
    r"|every (?:other|second) (?:day|week)|every \d{1,2} (?:hours|days|weeks))"
)
_TIMES: Final = re.compile(
    rf"(?P<upto>up to )?(?P<from>{_COUNT})(?:(?: or | to | ?[-\u2013] ?)(?P<to>{_COUNT}))?"
    rf"[ -](?P<period>{_PERIOD})"
)
_EVERY: Final = re.compile(
    r"(?:every|q) ?(?P<from>\d{1,3})(?: ?(?:to|or|-|\u2013) ?(?P<to>\d{1,3}))?"
    r" ?(?P<unit>minutes?|hours?|hr?|days?|weeks?)\b"
)
_EVERY_ONE: Final = re.compile(r"every (?P<other>other |second )?(?P<unit>hour|day|week)\b")
_SHORT: Final = re.compile(rf"(?P<from>{_DOTTED})(?:(?: or | to |[-\u2013])(?P<to>{_DOTTED}))?")
_DIVIDED: Final = re.compile(
    rf"(?:in|as|divided in(?:to)?) (?P<from>{_COUNT})(?: (?:to|or) (?P<to>{_COUNT}))? "
    r"(?:equally )?divided doses"
)
_NEEDED: Final = re.compile(r",? ?(?:if|when|as) (?:needed|required|necessary)\b|,? ?\bprn\b")
_ASIDE: Final = re.compile(
    r"(?:,? (?:for (?:at least |up to )?\d{1,3}(?: (?:to|or) \d{1,3})? (?:days?|weeks?|months?)"
    r"|with(?: or without)? (?:food|meals?|water)|with or after (?:food|meals?)"
    r"|in the (?:morning|evening)|at (?:bedtime|night)))+"
)


def frequency(words: str) -> Frequency:
    """What the words say; `rate` is None where a part of them is not understood."""
    written = " ".join(words.split())
    text, needed = _NEEDED.subn("", written.casefold())
    text = text.strip(" ,")
    if text == "daily" or not text:
        return Frequency(written=written, as_needed=bool(needed))
    rate, end = rate_at(text)
    if rate is not None and text[end:] and not _ASIDE.fullmatch(text[end:]):
        rate = None
    return Frequency(written=written, rate=rate, as_needed=bool(needed))


def rate_at(text: str) -> tuple[Rate | None, int]:
    """The rate that `text`, in lower case, begins with, and where its words end."""
    for pattern, read in (
        (_TIMES, _times),
        (_EVERY, _every),
        (_EVERY_ONE, _every_one),
        (_DIVIDED, _divided),
        (_SHORT, _short),
    ):
        match = pattern.match(text)
        if match is not None:
            return read(match), match.end()
    return None, 0


def _times(match: re.Match[str]) -> Rate | None:
    counts = _ordered(_count(match["from"]), _count(match["to"] or match["from"]))
    if counts is None:
        return None
    least = 0 if match["upto"] else counts[0]
    minutes = _period(match["period"])
    return Rate(least=least, most=counts[1], shortest=minutes, longest=minutes)


def _period(words: str) -> int:
    if figure := re.fullmatch(r"every (\d+) (\w+?)s", words):
        return max(int(figure[1]), 1) * _MINUTES[figure[2]]
    one = "week" if "week" in words else "day"
    return _MINUTES[one] * (2 if re.search("other|second", words) else 1)


def _every(match: re.Match[str]) -> Rate | None:
    unit = match["unit"].rstrip("s")
    minutes = _MINUTES["hour" if unit in ("h", "hr") else unit]
    spread = _ordered(int(match["from"]), int(match["to"] or match["from"]))
    if spread is None:
        return None
    return Rate(least=1, most=1, shortest=spread[0] * minutes, longest=spread[1] * minutes)


def _every_one(match: re.Match[str]) -> Rate:
    minutes = _MINUTES[match["unit"]] * (2 if match["other"] else 1)
    return Rate(least=1, most=1, shortest=minutes, longest=minutes)


def _divided(match: re.Match[str]) -> Rate | None:
    counts = _ordered(_count(match["from"]), _count(match["to"] or match["from"]))
    return counts and _daily(*counts)


def _short(match: re.Match[str]) -> Rate | None:
    first, last = (_LATIN[(match[one] or match["from"]).replace(".", "")] for one in ("from", "to"))
    counts = _ordered(first, last)
    return counts and _daily(*counts)


def _daily(least: int, most: int) -> Rate:
    return Rate(least=least, most=most, shortest=MINUTES_A_DAY, longest=MINUTES_A_DAY)


def _count(words: str) -> int:
    first = words.split()[0]
    return _COUNTS.get(first) or int(first)


def _ordered(low: int, high: int) -> tuple[int, int] | None:
    return (low, high) if 0 < low <= high else None
