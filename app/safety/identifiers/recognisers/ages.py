"""Ages over 89 of a person; a band of a guideline (over 90 years, aged 65 to 95) is nobody's age.

Source: 45 CFR 164.514(b)(2)(i)(C).
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import SHAPED, Sighting
from app.safety.identifiers.surroundings import before

_OLD: Final = r"(?P<id>9\d|1[01]\d)"
_PATTERNS: Final = (
    re.compile(
        rf"(?<![\w.,/-]){_OLD}(?:[ -]?(?:years?|yrs?)(?:[ -]?(?:old|of\s+age))|\s?y\.?/?o\b)", re.I
    ),
    re.compile(
        rf"\b(?:aged?|age\s+of|age[:=]|age\s+is|turn(?:ed|ing|s)?|(?:i'?m|i\s+am|(?:s?he|patient|mother|father|"
        rf"grandmother|grandfather|gran(?:d|dd)ad|grandma|grandpa|nana?|gran|mum|dad|mom|wife|husband|aunt|uncle|sister|brother|partner)(?:'s|\s+is|\s+was)))\s{{0,3}}"
        rf"(?:just\s+|now\s+|nearly\s+)?{_OLD}(?![\w%]|[.,]\d|\s?(?:mm|kg|lb|cm|bpm|/|per|%))",
        re.I,
    ),
)
_GROUP: Final = re.compile(
    r"(?:[<>≥≤=]|\b(?:over|under|above|below|than|to|and|or|least|most|between|until|beyond|by|"
    r"from|exceeding|reach(?:es|ed|ing)?)|[-\u2013])\s{0,3}(?:the\s+)?(?:age\s+of\s+|aged?\s+)?$",
    re.I,
)
_PLURAL: Final = re.compile(
    r"^s\b|^[- ]?olds\b|^\s?(?:and|or)\s+(?:over|older|above)|^\s?\+|^\s?(?:-|\u2013|to)\s?\d", re.I
)
_PEOPLE: Final = re.compile(
    r"\b(?:adults|patients|people|persons|women|men|those|individuals)\b[^,]{0,20}$", re.I
)


def ages(text: str) -> Iterator[Sighting]:
    """Ages of 90 to 119 years in `text`."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            lead, rest = before(text, match.start("id"), 40), text[match.end() : match.end() + 20]
            beside = text[match.end("id") : match.end("id") + 20]
            if _GROUP.search(lead) or _PEOPLE.search(lead):
                continue
            if _PLURAL.search(rest) or _PLURAL.search(beside):
                continue
            yield Sighting(
                IdentifierKind.AGE, *match.span("id"), SHAPED, "an age over 89 of a person"
            )
