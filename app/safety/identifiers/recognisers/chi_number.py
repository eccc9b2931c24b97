"""CHI numbers of Scotland: date of birth (ddmmyy) and four digits, the last a check digit.

Source: Public Health Scotland, National Data Catalogue, CHI Number. As one string of ten digits
`nhs_number.py` finds them, for both share the check digit; here are those written in two parts.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.check_digits import modulus_11
from app.safety.identifiers.sighting import CHECKED, LABELLED, Shape, Sighting, digits_of, seen

_TWO_PARTS: Final = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[ -]?\d{4}(?![\w-])"
_SHAPES: Final = (
    Shape(
        IdentifierKind.RECORD,
        re.compile(rf"(?<![\w+./-]){_TWO_PARTS}"),
        CHECKED,
        "a CHI number with its check digit",
        lambda written: modulus_11(digits_of(written)),
    ),
    Shape(
        IdentifierKind.RECORD,
        re.compile(
            rf"\bCHI(?:\s+(?:number|num|no|nr|id))?\.?\s{{0,3}}(?:is|was|[:=#-])?\s{{0,3}}(?P<id>{_TWO_PARTS})"
        ),
        LABELLED,
        "a number called a CHI number",
    ),
)


def chi_numbers(text: str) -> Iterator[Sighting]:
    """CHI numbers in `text`."""
    return seen(_SHAPES, text)
