"""Vital signs and laboratory values that a text states, as findings.

Data: `app/safety/findings/measures.toml`: the words for a measure, its units with what makes them
the unit of its bands, and the bands. A figure without a unit is read in the unit in which it is
plausible.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from pydantic import Field

from app.domain.frozen import Frozen
from app.safety.screens.emergency.wordbook import findings_file

_FIGURE: Final = r"(?<![\d.,/])(\d{1,4}(?:[.,]\d{1,3})?)(?![\d]|[.,]\d)"
_GAP: Final = r"[^\d.;?!\n<>\u2264\u2265]{0,36}?"
_PAIR: Final = r"(?<![\d/.-])(\d{2,3})\s?(?:/|over)\s?(\d{2,3})(?![\d/%]|\.\d)"
_LEAST_SECOND: Final = 15
_FROM_TO: Final = r"(?:from\s+\d{1,4}(?:[.,]\d{1,2})?\D{0,12}?\b(?:to|down to|up to)\s+)?"
_BEYOND: Final = re.compile(
    r"(?:above|over|below|under|than|least|most|exceeds?|exceeding|between|of|target|threshold|"
    r"[<>\u2264\u2265]=?)"
    r"\s*$"
)
_VAGUE: Final = "of"
_OTHER: Final = re.compile(
    r"\b(?:bmi|hba1c|a1c|egfr|ha?ematocrit|hct|albumin|weigh\w*|scores?|ratio|index|costs?|inr|psa|tsh"
    r"|ferritin|vitamin|crp|height|waist|version|size|dose|ph|hb|hemoglobin|haemoglobin"
    r"|platelets?|calcium|sodium|potassium|urea|glucose|sugar|bilirubin|ft4|t4|t3|esr|alt|ast|mcv)\b"
    r"(?:\W{1,3}\w+){0,2}\W{0,3}$|[$\u00a3\u20ac]\s*$"
)


class Band(Frozen):
    """At `low` or above, and below `high`, a value is the finding."""

    finding: str
    low: float = float("-inf")
    high: float = float("inf")


class Unit(Frozen):
    """`value * factor + offset` is the value in the unit of the bands."""

    written: str
    factor: float = 1.0
    offset: float = 0.0
    low: float = float("-inf")
    high: float = float("inf")
    """A figure without unit that lies between is read in this one."""
    least: float = float("-inf")
    most: float = float("inf")
    """A figure outside is no value of the measure, even with the unit."""
    alone: bool = False
    """The unit tells the measure without its name: `bpm`."""


class Measure(Frozen):
    """A quantity that is measured of a patient."""

    name: str
    words: str
    """A pattern of its names."""
    units: tuple[Unit, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=1)
    bare: bool = False
    """A figure without name and unit; not behind the name of something else that is measured."""
    pair: bool = False
    """Two figures with a stroke between, the second the smaller: the first counts."""


class Measured(NamedTuple):
    """A finding and where its figure stands; `beyond`: as a limit (`above 6.5`), not a value."""

    finding: str
    start: int
    end: int
    beyond: bool


class _Reader(NamedTuple):
    measure: Measure
    named: re.Pattern[str]
    alone: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _readers() -> tuple[_Reader, ...]:
    read = []
    for table in findings_file("measures.toml")["measure"]:
        measure = Measure.model_validate(table)
        units = "|".join(f"(?P<u{n}>{unit.written})" for n, unit in enumerate(measure.units))
        figure = rf"{_FIGURE}\s*(?:{units})?"
        if measure.pair:
            read.append(_Reader(measure, re.compile(_PAIR), None))
            continue
        alone = "|".join(f"(?P<u{n}>{u.written})" for n, u in enumerate(measure.units) if u.alone)
        read.append(
            _Reader(
                measure,
                re.compile(rf"\b(?:{measure.words}){_GAP}{_FROM_TO}{figure}"),
                re.compile(rf"{_FIGURE}\s*(?:{alone})") if alone else None,
            )
        )
    return tuple(read)


def measured(plain: str) -> tuple[Measured, ...]:
    """The findings that the figures of `plain` (lower case) are."""
    if not any(character.isdigit() for character in plain):
        return ()
    found: list[Measured] = []
    for measure, named, alone in _readers():
        for pattern in (named, alone):
            if pattern is None:
                continue
            for match in pattern.finditer(plain):
                found.extend(_findings(measure, match, plain))
    return tuple(found)


def _findings(measure: Measure, match: re.Match[str], plain: str) -> list[Measured]:
    value = float(match[1].replace(",", "."))
    if measure.pair and not _LEAST_SECOND <= float(match[2]) < value:
        return []
    told = {int(name[1:]) for name, text in match.groupdict().items() if text is not None}
    unit = next(
        (
            unit
            for number, unit in enumerate(measure.units)
            if (number in told if told else unit.low <= value < unit.high)
            and unit.least <= value <= unit.most
        ),
        None,
    )
    if unit is None:
        return []
    if measure.bare and _OTHER.search(plain, max(0, match.start(1) - 32), match.start(1)):
        return []
    if _of_another(measure, plain[match.start() : match.start(1)]):
        return []
    value = value * unit.factor + unit.offset
    limit = _BEYOND.search(plain, max(0, match.start(1) - 12), match.start(1))
    beyond = limit is not None and limit.group().strip() != _VAGUE
    return [
        Measured(band.finding, match.start(), match.end(1), beyond)
        for band in measure.bands
        if band.low <= value < band.high
    ]


def _of_another(measure: Measure, before: str) -> bool:
    """Whether behind a comma another measure is named, whose figure it is: `breathing, sats 97`."""
    _, comma, last = before.rpartition(",")
    return (
        bool(comma)
        and _own(measure.words).search(last) is None
        and _named().search(last) is not None
    )


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    """The names of all measures."""
    return re.compile("|".join(rf"\b(?:{one.measure.words})" for one in _readers()))


@lru_cache(maxsize=256)
def _own(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})")
