"""Social Security numbers of the United States, and their counterpart in the United Kingdom.

Sources: SSA, Social Security Number Randomization: areas 000, 666 and 900-999, group 00 and serial
0000 were never given (9xx is a taxpayer's number, found as well); HMRC manual NIM39110, format of
National Insurance numbers.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import CHECKED, LABELLED, SHAPED, Shape, Sighting, seen

_GIVEN: Final = r"(?!000|666|9)\d{3}(?P<gap>[- ])(?!00)\d\d(?P=gap)(?!0000)\d{4}"
_TAXPAYER: Final = r"9\d\d(?P<gap>[- ])(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])(?P=gap)\d{4}"
_SHAPES: Final = (
    Shape(
        IdentifierKind.SOCIAL_SECURITY,
        re.compile(rf"(?<![\w+./-]){_GIVEN}(?![\w-])"),
        SHAPED,
        "the form and range of a Social Security number",
    ),
    Shape(
        IdentifierKind.SOCIAL_SECURITY,
        re.compile(rf"(?<![\w+./-]){_TAXPAYER}(?![\w-])"),
        SHAPED,
        "the form and range of a taxpayer's number",
    ),
    Shape(
        IdentifierKind.SOCIAL_SECURITY,
        re.compile(
            r"\b(?:SSN|SS\s?#|ITIN|social\s+sec(?:urity)?)(?:\s+(?:number|num|no|nr|id))?\.?"
            r"\s{0,3}(?:is|was|[:=#-])?\s{0,3}"
            r"(?P<id>\d{3}[ -]?\d\d[ -]?\d{4}|[Xx*]{3}-?[Xx*]{2}-?\d{4})"
            r"(?!\w)",
            re.I,
        ),
        LABELLED,
        "a number called a Social Security number",
    ),
    Shape(
        IdentifierKind.SOCIAL_SECURITY,
        re.compile(
            r"(?<![\w-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
            r" \d\d \d\d \d\d ?[A-D](?![\w-])"
        ),
        CHECKED,
        "the form of a National Insurance number",
    ),
    Shape(
        IdentifierKind.SOCIAL_SECURITY,
        re.compile(
            r"\b(?:national\s+insurance|NI|NINO)\b(?:\s+(?:number|num|no|nr))?\.?"
            r"\s{0,3}(?:is|was|[:=#-])?\s{0,3}(?P<id>[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-Z])(?!\w)",
            re.I,
        ),
        LABELLED,
        "a number called a National Insurance number",
    ),
)


def social_security_numbers(text: str) -> Iterator[Sighting]:
    """Social Security and National Insurance numbers in `text`."""
    return seen(_SHAPES, text)
