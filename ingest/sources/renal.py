"""Kidney-function bands as formularies write them: `CrCl 15-29 mL/min`, `eGFR < 30`.

Only a text that is wholly understood becomes a band: a named measure and one or two bounds, nothing
else. `CrCl < 15 or on dialysis` is none, and neither is `GFR < 30`, which leaves the measure open.
"""

import math
import re

from app.domain.formulary import RenalBand, RenalMeasure

_MEASURES = (
    (RenalMeasure.EGFR, r"\be-?gfr\b|estimated\s+(?:gfr|glomerular\s+filtration\s+rate)"),
    (
        RenalMeasure.CRCL,
        r"\b(?:crcl|cl\s?cr|ccr)\b|(?:estimated\s+)?creatinine\s+clearance(?:\s*\((?:crcl|clcr)\))?",
    ),
)
_UNIT = r"\(?\bml\s*/\s*min(?:ute)?(?:\s*/\s*1[.,]73\s*m\s?(?:\^?2|\u00b2))?\)?"
_WORDS = (
    (r"\bgreater than or equal to\b|\bat least\b|\bfrom\b|\u2265|=>", ">="),
    (r"\bless than or equal to\b|\bat most\b|\bup to\b|\u2264|=<", "<="),
    (r"\b(?:less|lower) than\b|\bbelow\b|\bunder\b", "<"),
    (r"\b(?:greater|more|higher) than\b|\babove\b|\bover\b", ">"),
)
_NUMBER = r"(\d+(?:\.\d+)?)"
_DASH = re.compile("[\u2010-\u2015\u2212]")
_APART = re.compile(r"\d\s*[,()]\s*\d|\d[)\s]+\d")
"""Two figures with nothing between them that joins them: `30,5`, `30 (50)`."""
_OR_MORE = re.compile(rf"{_NUMBER}\s*(?:(?:or|and)\s+(?:more|above|over|higher|greater)\b|\+)")
_OR_LESS = re.compile(rf"{_NUMBER}\s*(?:or|and)\s+(?:less|below|under|lower)\b")
_RANGE = re.compile(rf"(?:between\s*)?{_NUMBER}\s*(?:-|to|and)\s*{_NUMBER}")
_AROUND = re.compile(rf"{_NUMBER}(<=|<)@(<=|<){_NUMBER}")
_BOUNDS = re.compile(rf"(<=|>=|<|>){_NUMBER}")


def renal_band(words: str, column: str = "") -> RenalBand | None:
    """The band that `words` state, or None where they state none that is wholly understood.

    Args:
        column: the heading above the words, which may name the measure (`CrCl (mL/min)`).

    A printed `15-29` is 15 <= x < 30, for such tables go on with 30; other upper bounds that are
    included (`30-50`, `<= 50`) end at the next float above.
    """
    text = words.casefold()
    measures = [measure for measure, pattern in _MEASURES if re.search(pattern, text)]
    measures = measures or [m for m, pattern in _MEASURES if re.search(pattern, column.casefold())]
    if len(measures) != 1:
        return None
    low, high = _bounds(_symbols(text))
    if (low is None and high is None) or (low is not None and high is not None and low >= high):
        return None
    return RenalBand(measure=measures[0], low=low, high=high)


def _symbols(text: str) -> str:
    """The text with the measure as `@`, comparisons as signs, and no unit or space."""
    text = _DASH.sub("-", re.sub(_UNIT, " ", text))
    for _, pattern in _MEASURES:
        text = re.sub(pattern, "@", text)
    text = _OR_MORE.sub(r">=\1", text)
    text = _OR_LESS.sub(r"<=\1", text)
    for pattern, sign in _WORDS:
        text = re.sub(pattern, sign, text)
    return text


def _bounds(text: str) -> tuple[float | None, float | None]:
    tight = re.sub(r"\s+", "", text)
    if around := _AROUND.fullmatch(tight):
        low, below, above, high = around.groups()
        return _low(">=" if below == "<=" else ">", low), _high(above, high)
    if _APART.search(text):
        return None, None
    bare = re.sub(r"[@:,;()\[\]]|\bof\b|\bis\b", " ", text).strip()
    if spread := _RANGE.fullmatch(bare):
        low, high = spread.groups()
        return float(low), _printed_end(high)
    tight = re.sub(r"(?<=\d)(?:and|to|-)(?=[<>])", "", re.sub(r"\s+", "", bare))
    found = _BOUNDS.findall(tight)
    if "".join(sign + number for sign, number in found) != tight:
        return None, None
    lows = [_low(sign, number) for sign, number in found if sign.startswith(">")]
    highs = [_high(sign, number) for sign, number in found if sign.startswith("<")]
    if len(lows) > 1 or len(highs) > 1:
        return None, None
    return (lows[0] if lows else None), (highs[0] if highs else None)


def _low(sign: str, number: str) -> float:
    return float(number) if sign == ">=" else math.nextafter(float(number), math.inf)


def _high(sign: str, number: str) -> float:
    return float(number) if sign == "<" else math.nextafter(float(number), math.inf)


def _printed_end(number: str) -> float:
    """Where a printed range ends: 29 and 29.9 mean up to 30, 50 includes 50 and no more."""
    decimals = len(number.partition(".")[2])
    if number.endswith("9"):
        return round(float(number) + 10.0**-decimals, decimals)
    return math.nextafter(float(number), math.inf)
