"""Dates as FHIR R4 writes them (2.24.0.1): a year, a month, a day, or a moment with its zone.

The day is the one that is written: `2019-05-03T23:30:00-05:00` is the third of May, wherever it is
read.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from typing import Final

from app.domain.record import When
from app.patient.element import Element
from app.patient.left_out import LeftOut

WRITTEN: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?P<time>T\d\d:\d\d.*)?)?)?"
)
LONGEST_WORDS: Final = 80
YEAR_IN_WORDS: Final = re.compile(r"[^\d]*\b((?:19|20)\d\d)\b[^\d]*")
AGE_IN_WORDS: Final = re.compile(
    r"(?:at |aged? |at (?:the )?age (?:of )?)?(\d{1,3})(?: ?(?:y|yrs?|years?)(?: old| of age)?)?",
    re.IGNORECASE,
)
DAYS_A_YEAR: Final = 365.2425
YEAR: Final = "a"
DAYS_OF: Final = {YEAR: DAYS_A_YEAR, "mo": DAYS_A_YEAR / 12, "wk": 7.0, "d": 1.0}
"""Of the UCUM units that an Age has."""


def of_day(day: date) -> When:
    return When(text=day.isoformat(), first=day, last=day)


def between(first: date, last: date) -> When:
    """Some day of these, as an ISO 8601 interval."""
    if first == last:
        return of_day(first)
    return When(text=f"{first.isoformat()}/{last.isoformat()}", first=first, last=last)


def read(text: str) -> When | None:
    """None: it is no date of FHIR's, or none of the calendar."""
    found = WRITTEN.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return of_day(first)
    if month:
        last = first.replace(day=calendar.monthrange(year, month)[1])
        return When(text=f"{year:04}-{month:02}", first=first, last=last)
    return When(text=f"{year:04}", first=first, last=date(year, 12, 31))


def at(element: Element) -> When | None:
    """The date that stands there; None where nothing does.

    Raises:
        LeftOut: something does, and it is no date.
    """
    if not element:
        return None
    found = read(element.value) if isinstance(element.value, str) else None
    if found is None:
        raise LeftOut(element.at, "is no date of the calendar")
    return found


def start_and_end(period: Element) -> tuple[When | None, When | None]:
    """Raises:
    LeftOut: it ends before it starts.
    """
    start, end = at(period.child("start")), at(period.child("end"))
    if start and end and end.last < start.first:
        raise LeftOut(period.at, "ends before it starts")
    return start, end


def at_age(age: Element, born: When | None) -> When | None:
    """The days on which a person born then has this age; None where either is not told."""
    value, unit = age.number("value"), age.text("code") or age.text("unit")
    if value is None or born is None or age.text("comparator"):
        return None
    if unit not in DAYS_OF:
        return None
    return _after(float(value), unit, born)


def at_ages(ages: Element, born: When | None) -> When | None:
    """Of a Range of ages."""
    low, high = ages.child("low"), ages.child("high")
    first, last = at_age(low, born), at_age(high, born)
    return between(first.first, last.last) if first and last and first.first <= last.last else None


def in_words(text: str, born: When | None) -> When | None:
    """`2015-03`, `about 2015`, `age 45`; None for any other words."""
    if len(text) > LONGEST_WORDS:
        return None
    written = read(text)
    if written:
        return written
    year = YEAR_IN_WORDS.fullmatch(text)
    if year:
        return read(year[1])
    age = AGE_IN_WORDS.fullmatch(text)
    return _after(float(age[1]), YEAR, born) if age and born else None


def moment(element: Element) -> float:
    """Seconds since 1970 of a date with time and zone, to tell what came later on one day; 0 where
    there is no time."""
    if not isinstance(element.value, str) or "T" not in element.value:
        return 0.0
    try:
        return datetime.fromisoformat(element.value).timestamp()
    except ValueError:
        return 0.0


def birthday(born: date, years: int) -> date:
    """Of one born on 29 February, the first of March.

    Raises:
        ValueError: after the year 9999.
    """
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _after(low: float, unit: str, born: When) -> When | None:
    """The days on which someone is so old, to the whole unit."""
    try:
        if unit == YEAR and low.is_integer():
            first, last = birthday(born.first, int(low)), birthday(born.last, int(low) + 1)
        else:
            first = born.first + timedelta(days=low * DAYS_OF[unit])
            last = born.last + timedelta(days=(low + 1) * DAYS_OF[unit])
    except (OverflowError, ValueError):
        return None
    return between(first, last - timedelta(days=1))
