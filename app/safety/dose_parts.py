"""The amounts and the frequencies that a line of text states, each with its place."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.safety import dose_words as words
from app.terms.number_words import ONES, TENS

_UNITS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), *normal) for pattern, normal in words.MASSES.items()
)
_ORDINALS: Final = {"other": 2.0, "second": 2.0, "third": 3.0, "fourth": 4.0}
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_SCALES: Final = {"hundred": 100.0, "thousand": 1000.0}


class Amount(NamedTuple):
    """`low` to `high` of a unit: `mg`, `unit`, or `tablet` where tablets are counted."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    by_weight: bool = False
    """For each kilogram of the person."""
    one_tablet: bool = False
    """It may be the strength of a tablet rather than a dose."""


class Pace(NamedTuple):
    """`low` to `high` times a day."""

    start: int
    end: int
    low: float
    high: float
    whole: bool
    """What stands before it is the amount of the whole day or week: `4 g a day`."""


def amounts_in(line: str) -> tuple[Amount, ...]:
    """Amounts of a drug and counts of tablets in their order; no concentrations and no rates."""
    found = list(_masses(line))
    taken = {at for one in found for at in range(one.start, one.end)}
    for each in words.COUNT.finditer(line):
        if each.start() not in taken and each.end() - 1 not in taken:
            low, high = _ends(each["low"], each["high"])
            found.append(Amount(each.start(), each.end(), low, high, "tablet"))
    return tuple(sorted(found))


def _masses(line: str) -> Iterator[Amount]:
    for each in words.AMOUNT.finditer(line):
        if words.NO_DOSE.match(line, each.end()):
            continue
        before = line[max(0, each.start() - 60) : each.start()]
        if words.STEP.search(before):
            continue
        unit, factor = _unit(each["unit"])
        first = _unit(each["unit1"])[1] if each["unit1"] else factor
        scale = _SCALES[each["scale"].strip().lower()] if each["scale"] else 1.0
        low = value(each["low"]) * scale * (first if each["high"] else factor)
        high = value(each["high"]) * factor if each["high"] else low
        low, high = min(low, high), max(low, high)
        start, end = each.start(), each.end()
        times = words.TIMES_BEFORE.search(before)
        form = each["form"] is not None
        counted = times is not None and _multiplies(times, form, line[end : end + 8])
        if times is not None and counted:
            least, most = _ends(times["low"], times["high"])
            low, high, start = low * least, high * most, each.start() - len(times.group())
        single = not counted and (form or words.OF_ONE.search(before) is not None)
        by_weight = each["kg"] is not None
        yield Amount(start, end, low, high, unit, by_weight, single)


def _multiplies(times: re.Match[str], form: bool, behind: str) -> bool:
    if times["x"]:
        return True
    if times["of"]:
        return times["total"] is None or "each" in behind.lower()
    return form


def paces_in(line: str) -> tuple[Pace, ...]:
    """Frequencies in their order."""
    return tuple(pace for each in words.FREQUENCY.finditer(line) if (pace := _pace(each, line)))


def _pace(each: re.Match[str], line: str) -> Pace | None:
    start, end = each.span()
    told = each.groupdict()
    whole = False
    if told["n"]:
        low, high = _ends(told["n"], told["m"])
        days = _days(told["in"])
        whole = re.search("divided|equal", each.group(), re.IGNORECASE) is not None
        low, high = (1 / days, 1 / days) if whole else (low / days, high / days)
    elif told["word"]:
        low = high = {"once": 1, "twice": 2, "thrice": 3}[told["word"].lower()] / _days(told["win"])
    elif told["span"]:
        every = _ORDINALS.get((told["e"] or "1").lower()) or value(told["e"] or "1")
        last = value(told["e2"]) if told["e2"] else every
        days = _days(told["span"])
        low, high = sorted((1 / (every * days), 1 / (last * days))) if every and last else (0, 0)
    elif told["h"]:
        first, last = _ends(told["h"], told["h2"])
        low, high = (24 / last, 24 / first) if first and last else (0, 0)
    elif told["alternate"]:
        low = high = 0.5
    elif told["two"]:
        low = high = 2.0
    elif told["latin"]:
        low = high = float(words.LATIN[told["latin"].lower().replace(".", "")])
    elif told["meals"]:
        low = high = 3.0
    else:
        if words.NOT_A_PACE.search(line[max(0, start - 12) : start]) and "in a" not in each.group():
            return None
        low = high = 1 / _days(each.group())
        whole = True
    return Pace(start, end, low, high, whole) if high else None


def _days(written: str) -> float:
    lowered = written.lower()
    return next((days for word, days in words.DAYS.items() if word in lowered), 1.0) or 1.0


def _ends(low: str, high: str | None) -> tuple[float, float]:
    first = value(low)
    last = value(high) if high else first
    return min(first, last), max(first, last)


def value(written: str) -> float:
    """`1,000`, `2,5`, `0.5`, `seven`, `half a`."""
    text = written.lower().replace("\u00b7", ".")
    if text.startswith("half"):
        return 0.5
    if text[0].isdigit():
        plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", ".")
        return float(plain)
    return float(ONES.get(text, TENS.get(text, 1)))


def _unit(written: str) -> tuple[str, float]:
    return next((unit, factor) for pattern, unit, factor in _UNITS if pattern.fullmatch(written))
