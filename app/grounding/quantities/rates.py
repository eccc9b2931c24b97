"""How often: twice daily, bd, q12h, every 4 to 6 hours, 3 times a week, as needed.

All are times a day, so that `every 12 hours` and `twice daily` are the same.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from app.grounding.quantities.numerals import is_text, numeral_at
from app.grounding.quantities.periods import per_at, span_at
from app.grounding.quantities.tokens import Token
from app.terms.dose_roles import PLAIN
from app.terms.frequencies import (
    ABBREVIATIONS,
    ALTERNATE,
    AS_NEEDED,
    DAILY_WHAT,
    PERIODS,
    SPANS,
    TIMES,
)

_Q: Final = re.compile(r"q(\d{1,2})(h|hr|hrs|hours?|d|days?|wk|w|min)?")
_LETTERS: Final = {"w": "wk"}
_NEEDED: Final = frozenset(phrase[0] for phrase in AS_NEEDED)
_TO: Final = ("to", "or", "-", "and")


class Rate(NamedTuple):
    """`low` to `high` times a day; `end` is the token behind it."""

    low: Fraction
    high: Fraction
    end: int
    describes: bool = False
    """It stands before a thing it describes: `daily dose`."""


def rate_at(row: Sequence[Token], at: int) -> Rate | None:
    """The frequency whose first token is `row[at]`, or None."""
    word = row[at].text
    if word in ("every", "each", "q"):
        return _every(row, at)
    if word == "alternate" or (word == "on" and is_text(row, at + 1, "alternate")):
        day = at + (1 if word == "alternate" else 2)
        if day < len(row) and row[day].text in ("day", "days"):
            return Rate(Fraction(1, 2), Fraction(1, 2), day + 1)
        return None
    if word in ABBREVIATIONS:
        return _abbreviated(row, at)
    if word in ALTERNATE:
        return Rate(ALTERNATE[word], ALTERNATE[word], at + 1)
    if word in PERIODS:
        times = 1 / PERIODS[word]
        describes = _describes(row, at + 1)
        return Rate(times, times, at + 1, describes)
    if match := _Q.fullmatch(word):
        return _q(row, at, match)
    if word in TIMES or numeral_at(row, at) is not None:
        return _times(row, at) or _hourly(row, at)
    return None


def needed_at(row: Sequence[Token], at: int) -> int | None:
    """The token behind `as needed`, `prn` and the like, where they begin at `row[at]`."""
    if row[at].text not in _NEEDED:
        return None
    for phrase in AS_NEEDED:
        if is_text(row, at, *phrase):
            return at + len(phrase)
    return None


def _every(row: Sequence[Token], at: int) -> Rate | None:
    """`every 8 hours`, `every 4 to 6 hours`, `every other day`, `each morning`, `q 8 h`."""
    one = span_at(row, at + 1, each=True)
    if one is not None:
        return Rate(1 / one[0], 1 / one[0], one[1])
    first = numeral_at(row, at + 1)
    if first is None or first.end >= len(row):
        return None
    behind = first.end
    if kind := SPANS.get(row[behind].text):
        behind += 1
    if behind >= len(row) or row[behind].text not in _TO:
        return None
    last = numeral_at(row, behind + 1)
    if last is None:
        return None
    end = last.end + 1 if is_text(row, last.end, "-") else last.end
    span = SPANS.get(row[end].text) if end < len(row) else None
    if span is None or first.value <= 0 or last.value <= 0:
        return None
    shortest, longest = sorted((first.value * (kind or span), last.value * span))
    return Rate(1 / longest, 1 / shortest, end + 1)


def _q(row: Sequence[Token], at: int, match: re.Match[str]) -> Rate | None:
    """`q12h`, `q4-6h`, `q6 hours`."""
    least = most = Fraction(int(match[1]))
    unit, end = match[2], at + 1
    if unit is None and is_text(row, end, "-"):
        last = numeral_at(row, end + 1)
        if last is None:
            return None
        most, end = last.value, last.end
    if unit is None:
        unit = row[end].text if end < len(row) else ""
        end += 1
    span = SPANS.get(_LETTERS.get(unit, unit))
    if span is None or not least or not most:
        return None
    return Rate(1 / (max(least, most) * span), 1 / (min(least, most) * span), end)


def _times(row: Sequence[Token], at: int) -> Rate | None:
    """`once`, `two to three times`, `once or twice`; then `daily`, `a week`, `every 8 hours`."""
    first = _count(row, at)
    if first is None:
        return None
    low = high = first[0]
    end, said = first[1], first[2]
    if end < len(row) and row[end].text in _TO:
        last = _count(row, end + 1)
        if last is not None and (last[2] or said):
            high, end, said = last[0], last[1], True
    if not said:
        return None
    while end < len(row) and row[end].text in (",", "only"):
        end += 1
    period = per_at(row, end)
    if period is None:
        return None
    return Rate(min(low, high) / period[0], max(low, high) / period[0], period[1])


def _count(row: Sequence[Token], at: int) -> tuple[Fraction, int, bool] | None:
    """A count of times, the token behind, and whether it was said to be of times."""
    if at >= len(row):
        return None
    if row[at].text in TIMES:
        return Fraction(TIMES[row[at].text]), at + 1, True
    number = numeral_at(row, at)
    if number is None:
        return None
    if number.end < len(row) and row[number.end].text in ("times", "time", "x"):
        return number.value, number.end + 1, True
    return number.value, number.end, False


def _describes(row: Sequence[Token], at: int) -> bool:
    """Whether `daily` stands before what it describes: `daily dose`, `daily oral doses`."""
    for here in range(at, min(at + 3, len(row))):
        if row[here].text in DAILY_WHAT:
            return True
        if row[here].shape != "word" or row[here].text in PLAIN:
            return False
    return False


def _hourly(row: Sequence[Token], at: int) -> Rate | None:
    """`8-hourly`, `four hourly`, `6-8 hourly`, `8-hour intervals`."""
    first = numeral_at(row, at)
    if first is None:
        return None
    low = high = first.value
    end = first.end
    if end < len(row) and row[end].text in ("to", "-"):
        last = numeral_at(row, end + 1)
        if last is not None:
            high, end = last.value, last.end
    end = end + 1 if is_text(row, end, "-") else end
    days = _interval(row, end)
    if days is None or not low or not high:
        return None
    behind = end + 1 if row[end].text == "hourly" else end + 2
    return Rate(1 / (max(low, high) * days), 1 / (min(low, high) * days), behind)


def _interval(row: Sequence[Token], at: int) -> Fraction | None:
    """The days of `hourly`, and of `hour intervals`."""
    if is_text(row, at, "hourly"):
        return SPANS["hour"]
    if at + 1 < len(row) and row[at + 1].text in ("interval", "intervals"):
        return SPANS.get(row[at].text)
    return None


def _abbreviated(row: Sequence[Token], at: int) -> Rate:
    """`bid`, `bid-tid`, `bid to qid`."""
    low = high = Fraction(ABBREVIATIONS[row[at].text])
    end = at + 1
    if end + 1 < len(row) and row[end].text in (*_TO, "/") and row[end + 1].text in ABBREVIATIONS:
        high, end = Fraction(ABBREVIATIONS[row[end + 1].text]), end + 2
    return Rate(min(low, high), max(low, high), end)
