"""International bank account numbers, with their check digits or by what they are called.

Source: ISO 13616-1: country, two check digits, 11 to 30 letters and digits.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.check_digits import modulus_97
from app.safety.identifiers.sighting import CHECKED, LABELLED, Shape, Sighting, seen

_WHY: Final = "an IBAN with its check digits"
_CANDIDATE: Final = re.compile(
    r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]{2,4}){3,7}(?: ?[A-Z0-9]{1,4})?(?!\w)", re.I
)
_SHORTEST, _LONGEST = 15, 34
_LABELLED: Final = (
    Shape(
        IdentifierKind.ACCOUNT,
        re.compile(
            r"\bIBAN\b[^\w\n]{0,4}(?:(?:is|no|number)\b[^\w\n]{0,4})?"
            r"(?P<id>[A-Z]{2}\d\d(?:[A-Z0-9]{11,30}|(?-i:(?: ?[A-Z0-9]{2,4}){3,7})))(?!\w)",
            re.I,
        ),
        LABELLED,
        "a number called an IBAN",
    ),
)


def ibans(text: str) -> Iterator[Sighting]:
    """IBANs in `text`; words in capitals behind one are left off until the digits check."""
    yield from seen(_LABELLED, text)
    for match in _CANDIDATE.finditer(text):
        groups = match.group().split(" ")
        while groups:
            written = "".join(groups).upper()
            if len(written) < _SHORTEST:
                break
            if len(written) <= _LONGEST and written.isascii() and modulus_97(written):
                end = match.start() + len(" ".join(groups))
                yield Sighting(IdentifierKind.ACCOUNT, match.start(), end, CHECKED, _WHY)
                break
            groups.pop()
