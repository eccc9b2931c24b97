"""Whether a sentence speaks of the kidney function that the question states.

This orders quotations, it judges none: eGFR is never read for creatinine clearance, and a sentence
about the other measure is neither preferred nor passed over.
"""

import re
from typing import Final

from app.domain.formulary import RenalBand, RenalMeasure

_EGFR = r"e-?gfr|(?:estimated )?glomerular filtration rate"
_CRCL = r"crcl|cr\.?cl|creatinine clearance"
_NUMBER = r"(\d{1,3}(?:\.\d+)?)"
_UNIT = r"(?:\s*ml\s*/\s*min(?:ute)?(?:\s*/\s*1\.73\s*m(?:2|\u00b2))?)?"
_MEASURE = rf"\b(?:(?P<egfr>{_EGFR})|(?P<crcl>{_CRCL}))\b(?:\s*\([^)]{{1,12}}\))?"

_STATED = re.compile(
    _MEASURE + rf"\s*(?:is|of|was|at|=|:|about|around)?\s*{_NUMBER}", re.IGNORECASE
)
_BAND = re.compile(
    _MEASURE
    + r"\s*(?:is|of|from|between|:)?\s*"
    + rf"(?:(?P<below>less than|below|under|lower than|<|\u2264)\s*(?P<high>{_NUMBER})"
    + rf"|(?P<above>more than|above|over|greater than|at least|>=?|\u2265)\s*(?P<low>{_NUMBER})"
    + rf"|(?P<from>{_NUMBER}){_UNIT}\s*(?:-|\u2013|to|and)\s*(?P<to>{_NUMBER})"
    + rf"|(?P<least>{_NUMBER}){_UNIT}\s*or (?:more|above|higher))",
    re.IGNORECASE,
)

Stated = tuple[RenalMeasure, float]
TOP_OF_RANGE: Final = 1.0
"""`15-29` is printed for whole numbers: it holds 29.4 and ends below 30."""


def stated(question: str) -> tuple[Stated, ...]:
    """The kidney measures a question gives figures for, e.g. "an eGFR of 22"."""
    return tuple((_measure(match), float(match.group(3))) for match in _STATED.finditer(question))


def bands(text: str) -> tuple[RenalBand, ...]:
    """The ranges of kidney function that a sentence names, e.g. "CrCl 15-29 mL/min"."""
    return tuple(_band(match) for match in _BAND.finditer(text))


def agreement(asked: tuple[Stated, ...], text: str) -> int:
    """1 where a range of the same measure holds the stated figure, -1 where none does, else 0."""
    if not asked:
        return 0
    said = bands(text)
    judged = [
        _holds(band, value) for measure, value in asked for band in said if band.measure is measure
    ]
    if not judged:
        return 0
    return 1 if any(judged) else -1


def _measure(match: re.Match[str]) -> RenalMeasure:
    return RenalMeasure.EGFR if match.group("egfr") else RenalMeasure.CRCL


def _band(match: re.Match[str]) -> RenalBand:
    low = match.group("low") or match.group("from") or match.group("least")
    high = float(match.group("high")) if match.group("high") else None
    if match.group("to"):
        high = float(match.group("to")) + TOP_OF_RANGE
    return RenalBand(measure=_measure(match), low=float(low) if low else None, high=high)


def _holds(band: RenalBand, value: float) -> bool:
    return (band.low is None or band.low <= value) and (band.high is None or value < band.high)
