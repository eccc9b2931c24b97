"""Driving licences of Great Britain by their form; others are found by what they are called.

Source: DVLA, driver number: five characters of the surname, six digits of the date of birth (51 to
62 as the month of a woman), two initials, and a check of three characters.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import CHECKED, Shape, Sighting, seen

_SHAPES: Final = (
    Shape(
        IdentifierKind.LICENCE,
        re.compile(
            r"(?<![\w-])[A-Z]{1,5}9{0,4}(?<=[A-Z9]{5})\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])"
            r"(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}\d[A-Z]{2}(?:\d{2})?(?![\w-])"
        ),
        CHECKED,
        "the form of a British driver number",
    ),
)


def driving_licences(text: str) -> Iterator[Sighting]:
    """British driver numbers in `text`."""
    return seen(_SHAPES, text)
