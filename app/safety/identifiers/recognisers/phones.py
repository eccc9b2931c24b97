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
from app.safety.identifiers.sighting import CHECKED, LABELLED, Sighting, digits_of
from app.safety.identifiers.surroundings import before

_NUMBER: Final = re.compile(
    r"(?<![\w./+$£€-])(?<!\d,)(?P<id>(?:\+|\(\+?)?\d(?:[ ().\u2010-\u2013-]{0,3}\d){5,16}"
    r"(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?)(?![\w%]|[.,/:]\d)",
    re.I,
)
_CALLED: Final = re.compile(
    r"(?:\b(?:tel|telephone|phone|ph|mobile|mob|cell(?:ular|phone)?|call(?:s|ed|ing)?|ring|text(?:ed)?|sms|"
    r"whatsapp|fax|pager|bleep|beep|landline|contact|desk|office|home|work|answering|messages?|number|hotline|"
    r"registered|reach(?:ed|able)?|dial|voicemail|facsimile|extension|direct)\b|\u260e|\U0001f4de)"
    r"[^\d\n]{0,24}[\n\s]{0,3}$|^(?:t|m|p|f|h|w|c)\s?[:.]\s{0,2}$",
    re.I,
)
_FAX_BEFORE: Final = re.compile(r"\b(?:fax|facsimile|f)\b[^\d\n]{0,16}\n?\s{0,3}$", re.I)
_AFTER: Final = re.compile(
    r"^\s?[-(,]?\s?(?P<fax>fax)?(?:office|mobile|home|work|cell|tel|phone)?\b", re.I
)
_AMERICAN: Final = re.compile(
    r"(?:\+?1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}(?:\s?(?:x|ext).{0,12})?", re.I
)
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
            yield Sighting(kind, *match.span("id"), LABELLED, "a number called a telephone's")
        elif _dialled(number):
            yield Sighting(
                kind, *match.span("id"), CHECKED, "a number that a numbering plan allows"
            )


def _dialled(number: str) -> bool:
    digits = digits_of(number)
    if number.lstrip("(").startswith("+"):
        return _valid("+" + digits, None)
    if digits.startswith("00"):
        return _valid("+" + digits[2:], None)
    if _AMERICAN.fullmatch(number):
        return _valid(digits, "US")
    return digits.startswith("0") and len(digits) in (10, 11) and _valid(digits, "GB")


def _valid(digits: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False
