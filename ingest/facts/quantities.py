"""Amounts with their unit: `500 mg`, `0.5 to 2 mg`, `0.05 mg/kg/day`, `80 micrograms a day`.

Only what is wholly understood becomes a quantity; what a number is says `numbers.py`.
"""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from app.domain.facts import Per, Quantity
from ingest.facts.numbers import DASH, NUMBER, number

_UNITS: Final[dict[str, tuple[str, str]]] = {
    "mg": ("mg", "1"),
    "milligram": ("mg", "1"),
    "milligrams": ("mg", "1"),
    "g": ("mg", "1000"),
    "gm": ("mg", "1000"),
    "gram": ("mg", "1000"),
    "grams": ("mg", "1000"),
    "mcg": ("mg", "0.001"),
    "ug": ("mg", "0.001"),
    "\u03bcg": ("mg", "0.001"),
    "microgram": ("mg", "0.001"),
    "micrograms": ("mg", "0.001"),
    "ng": ("mg", "0.000001"),
    "nanogram": ("mg", "0.000001"),
    "nanograms": ("mg", "0.000001"),
    "ml": ("mL", "1"),
    "millilitre": ("mL", "1"),
    "millilitres": ("mL", "1"),
    "milliliter": ("mL", "1"),
    "milliliters": ("mL", "1"),
    "unit": ("unit", "1"),
    "units": ("unit", "1"),
    "iu": ("IU", "1"),
    "international unit": ("IU", "1"),
    "international units": ("IU", "1"),
    "mmol": ("mmol", "1"),
    "meq": ("mEq", "1"),
    "tablet": ("tablet", "1"),
    "tablets": ("tablet", "1"),
    "capsule": ("capsule", "1"),
    "capsules": ("capsule", "1"),
    "puff": ("puff", "1"),
    "puffs": ("puff", "1"),
    "inhalation": ("inhalation", "1"),
    "inhalations": ("inhalation", "1"),
    "drop": ("drop", "1"),
    "drops": ("drop", "1"),
    "spray": ("spray", "1"),
    "sprays": ("spray", "1"),
}
"""As written in lower case -> the normal unit, and how many of it one is. `IU` and `unit` are kept
apart: they are the same only where a monograph says so."""

_PERS: Final = {
    "dose": Per.DOSE,
    "minute": Per.MINUTE,
    "min": Per.MINUTE,
    "hour": Per.HOUR,
    "hr": Per.HOUR,
    "h": Per.HOUR,
    "day": Per.DAY,
    "daily": Per.DAY,
    "24 hours": Per.DAY,
    "24 h": Per.DAY,
    "week": Per.WEEK,
    "weekly": Per.WEEK,
}
_NAMED: Final = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_UNIT: Final = rf"(?:{_NAMED})(?![\w%])(?:(?:\s*/\s*|\s+per\s+)(?:kg|kilogram|m2|m\u00b2)\b)?"
_TIME: Final = (
    r"\s*/\s*(?:dose|min(?:ute)?|h(?:ou)?r?|day|24 h(?:ours)?|week)\b"
    r"|\s+(?:per|a|each|in)\s+(?:dose|minute|hour|day|24 h(?:ours)?|week)\b"
    r"|\s+(?:daily|weekly)\b"
)
_QUANTITY: Final = re.compile(
    rf"(?P<low>{NUMBER})(?:\s*(?P<unit>{_UNIT})(?P<time>{_TIME})?)?"
    rf"(?:\s*(?:{DASH}|\bto\b)\s*"
    rf"(?P<high>{NUMBER})\s*(?P<high_unit>{_UNIT})(?P<high_time>{_TIME})?)?",
    re.IGNORECASE,
)
_ANY: Final = re.compile(
    rf"(?<![\w.,]){NUMBER}\s*(?:{_NAMED})(?!\w|\s*/\s*(?:min|d?l\b))", re.IGNORECASE
)
_WITHOUT_TIME: Final = re.compile(r"^[\s/]*(?:(?:per|a|each|in)\s+)?", re.IGNORECASE)


class Found(NamedTuple):
    """A quantity, where it ends in the text, and whether the text says what it is counted for."""

    quantity: Quantity
    end: int
    timed: bool


def quantity_at(text: str, start: int = 0, language: str = "en") -> Found | None:
    """The quantity whose first figure stands at `start`; None where none does for certain."""
    match = _QUANTITY.match(text, start)
    if match is None:
        return None
    ranged = match["high"] is not None
    low = number(match["low"], language)
    high = number(match["high"], language) if ranged else low
    unit, time = match["high_unit" if ranged else "unit"], match["high_time" if ranged else "time"]
    normal = normal_unit(unit or "")
    if low is None or high is None or normal is None or high < low or high == 0:
        return None
    same_unit = match["unit"] is None or normal_unit(match["unit"]) == normal
    if ranged and not (same_unit and (match["time"] is None or _per(match["time"]) == _per(time))):
        return None
    quantity = Quantity(
        low=low,
        high=high,
        unit=" ".join(f"{unit}{time or ''}".split()),
        per=_per(time),
        normal_unit=normal[0],
        factor=normal[1],
    )
    return Found(quantity, match.end(), time is not None)


def whole_quantity(words: str, unit: str | None, language: str = "en") -> Found | None:
    """The quantity of a cell that says nothing else; `unit` is its column's, where it has one."""
    bare = words.strip()
    found = quantity_at(bare, 0, language)
    if found is None and unit:
        found = quantity_at(f"{bare} {unit.strip()}", 0, language)
        bare = f"{bare} {unit.strip()}"
    elif found is not None and unit and normal_unit(unit) != normal_unit(_bare(found.quantity)):
        return None
    return found if found is not None and found.end == len(bare) else None


def quantities_in(text: str) -> int:
    """How many figures with a unit of a dose the text holds; `mL/min` and `mg/dL` are none."""
    return sum(1 for _ in _ANY.finditer(text))


def normal_unit(written: str) -> tuple[str, Decimal] | None:
    """`micrograms/kg` -> `mg/kg` and 0.001; None for what is no unit of a dose."""
    plain = " ".join(written.casefold().replace("\u00b5", "\u03bc").split())
    name, _, body = re.sub(r"\s*/\s*|\s+per\s+", "/", plain).partition("/")
    known = _UNITS.get(name)
    body = {"kilogram": "kg", "m\u00b2": "m2"}.get(body, body)
    if known is None or body not in ("", "kg", "m2"):
        return None
    return (f"{known[0]}/{body}" if body else known[0]), Decimal(known[1])


def _per(time: str | None) -> Per:
    return _PERS[_WITHOUT_TIME.sub("", time.casefold())] if time else Per.DOSE


def _bare(quantity: Quantity) -> str:
    match = re.match(_UNIT, quantity.unit, re.IGNORECASE)
    return match[0] if match else quantity.unit
