"""What follows a street in an address: part of the building, town, state, postal code, country."""

import re
from typing import Final

from app.safety.identifiers.address_words import COUNTRIES, UNIT
from app.safety.identifiers.recognisers.postcodes import BRITISH, STATES
from app.safety.identifiers.streets import CAPITAL

_GAP: Final = r"(?:[,\s>]{1,8}|\\n)"
"""Between two lines of an address, which a reply may quote with >."""
_ZIP: Final = (
    rf"(?:{BRITISH}|\d{{5}}(?:-\d{{3,4}})?|[A-Z]{{1,2}}-?\d{{4,5}}|\d{{3}}\s?\d{{2}}|\d{{4}}(?:\s[A-Z]{{2}})?|"
    r"\d{2}-\d{3})(?![\w-])"
)
_TOWN: Final = (
    rf"{CAPITAL}(?:[ -](?:\(?{CAPITAL}\)?|de|del|de la|la|le|l'\w{{1,20}}|upon|on|of|the|am|an|der|"
    r"sur|na|nad)){0,4}"
)
_STATE: Final = rf"(?:{STATES}|[A-Z]{{2,3}}|\d{{2}}|nan)"
_UNITS: Final = rf"(?:{_GAP}(?i:{UNIT})\b\.?\s?#?\w{{1,6}}(?!\w)|{_GAP}\#\s?\w{{1,6}}){{0,3}}"
_TAIL: Final = re.compile(
    rf"(?:\s?(?:st|str|street)\b\.?)?{_UNITS}(?:"
    rf"{_GAP}(?:{_TOWN}){_GAP}(?:{_STATE}{_GAP})?(?:(?:{COUNTRIES}|{CAPITAL}){_GAP})?{_ZIP}"
    rf"|{_GAP}(?:{_TOWN}){_GAP}(?:{COUNTRIES}|{STATES}|nan)(?!\w)"
    rf"|,\s{{1,6}}(?!(?:{COUNTRIES})\b)(?:{_TOWN})(?![\w:])(?:,\s{{1,3}}(?:{STATES}|[A-Z]{{2}})\b)?"
    rf"|{_GAP}(?:(?:APO|FPO|DPO)\s)?(?:{STATES})\s\d{{5}}(?:-\d{{4}})?"
    rf"|{_GAP}(?:apo|fpo|dpo)\sa[aep]\s\d{{5}}"
    rf"|{_GAP}{_ZIP}"
    rf")?(?:{_GAP}(?:{COUNTRIES})(?!\w))?"
)
_UNIT_BEFORE: Final = re.compile(rf"(?i:{UNIT})\b\.?\s?#?\w{{1,6}}[,\s>]{{1,3}}$")


def end_of_address(text: str, end: int) -> int:
    """Where the address ends whose street ends at `end`."""
    tail = _TAIL.match(text, end)
    return end if tail is None else end + len(text[end : tail.end()].rstrip(" ,\n\t>"))


def start_of_address(text: str, start: int) -> int:
    """Where it begins: a part of the building may stand before the street."""
    before = _UNIT_BEFORE.search(text, max(0, start - 24), start)
    return start if before is None else before.start()
