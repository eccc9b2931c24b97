"""Figures of a patient that a text names: `INR above 8`, `a child of 12 kg`, `platelets 30`.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from math import inf
from typing import Final, NamedTuple

from app.domain.frozen import Frozen

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_FIGURE: Final = re.compile(
    r"(?:(?P<below>less than|below|under|lower than|up to|fewer than|<=?|\u2264)\s?|"
    r"(?P<above>more than|above|over|greater than|at least|higher than|from|>=?|\u2265)\s?)?"
    rf"(?<![\d.])(?P<n>{_NUMBER})(?![\d.]*\d)(?P<kg1>\s?kg\b(?!/))?"
    rf"(?:\s?(?:-|\u2013|to|and)\s?(?P<m>{_NUMBER}))?(?P<kg2>\s?kg\b(?!/))?"
    r"(?:[^\d.;]{0,14}?\s(?:and|or)\s(?:(?P<more>above|more|over|higher)|"
    r"(?P<fewer>below|less|lower|under))\b(?! (?:than )?\d))?",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(
    r"(?:\s|is|are|was|of|at|now|=|:|\(|count|level|score|value|has|fallen|risen|dropped|to|about|"
    r"around|only|between|with|a|an|the|serum|body|been|came|back|currently|today|still|"
    r"less|than|below|under|lower|up|fewer|more|above|over|greater|least|higher|from|[<>=\u2264\u2265])*$",
    re.IGNORECASE,
)
_NO_MEASURE: Final = re.compile(
    r"\s?(?:mg|mcg|microg\w*|g\b|ml\b|units?\b|tablets?|hours?|days?|weeks?|months?|years?|times|"
    r"doses?|drops?|capsules?|st\b|stone\b|lbs?\b|/\d)",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s?,?(?:\s?(?:and|but|to))?\s?")
"""What joins two bounds to one range: `over 10 kg and up to 33 kg`."""
NEAR: Final = 30
"""Characters between a measure's name and its figure."""


class Measure(Frozen):
    names: tuple[str, ...]
    units_part_at: float | None = None


class Band(NamedTuple):
    """`low` <= figure < `high`; a single figure has both ends but a hair apart."""

    low: float
    high: float

    def meets(self, other: "Band") -> bool:
        return self.low < other.high and other.low < self.high


@lru_cache(maxsize=1)
def measures() -> dict[str, Measure]:
    """Name -> the measure."""
    text = files("app.terms").joinpath("measures.toml").read_text(encoding="utf-8")
    return {name: Measure.model_validate(one) for name, one in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    by_name = {each: name for name, one in measures().items() for each in one.names}
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), by_name


@lru_cache(maxsize=4096)
def bands_in(text: str) -> dict[str, tuple[Band, ...]]:
    """Measure -> the figures and ranges of it that `text` names."""
    pattern, by_name = _names()
    named = [(one.end(), by_name[one.group().lower()]) for one in pattern.finditer(text)]
    found: dict[str, list[Band]] = {}
    before: re.Match[str] | None = None
    for figure in _FIGURE.finditer(text):
        lower, before = before, figure
        kilograms = figure["kg1"] or figure["kg2"]
        name = "weight" if kilograms else _measure(figure, text, named)
        if lower is not None and _one_range(lower, figure, text):
            name = name or next(reversed(found), None)
            if name in found:
                found[name][-1] = Band(found[name][-1].low, _band(figure).high)
                continue
        if name is not None:
            found.setdefault(name, []).append(_band(figure))
    return {name: tuple(bands) for name, bands in found.items()}


def comparable(name: str, one: Band, other: Band) -> bool:
    """Whether two figures of a measure are told in the same units, as far as their size says."""
    part = measures()[name].units_part_at
    return part is None or (_finite(one) < part) == (_finite(other) < part)


def _finite(band: Band) -> float:
    return band.low if band.high == inf else band.high


def _measure(figure: re.Match[str], text: str, named: list[tuple[int, str]]) -> str | None:
    if _NO_MEASURE.match(text, figure.end()):
        return None
    before = [one for one in named if one[0] <= figure.start("n")]
    if not before or figure.start("n") - before[-1][0] > NEAR:
        return None
    end, name = before[-1]
    return name if _BETWEEN.match(text[end : figure.start("n")]) else None


def _one_range(lower: re.Match[str], upper: re.Match[str], text: str) -> bool:
    """`over 10 kg and up to 33 kg`; what is below the first bound is not meant."""
    ordered = lower["above"] and upper["below"] and _band(lower).low < _band(upper).high
    return bool(ordered) and _AND.fullmatch(text, lower.end(), upper.start()) is not None


def _band(figure: re.Match[str]) -> Band:
    low = float(figure["n"].replace(",", ""))
    if figure["m"]:
        high = float(figure["m"].replace(",", ""))
        return Band(min(low, high), max(low, high) + 1e-6)
    if figure["below"] or figure["fewer"]:
        return Band(0, low)
    if figure["above"] or figure["more"]:
        return Band(low, inf)
    return Band(low, low + 1e-6)
