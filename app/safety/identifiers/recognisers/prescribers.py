"""Numbers of those who prescribe in the United States: NPI and DEA registration.

Sources: 45 CFR 162.406 (NPI, Luhn over 80840 and the number); DEA Diversion Control Division,
Practitioner's Manual (the check digit of a registration). Other registers have no check digit and
are found by what they are called (`labels.toml`).
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.check_digits import dea, npi
from app.safety.identifiers.sighting import CHECKED, LABELLED, Shape, Sighting, seen

_SHAPES: Final = (
    Shape(
        IdentifierKind.LICENCE,
        re.compile(r"(?<![\w-])[A-HJ-NP-UX][A-Z9]\d{7}(?![\w-])"),
        CHECKED,
        "a DEA registration with its check digit",
        dea,
    ),
    Shape(
        IdentifierKind.LICENCE,
        re.compile(r"\bNPI\b[^\d\n]{0,20}(?P<id>[12]\d{9})(?!\w)"),
        CHECKED,
        "a National Provider Identifier with its check digit",
        npi,
    ),
    Shape(
        IdentifierKind.LICENCE,
        re.compile(r"\bNPI\b[^\d\n]{0,20}(?P<id>\d{10})(?!\w)"),
        LABELLED,
        "a number called a National Provider Identifier",
    ),
)


def prescriber_numbers(text: str) -> Iterator[Sighting]:
    """NPI and DEA numbers in `text`."""
    return seen(_SHAPES, text)
