"""Vehicles: identification numbers with their check digit, and number plates near their words.

Sources: 49 CFR 565.15 (VIN; makers outside North America leave its check digit out, so those are
found by what they are called); DVLA INF104 (British plates since 2001).
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.check_digits import vin
from app.safety.identifiers.sighting import CHECKED, SHAPED, Shape, Sighting, seen
from app.safety.identifiers.surroundings import around

_VIN: Final = (
    Shape(
        IdentifierKind.VEHICLE,
        re.compile(
            r"(?<![\w-])(?=[A-Z\d]{0,16}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z\d]{17}(?![\w-])", re.I
        ),
        CHECKED,
        "a vehicle identification number with its check digit",
        lambda written: vin(written.upper()),
    ),
)
_PLATE: Final = (
    Shape(
        IdentifierKind.VEHICLE,
        re.compile(r"(?<![\w-])[A-HJ-PR-Y]{2}\d\d ?[A-HJ-PR-Z]{3}(?![\w-])"),
        SHAPED,
        "the form of a British number plate, near words of a vehicle",
    ),
)
_NEAR: Final = re.compile(
    r"\b(?:cars?|vans?|vehicles?|lorry|truck|motorcycle|motorbike|taxi|ambulance|driv\w{1,4}|drove|"
    r"parked|plates?|reg(?:istration)?|hit\s+by|collision|rta|mva|rtc)\b",
    re.I,
)


def vehicles(text: str) -> Iterator[Sighting]:
    """Vehicle identification numbers and number plates in `text`."""
    yield from seen(_VIN, text)
    for plate in seen(_PLATE, text):
        if _NEAR.search(around(text, plate.start, plate.end)):
            yield plate
