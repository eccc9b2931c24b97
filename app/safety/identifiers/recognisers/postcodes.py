"""Postal codes: British ones by their form, American ones behind a state, any by their label.

Sources: Royal Mail, PAF Programmer's Guide (the form, and the 124 areas); USPS Publication 28
(states and ZIP codes).
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import LABELLED, SHAPED, Shape, Sighting, seen

_AREAS: Final = (
    "AB|AL|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|"
    "DY|EC|EH|EN|EX|FK|FY|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|"
    "LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|"
    "SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|B|E|G|L|M|N|S|W"
)
STATES: Final = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|"
    "NM|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|AA|AE|AP|GU|VI|AS|MP"
)
BRITISH: Final = rf"(?:{_AREAS})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}}"
_SHAPES: Final = (
    Shape(
        IdentifierKind.ADDRESS,
        re.compile(rf"(?<![\w-]){BRITISH}(?![\w-])"),
        SHAPED,
        "the form of a British postcode",
    ),
    Shape(
        IdentifierKind.ADDRESS,
        re.compile(rf"(?<=[,\s])(?:{STATES}),?\s\d{{5}}(?:-\d{{4}})?(?![\w-])"),
        SHAPED,
        "a state and its ZIP code",
    ),
    Shape(
        IdentifierKind.ADDRESS,
        re.compile(
            r"\b(?:zip|postal|post)[ -]?(?:code)?s?\b\.?\s{0,3}(?:is|was|[:=#-])?\s{0,3}"
            r"(?P<id>(?=[A-Z]{0,3}\d)[A-Z\d]{2,8}(?:[ -][A-Z\d]{2,4})?)(?![\w-])",
            re.I,
        ),
        LABELLED,
        "what is called a postal code",
        lambda written: not written[-2:].islower(),
    ),
)


def postcodes(text: str) -> Iterator[Sighting]:
    """Postal codes in `text`."""
    return seen(_SHAPES, text)
