"""E-mail addresses, also those written with (at) in the place of the sign.

Source: RFC 5321 for lengths; quoted local parts are not found.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import CHECKED, SHAPED, Shape, Sighting, seen

_LOCAL: Final = r"(?<![\w.+%'-])[\w][\w.+%'-]{0,63}"
_DOMAIN: Final = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}"
_DOT: Final = r"(?:\(dot\)|\[dot\]|\bdot\b|\.)"
_SHAPES: Final = (
    Shape(
        IdentifierKind.EMAIL,
        re.compile(rf"{_LOCAL}@{_DOMAIN}"),
        CHECKED,
        "the form of an e-mail address",
        lambda written: not written.rpartition("@")[2].isdecimal(),
    ),
    Shape(
        IdentifierKind.EMAIL,
        re.compile(
            rf"{_LOCAL}\s?(?:(?:\(at\)|\[at\])\s?[\w-]{{1,63}}\s?{_DOT}|\sat\s[\w-]{{1,63}}\sdot\s)\s?"
            r"(?:com|org|net|edu|gov|uk|ie|de|fr|eu|(?:co|nhs|ac|org|gov)(?:\.|\sdot\s)uk)\b",
            re.I,
        ),
        SHAPED,
        "an e-mail address spelled out",
    ),
)


def emails(text: str) -> Iterator[Sighting]:
    """E-mail addresses in `text`."""
    return seen(_SHAPES, text)
