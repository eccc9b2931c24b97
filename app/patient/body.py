"""Age and weight of the patient on the day of a record."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from app.domain.patient import Range, Teller, Told
from app.domain.record import PatientRecord, ResultEntry, When
from app.patient.measured import newest

WEIGHT: Final = "weight"
_YEAR: Final = 365.25
_SMALL: Final = 2
"""Years below which an age is told in fractions: doses and limits go by weeks and months there."""
_KG: Final = "kg"


def age(record: PatientRecord) -> Range | None:
    """Years; a whole year wide from two years on, wider where the date of birth is not whole. The
    words hold no date of birth."""
    if record.born is None or record.born.first > record.as_of:
        return None
    low, high = _ages(record.born, record.as_of)
    words = f"{_written(low, high)}, {record.patient}"
    said = Told(by=Teller.RECORD, words=words, resource=record.patient, on=record.as_of)
    return Range(low=low, high=high, told=said)


def _ages(born: When, as_of: date) -> tuple[float, float]:
    youngest = max(0, _whole_years(born.last, as_of)) if born.last <= as_of else 0
    oldest = _whole_years(born.first, as_of)
    if oldest >= _SMALL:
        return float(youngest), float(oldest + 1)
    low = max(0.0, round((as_of - born.last).days / _YEAR, 4))
    high = round((as_of - born.first).days / _YEAR, 4)
    return low, high


def _whole_years(born: date, as_of: date) -> int:
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def _written(low: float, high: float) -> str:
    if high <= _SMALL:
        months = low * 12
        return f"{months:.0f} months old" if months >= 2 else f"{low * _YEAR:.0f} days old"
    if high - low <= 1:
        return f"{low:.0f} years old"
    return f"{low:.0f} to {high:.0f} years old"


def weight(results: Iterable[ResultEntry]) -> Range | None:
    """Kilograms, the newest; told to be stale where it is too old to go by."""
    found = newest(results, WEIGHT)
    if found is None or found.low is None or found.high is None or found.unit != _KG:
        return None
    return Range(low=found.low, high=found.high, told=found.told)
