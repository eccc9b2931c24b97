"""NHS numbers of England, Wales and the Isle of Man: ten digits, 3-3-4, the last a check digit.

Source: NHS Data Dictionary, NHS NUMBER. A number with a wrong check digit is one only where it is
called one.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.check_digits import modulus_11
from app.safety.identifiers.sighting import CHECKED, LABELLED, Shape, Sighting, digits_of, seen

_TEN: Final = r"\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])"
_SHAPES: Final = (
    Shape(
        IdentifierKind.RECORD,
        re.compile(rf"(?<![\w+./-]){_TEN}"),
        CHECKED,
        "an NHS or CHI number with its check digit",
        lambda written: modulus_11(digits_of(written)),
    ),
    Shape(
        IdentifierKind.RECORD,
        re.compile(
            rf"\bNHS(?:\s+(?:number|num|no|nr|id))?\.?\s{{0,3}}(?:is|was|[:=#-])?\s{{0,3}}(?P<id>{_TEN})",
            re.I,
        ),
        LABELLED,
        "a number called an NHS number",
    ),
)


def nhs_numbers(text: str) -> Iterator[Sighting]:
    """NHS numbers in `text`."""
    return seen(_SHAPES, text)
