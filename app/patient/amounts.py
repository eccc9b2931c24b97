"""Amounts of a record: numbers with units as real records write them, and the same in the unit that
an analyte is compared in."""

import math
from fractions import Fraction
from functools import lru_cache
from typing import Final

from app.domain.record import Amount
from app.patient.amount_text import LONGEST, Comparator, shown
from app.patient.amount_text import comparator as comparator_of
from app.patient.amount_text import read as read_amount
from app.patient.converting import Conversion, conversion
from app.patient.lab_units import LabUnit, lab_unit
from app.terms.analytes import analytes

_OR: Final = " or "
"""Between a unit and its code where the two mean different things."""
_DIGITS: Final = 6
"""Of a value that was converted: more would be made up."""

NO_UNIT: Final = "it has no unit"
NO_VALUE: Final = "it has no number"
UNREAD: Final = "its unit is none that is known"
CONTRADICTED: Final = "its unit and the code of its unit mean different things"
NO_FIT: Final = "its unit does not measure this"
IMPOSSIBLE: Final = "no living person has such a value"
NO_MEASURE: Final = "it is not told by a number"


def quantity(
    value: object,
    comparator: str | None = None,
    unit: str | None = None,
    code: str | None = None,
    system: str | None = None,  # noqa: ARG001
) -> Amount:
    """A FHIR Quantity.

    Args:
        value: a number, or one as text (`"7,4"`, `"<0.5"`); anything else is no number, nor are
            two comparators that differ.
        unit: as written for people; `code` counts beside it, and where the two mean different
            things both stand in the amount's unit, which then fits nothing.
        system: of the code; it is not gone by, for records often give none, or give UCUM's for
            what is none of its codes.
    """
    read = read_amount(value)
    stated = comparator_of(comparator)
    figure = shown(value, read.sign)
    parts = f"{stated or read.sign or ''}{figure} {unit or code or ''}".split()
    written = " ".join(parts)[:LONGEST]
    known = _unit(read.unit, unit, code)
    if stated and (read.sign not in (None, stated) or read.low != read.high):
        return Amount(unit=known, written=written)
    return _amount(read.low, read.high, stated or read.sign, known, written)


def ranged(low: Amount | None, high: Amount | None) -> Amount:
    """A FHIR Range of its two ends, each a `quantity`; a missing one leaves that side open."""
    ends = [one for one in (low, high) if one is not None and one.low is not None]
    written = " - ".join(one.written for one in (low, high) if one is not None)[:LONGEST]
    units = {one.unit for one in ends if one.unit}
    unit = units.pop() if len(units) == 1 else _OR.join(sorted(units))
    first = low.low if low is not None else None
    last = high.high if high is not None else None
    if len(ends) < sum(one is not None for one in (low, high)):
        return Amount(unit=unit, written=written)
    if first is not None and last is not None and first <= last:
        return _amount(first, last, None, unit, written)
    if first is not None and last is None:
        return _amount(first, first, ">=", unit, written)
    if last is not None and first is None:
        return _amount(last, last, "<=", unit, written)
    return Amount(unit=unit, written=written)


def written(text: str) -> Amount | None:
    """The amount that a text is and nothing else: `<0.5 mg/dL`, `5-7`, `120 lb`; else None."""
    read = read_amount(text)
    if read.low is None or (read.unit and lab_unit(read.unit) is None):
        return None
    return _amount(read.low, read.high, read.sign, _unit(read.unit), " ".join(text.split()))


def standard(amount: Amount, analyte: str) -> tuple[Amount | None, str | None]:
    """The amount in the analyte's own unit, or why there is none.

    A value without a unit is taken only for what has none (INR). The reason holds no word and no
    number of the record.

    Raises:
        KeyError: `app.terms.analytes` has no such name.
    """
    known = analytes()[analyte]
    if amount.low is None and amount.high is None:
        return None, NO_VALUE
    if not known.unit:
        return None, NO_MEASURE
    how = _how(amount.unit, analyte)
    if isinstance(how, str):
        return None, how
    low, high = (None if end is None else _rounded(how, end) for end in (amount.low, amount.high))
    lowest, highest = known.range or (-math.inf, math.inf)
    if not all(lowest <= one <= highest for one in (low, high) if one is not None):
        return None, IMPOSSIBLE
    return amount.model_copy(update={"low": low, "high": high, "unit": known.unit}), None


def _how(unit: str, analyte: str) -> Conversion | str:
    """How to convert, or why not."""
    known = analytes()[analyte]
    if not unit:
        return Conversion(Fraction(1)) if known.unit == "1" else NO_UNIT
    if _OR in unit:
        return CONTRADICTED
    given = lab_unit(unit)
    if given is None:
        return UNREAD
    if given.code in known.also:
        return Conversion(Fraction(1))
    return _conversion(given._replace(code=""), analyte) or NO_FIT


@lru_cache(maxsize=4096)
def _conversion(given: LabUnit, analyte: str) -> Conversion | None:
    """By what the unit measures; how it was written is not kept."""
    known = analytes()[analyte]
    wanted = lab_unit(known.unit)
    if wanted is None:
        raise ValueError(f"the unit of {analyte} is not known")
    return conversion(given, wanted, known)


def _rounded(how: Conversion, value: float) -> float:
    if how == Conversion(how.factor) and how.factor == 1:
        return value
    return float(f"{how.of(value):.{_DIGITS}g}")


def _amount(
    low: float | None, high: float | None, sign: Comparator | None, unit: str, as_written: str
) -> Amount:
    if sign in ("<", "<="):
        low = None
    elif sign is not None:
        high = None
    return Amount(low=low, high=high, comparator=sign, unit=unit, written=as_written)


def _unit(*written: str | None) -> str:
    """The code of a unit by its several spellings; what nothing reads stays as it is written."""
    given = [one.strip() for one in written if one and one.strip()]
    known = [unit for one in given if (unit := lab_unit(one)) is not None]
    if not known:
        return given[0][:LONGEST].replace(_OR, " ") if given else ""
    telling = max(known, key=lambda one: len(one.under))
    others = [one for one in known if not _same(telling, one)]
    return _OR.join((telling.code, *(one.code for one in others[:1])))


def _same(told: LabUnit, coded: LabUnit) -> bool:
    """Whether both mean one unit; UCUM counts the standard body surface and annotations for
    nothing, so that a code may lack it, and a pure number may stand for any count."""
    if told.factor != coded.factor or told.offset != coded.offset:
        return False
    bare = [tuple(one for one in each.under if one != "surface") for each in (told, coded)]
    return told.over == coded.over and bare[0] == bare[1]
