"""Unique device identifiers in the form of GS1, and IMEI numbers; serials have labels.

Sources: 21 CFR 830 and GS1 General Specifications (application identifiers in brackets); 3GPP TS
23.003 (IMEI, Luhn).
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.check_digits import luhn
from app.safety.identifiers.sighting import CHECKED, Shape, Sighting, digits_of, seen

_SHAPES: Final = (
    Shape(
        IdentifierKind.DEVICE,
        re.compile(r"\(01\)\d{14}(?:\(\d{2}\)[A-Za-z\d-]{1,20}){0,4}"),
        CHECKED,
        "the form of a unique device identifier",
    ),
    Shape(
        IdentifierKind.DEVICE,
        re.compile(r"\bIMEI\b[^\d\n]{0,12}(?P<id>\d{2}-?\d{6}-?\d{6}-?\d)(?!\w)", re.I),
        CHECKED,
        "an IMEI with its check digit",
        lambda written: luhn(digits_of(written)),
    ),
)


def devices(text: str) -> Iterator[Sighting]:
    """Unique device identifiers and IMEIs in `text`."""
    return seen(_SHAPES, text)
