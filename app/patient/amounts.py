"""Amounts of a record: numbers with units as real records write them, and the same in the unit that
an analyte is compared in."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, cast

from app.domain.record import Amount
from app.patient.converting import Conversion, conversion
from app.patient.lab_units import LabUnit, lab_unit
from app.terms.analytes import analytes

_OR: Final = " or "
"""Between a unit and its code where the two mean different things."""
Comparator = Literal["<", "<=", ">=", ">"]
_COMPARATORS: Final = ("<=", ">=", "<", ">")
_SIGNS: Final = {
    "=<": "<=", "=>": ">=", "\u2264": "<=", "\u2265": ">=", "< =": "<=", "> =": ">=",
    "less than or equal to": "<=", "greater than or equal to": ">=", "more than": ">",
    "at least": ">=", "at most": "<=", "up to": "<=", "less than": "<", "greater than": ">",
    "below": "<", "under": "<", "above": ">", "over": ">",
}  # fmt: skip
_NUMBER: Final = (
    r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,30})?|\d{1,20}(?:[.,]\d{1,30})?|\.\d{1,30})"
    r"(?:[eE][+-]?\d{1,2}(?![\d/]))?"
)
_SIGN: Final = "|".join(re.escape(one) for one in sorted((*_SIGNS, *_COMPARATORS), key=len)[::-1])
_WRITTEN: Final = re.compile(
    rf"\s*(?P<sign>{_SIGN})?\s*(?P<low>{_NUMBER})(?:\s*(?:-|\u2013|\u2014|\bto\b)\s*(?P<high>{_NUMBER}))?"
    r"(?P<unit>(?:\s*\D.*|\s+.*)?)",
    re.IGNORECASE,
)
LONGEST: Final = 80
"""Characters of a text that may be an amount."""
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
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
        value: a number, or one as text (`"7,4"`, `"<0.5"`); anything else is no number.
        unit: as written for people; `code` counts beside it, and where the two mean different
            things the amount has no usable unit.
        system: of the code; it is not gone by, for records often give none, or give UCUM's for
            what is none of its codes.
    """
    low, high, sign, behind = _read(value)
    given = _comparator(comparator) or sign
    unit = unit or behind
    written = " ".join(f"{given or ''}{_shown(value, sign)} {unit or code or ''}".split())
    return _amount(low, high, given, _unit(unit, code), written[:LONGEST])


def ranged(low: Amount | None, high: Amount | None) -> Amount:
    """A FHIR Range of its two ends, each a `quantity`; a missing one leaves that side open."""
    ends = [one for one in (low, high) if one is not None and one.low is not None]
    written = " - ".join(one.written for one in (low, high) if one is not None)[:LONGEST]
    units = {one.unit for one in ends if one.unit}
    unit = units.pop() if len(units) == 1 else _OR.join(sorted(units))
    first = low.low if low is not None else None
    last = high.high if high is not None else None
    if first is not None and last is not None and first <= last:
        return _amount(first, last, None, unit, written)
    if first is not None and last is None:
        return _amount(first, first, ">=", unit, written)
    if last is not None and first is None:
        return _amount(last, last, "<=", unit, written)
    return Amount(unit=unit, written=written)


def written(text: str) -> Amount | None:
    """The amount that a text is and nothing else: `<0.5 mg/dL`, `5-7`, `120 lb`; else None."""
    low, high, sign, unit = _read(text)
    if low is None and high is None:
        return None
    if unit and lab_unit(unit) is None:
        return None
    return _amount(low, high, sign, _unit(unit, None), " ".join(text.split()))


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
    how = _conversion(amount.unit, analyte)
    if isinstance(how, str):
        return None, how
    low, high = (None if end is None else _rounded(how, end) for end in (amount.low, amount.high))
    lowest, highest = known.range or (-math.inf, math.inf)
    if not all(lowest <= one <= highest for one in (low, high) if one is not None):
        return None, IMPOSSIBLE
    return amount.model_copy(update={"low": low, "high": high, "unit": known.unit}), None


@lru_cache(maxsize=4096)
def _conversion(unit: str, analyte: str) -> Conversion | str:
    """How to convert, or why not."""
    known = analytes()[analyte]
    wanted = lab_unit(known.unit)
    if wanted is None:
        raise ValueError(f"the unit of {analyte} is not known")
    if not unit:
        pure = known.unit == "1"
        return Conversion(wanted.factor) if pure else NO_UNIT
    if _OR in unit:
        return CONTRADICTED
    given = lab_unit(unit)
    if given is None:
        return UNREAD
    if given.code in known.also:
        return Conversion(Fraction(1))
    return conversion(given, wanted, known) or NO_FIT


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


def _unit(unit: str | None, code: str | None) -> str:
    """The code of a unit; what nothing reads stays as it is written."""
    unit, code = (unit or "").strip(), (code or "").strip()
    told, coded = (lab_unit(one) if one else None for one in (unit, code))
    if told is None or coded is None:
        known = told or coded
        return known.code if known else (unit or code).replace(_OR, " ")
    if _same(told, coded):
        return told.code if len(told.under) > len(coded.under) else coded.code
    return f"{told.code}{_OR}{coded.code}"


def _same(told: LabUnit, coded: LabUnit) -> bool:
    """Whether both mean one unit; UCUM counts the standard body surface and annotations for
    nothing, so that a code may lack it, and a pure number may stand for any count."""
    if told.factor != coded.factor or told.offset != coded.offset:
        return False
    bare = [tuple(one for one in each.under if one != "surface") for each in (told, coded)]
    return told.over == coded.over and bare[0] == bare[1]


def _comparator(sign: str | None) -> Comparator | None:
    sign = _SIGNS.get((sign or "").strip(), (sign or "").strip())
    return cast("Comparator", sign) if sign in _COMPARATORS else None


def _shown(value: object, sign: Comparator | None) -> str:
    text = " ".join(str(value).split()) if isinstance(value, str | int | float | Decimal) else ""
    found = _WRITTEN.fullmatch(text) if sign else None
    return text[found.end("sign") :].strip() if found else text


def _read(
    value: object,
) -> tuple[float | None, float | None, Comparator | None, str]:
    """(low, high, comparator, unit) of a number or of a text that is one amount."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None, None, None, ""
    if not isinstance(value, str):
        number = _finite(value)
        return number, number, None, ""
    if len(value) > LONGEST:
        return None, None, None, ""
    found = _WRITTEN.fullmatch(value.strip())
    if found is None:
        return None, None, None, ""
    sign = _comparator((found["sign"] or "").lower())
    low = _number(found["low"])
    high = _number(found["high"]) if found["high"] else low
    unit = found["unit"].strip()
    if low is None or high is None or high < low or (sign and found["high"]):
        return None, None, None, ""
    return low, high, sign, unit


def _number(text: str) -> float | None:
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    return _finite(text.replace(",", "."))


def _finite(value: str | float | Decimal) -> float | None:
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None
