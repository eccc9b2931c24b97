"""Numbers with units as records write them in words: `<0.5 mg/dL`, `5-7`, `7,4 %`, `5 ft 11 in`."""

import math
import re
from decimal import Decimal
from typing import Final, Literal, NamedTuple, cast

from app.patient.lab_units import lab_unit

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
_TWO_UNITS: Final = re.compile(
    r"\s*(?P<whole>\d{1,3})\s*(?P<large>[a-z]{2,6}|')\.?\s*(?:and\s+)?"
    r"(?P<rest>\d{1,2}(?:\.\d{1,3})?)\s*(?P<small>[a-z]{2,6}|\"|'')\.?\s*",
    re.IGNORECASE,
)
_MARKS: Final = {"'": "ft", '"': "in", "''": "in"}
_STEPS: Final[dict[tuple[str, ...], int]] = {
    ("[ft_i]", "[in_i]"): 12,
    ("[stone_av]", "[lb_av]"): 14,
    ("[lb_av]", "[oz_av]"): 16,
}
"""How many of the smaller unit make the larger."""
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


class Read(NamedTuple):
    """What a number or a text says; `low` is None where it is no amount."""

    low: float | None = None
    high: float | None = None
    sign: Comparator | None = None
    unit: str = ""


def shown(value: object, sign: Comparator | None) -> str:
    """The value as it is written, without its comparator."""
    if isinstance(value, str):
        found = _WRITTEN.fullmatch(value) if sign else None
        text = value[found.end("sign") :] if found else value
        return " ".join(text[:LONGEST].split())
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return ""
    return "" if _finite(value) is None else str(value)


def read(value: object) -> Read:
    """A number, or the amount that a text is and nothing else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return Read()
    if not isinstance(value, str):
        number = _finite(value)
        return Read(number, number)
    found = _WRITTEN.fullmatch(value) if len(value) <= LONGEST else None
    if found is None:
        return _in_two_units(value)
    sign = comparator((found["sign"] or "").lower())
    low = _number(found["low"])
    high = _number(found["high"]) if found["high"] else low
    if low is None or high is None or high < low or (sign and found["high"]):
        return Read()
    unit = found["unit"].strip()
    if unit and lab_unit(unit) is None:
        return _in_two_units(value)
    return Read(low, high, sign, unit)


def _in_two_units(text: str) -> Read:
    """`5 ft 11 in`, `11 st 4 lb`, `7 lb 8 oz`, as a number of the smaller unit; else nothing."""
    found = _TWO_UNITS.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return Read()
    pair = (
        lab_unit(_MARKS.get(one, one)) for one in (found["large"].lower(), found["small"].lower())
    )
    codes = tuple(one.code for one in pair if one is not None)
    step = _STEPS.get(codes)
    small = float(found["rest"])
    if step is None or small >= step:
        return Read()
    whole = int(found["whole"]) * step + small
    return Read(whole, whole, None, codes[1])


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


def comparator(sign: str | None) -> Comparator | None:
    """One of FHIR's four, however it is written; None where it is none of them."""
    sign = _SIGNS.get((sign or "").strip(), (sign or "").strip())
    return cast("Comparator", sign) if sign in _COMPARATORS else None
