"""Telephone and fax numbers: those a numbering plan allows, and any behind words for one.

Numbering plans as Google's libphonenumber holds them, by the package `phonenumbers`. Without words
for one, a number must begin with + or be written as one is in the United States or the United
Kingdom; a ratio, a range or a dose is none.
"""

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import SHAPED, Sighting, digits_of
from app.safety.identifiers.surroundings import before

_NUMBER: Final = re.compile(
    r"(?<![\w./+$£€-])(?<!\d,)(?P<id>(?:\+|\(\+?)?\d(?:[ ().\u2010-\u2013-]{0,3}\d){5,16}"
    r"(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?)(?![\w%]|[.,/:]\d)",
    re.I,
)
_CALLED: Final = re.compile(
    r"(?:\b(?:tel|telephone|phone|ph|mobile|mob|cell(?:ular|phone)?|call(?:s|ed|ing)?|ring|rang|text(?:ed)?|"
    r"sms|whatsapp|fax|pager|bleep|beep|landline|contact|desk|office|home|work|answering|messages?|"
    r"hotline|registered|reach(?:ed|able)?|dial|voicemail|facsimile|extension|direct|my\snumber)\b"
    r"|\u260e|\U0001f4de)[^\d\n]{0,24}[\n\s]{0,3}$|^(?:t|m|p|f|h|w|c)\s?[:.]\s{0,2}$",
    re.I,
)
_FAX_BEFORE: Final = re.compile(r"\b(?:fax|facsimile|f)\b[^\d\n]{0,16}\n?\s{0,3}$", re.I)
_AFTER: Final = re.compile(
    r"^\s?[-(,]?\s?(?P<fax>fax)?(?:office|mobile|home|work|cell|tel|phone)?\b", re.I
)
_AMERICAN: Final = re.compile(
    r"(?:\+?1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}(?:\s?(?:x|ext).{0,12})?", re.I
)
_BRITISH: Final = re.compile(r"0[1-35789]\d{8,9}")
_CALLED_ONE: Final = 0.85
"""Below what a record or an account is sure of that is called one: "call about record 1234567"."""
_FEWEST, _MOST = 7, 15
"""Digits of a number (ITU-T E.164 allows 15)."""


def phone_numbers(text: str) -> Iterator[Sighting]:
    """Telephone and fax numbers in `text`."""
    for match in _NUMBER.finditer(text):
        written = match["id"]
        number = re.split(r"\s?(?:x|ext)", written, maxsplit=1, flags=re.I)[0]
        if not _FEWEST - 1 <= len(digits_of(number)) <= _MOST:
            continue
        lead = (
            before(text, match.start("id"), 48)
            or text[max(0, match.start("id") - 24) : match.start("id")]
        )
        behind = _AFTER.match(text[match.end() : match.end() + 12])
        said = bool(behind and behind.group().strip(" -(,"))
        fax = bool(behind and behind["fax"]) or (not said and _FAX_BEFORE.search(lead) is not None)
        kind = IdentifierKind.FAX if fax else IdentifierKind.PHONE
        if said or _CALLED.search(lead):
            why = "a number called a telephone's"
            yield Sighting(kind, *match.span("id"), _CALLED_ONE, why)
        elif _dialled(number):
            why = "a number that a numbering plan allows"
            yield Sighting(kind, *match.span("id"), SHAPED, why)


def _dialled(number: str) -> bool:
    digits = digits_of(number)
    if number.lstrip("(").startswith("+"):
        return len(digits) > _FEWEST
    if digits.startswith("00"):
        return _possible("+" + digits[2:], None)
    if _AMERICAN.fullmatch(number):
        return _valid(digits, "US")
    return _BRITISH.fullmatch(digits) is not None and _possible(digits, "GB")


def _possible(digits: str, region: str | None) -> bool:
    """By its length: numbers that are kept free for plays and examples count too."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False


def _valid(digits: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False
