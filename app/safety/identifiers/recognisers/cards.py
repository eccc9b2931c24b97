"""Numbers of payment cards: 12 to 19 digits of an issuer's range, the last by Luhn.

Source: ISO/IEC 7812-1. Without the words for one, thirteen digits and more must check; with them,
any such number is one.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.check_digits import luhn
from app.safety.identifiers.sighting import CHECKED, LABELLED, Shape, Sighting, digits_of, seen

_DIGITS: Final = r"\d(?:[ -]?\d){11,18}(?![\w-])"
_SHAPES: Final = (
    Shape(
        IdentifierKind.ACCOUNT,
        re.compile(rf"(?<![\w+./-])(?=[1-6])(?=\d{{4}}){_DIGITS}"),
        CHECKED,
        "a card number with its check digit",
        lambda written: len(digits_of(written)) >= 13 and luhn(digits_of(written)),
    ),
    Shape(
        IdentifierKind.ACCOUNT,
        re.compile(
            r"\b(?:cards?|cc|visa|mastercard|amex|american\s+express|maestro|discover|debit|credit)\b"
            rf"[^\d\n]{{0,30}}(?P<id>{_DIGITS})",
            re.I,
        ),
        LABELLED,
        "a number called a card's",
    ),
)


def card_numbers(text: str) -> Iterator[Sighting]:
    """Card numbers in `text`."""
    return seen(_SHAPES, text)
