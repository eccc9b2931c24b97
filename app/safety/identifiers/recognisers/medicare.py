"""Medicare Beneficiary Identifiers of the United States: eleven characters of a fixed form.

Source: CMS, Understanding the New Medicare Beneficiary Identifier Format. There is no check digit.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import CHECKED, Shape, Sighting, seen

_LETTER: Final = "[AC-HJKMNP-RT-Y]"
_EITHER: Final = "[AC-HJKMNP-RT-Y0-9]"
_SHAPES: Final = (
    Shape(
        IdentifierKind.HEALTH_PLAN,
        re.compile(
            rf"(?<![\w-])[1-9]{_LETTER}{_EITHER}\d-?{_LETTER}{_EITHER}\d-?{_LETTER}{{2}}\d\d(?![\w-])",
            re.I,
        ),
        CHECKED,
        "the form of a Medicare beneficiary identifier",
    ),
)


def medicare_identifiers(text: str) -> Iterator[Sighting]:
    """Medicare beneficiary identifiers in `text`."""
    return seen(_SHAPES, text)
