"""The time that a question narrows the record to: `in 2024`, `over the last 6 months`."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from app.terms.written_numbers import NUMBER, number

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH: Final = (
    rf"(?:{'|'.join(f'{one[:3]}(?:{one[3:]})?' if one[3:] else one for one in _MONTHS)})"
)
_YEAR: Final = r"(?:19|20)\d{2}"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_POINT: Final = (
    rf"(?:\d{{4}}-\d{{2}}(?:-\d{{2}})?|(?:the )?(?:year )?{_YEAR}"
    rf"|(?:{_DAY} (?:of )?)?{_MONTH}(?: {_DAY}(?!\d))?(?:,? (?:of )?{_YEAR})?)"
)
_UNIT: Final = r"(?:day|week|month|quarter|year|decade)s?"
_FEW: Final = {"few": 3, "couple of": 2, "couple": 2, "several": 5, "": 1}
_DAYS: Final = {"day": 1, "wee": 7}
_MONTHS_OF: Final = {"mon": 1, "qua": 3, "yea": 12, "dec": 120}
_LONG_AGO: Final = date(1800, 1, 1)


class Period(NamedTuple):
    """From the first day to the last, both inclusive; `words` are the question's."""

    first: date
    last: date
    words: str


Read = Callable[[re.Match[str], date], tuple[date, date] | None]


def period_in(text: str, as_of: date) -> tuple[Period | None, str]:
    """The time that `text` names, and `text` without it; `text` is in small letters.

    A month without a year is the latest one that began by `as_of`. A time that cannot be is none.
    """
    for pattern, read in _FORMS:
        for one in pattern.finditer(text):
            days = read(one, as_of)
            if days is not None and days[0] <= days[1]:
                left = " ".join((text[: one.start()] + " " + text[one.end() :]).split())
                return Period(*days, one.group().strip()), left
    return None, text


def _days_of(point: str, as_of: date) -> tuple[date, date] | None:
    """The first and the last day that a written date may mean."""
    year = re.search(r"(?:19|20)\d{2}", point)
    iso = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", point)
    if iso:
        return _span(int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None)
    named = re.search(_MONTH, point)
    if named is None:
        return (date(int(year[0]), 1, 1), date(int(year[0]), 12, 31)) if year else None
    month = next(at for at, one in enumerate(_MONTHS, 1) if one.startswith(named[0][:3]))
    without = point.replace(year[0], "") if year else point
    day = re.search(r"\d{1,2}", without)
    which = int(year[0]) if year else as_of.year - (month > as_of.month)
    return _span(which, month, int(day[0]) if day else None)


def _span(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    if not 1 <= month <= 12 or not 1800 <= year <= 9999:
        return None
    most = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, most)
    return (date(year, month, day),) * 2 if 1 <= day <= most else None


def _months_before(day: date, months: int) -> date:
    at = 12 * day.year + day.month - 1 - months
    year, month = at // 12, at % 12 + 1
    if year < _LONG_AGO.year:
        return _LONG_AGO
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _back(one: re.Match[str], as_of: date) -> tuple[date, date]:
    count = one["n"] or ""
    many = _FEW[count] if count in _FEW else min(int(number(count)), 9_999)
    unit = one["unit"][:3]
    if unit in _DAYS:
        return as_of - timedelta(days=_DAYS[unit] * many), as_of
    return _months_before(as_of, _MONTHS_OF[unit] * many), as_of


def _this(one: re.Match[str], as_of: date) -> tuple[date, date]:
    if one["unit"] == "year":
        return date(as_of.year, 1, 1), as_of
    if one["unit"] == "month":
        return as_of.replace(day=1), as_of
    return as_of - timedelta(days=as_of.weekday()), as_of


def _last(one: re.Match[str], as_of: date) -> tuple[date, date]:
    if one["unit"] == "year":
        return date(as_of.year - 1, 1, 1), date(as_of.year - 1, 12, 31)
    before = as_of.replace(day=1) - timedelta(days=1)
    return before.replace(day=1), before


def _since_last(one: re.Match[str], as_of: date) -> tuple[date, date]:
    return _last(one, as_of)[0], as_of


def _between(one: re.Match[str], as_of: date) -> tuple[date, date] | None:
    first, last = _days_of(one["from"], as_of), _days_of(one["to"], as_of)
    return (first[0], last[1]) if first and last else None


def _on_one_side(one: re.Match[str], as_of: date) -> tuple[date, date] | None:
    days = _days_of(one["point"], as_of)
    if days is None:
        return None
    match one["side"]:
        case "before" | "until" | "up to" | "prior to":
            return _LONG_AGO, days[0] - timedelta(days=1)
        case "after":
            return days[1] + timedelta(days=1), max(as_of, days[1] + timedelta(days=1))
        case "since" | "from":
            return days[0], max(as_of, days[0])
        case _:
            return days


_FORMS: Final[tuple[tuple[re.Pattern[str], Read], ...]] = (
    (
        re.compile(
            rf"\b(?:between |from )?(?P<from>{_POINT}) (?:and|to|until|till|-) (?P<to>{_POINT})\b"
        ),
        _between,
    ),
    (
        re.compile(
            r"\b(?:over|in|during|within|for|across|throughout) (?:the |these )?"
            rf"(?:last|past|previous|preceding) (?:(?P<n>{NUMBER}|few|couple of|couple|several) )?"
            rf"(?P<unit>{_UNIT})\b"
        ),
        _back,
    ),
    (re.compile(r"\b(?:in |during |over |from )?this (?P<unit>year|month|week)\b"), _this),
    (re.compile(r"\bsince (?:the )?(?:beginning of )?last (?P<unit>year|month)\b"), _since_last),
    (re.compile(r"\b(?:in |during |from )?last (?P<unit>year|month)\b"), _last),
    (
        re.compile(
            r"\b(?P<side>in|on|during|throughout|since|from|before|until|up to|prior to|after|of) "
            rf"(?P<point>{_POINT})(?: (?:onwards?|on))?(?![\w%/.]\d|\w)"
        ),
        _on_one_side,
    ),
)
