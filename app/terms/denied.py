"""Whether what a text names is denied there: `not pregnant`, `outside pregnancy`."""

import re
from typing import Final

_DENIES: Final = re.compile(
    r"\b(?P<whether>whether or )?(?:(?<!must )(?<!should )(?<!to )(?<!do )(?<!may )not|"
    r"(?:who|women|mothers|those|if you|if she) (?:do|does|did)(?: not|n['\u2019]?t)|"
    r"(?:is|are|was|were)n['\u2019]?t|non|never|neither|no longer|outside|stopped|finished|"
    r"without|absence of|negative for|exclud(?:ed|ing)|rul(?:ed|ing) out|no)[\s-]+"
    r"(?:(?:currently|yet|now|known|to|be|being|of|a|an|the|any|current|possible|possibility of|"
    r"had|has|have|chance of|history of|evidence of|planning|trying for|intending|on|"
    r"taking|using|receiving|signs? of|known to be)\s+){0,3}$",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\s*(?:test )?(?:has been |is |was |were |are )?(?:been )?"
    r"(?:excluded|ruled out|negative|absent|stopped|unlikely)\b",
    re.IGNORECASE,
)
_EXCEPTS: Final = re.compile(
    r"\b(?:except|except for|excepting|other than|apart from|excluding|but not|not for|not in|"
    r"aside from)\s+(?:(?:in|during|for|those|women|who|are|while|when|with)\s+){0,4}$",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(r"\b(?:unless|until|before)\s+(?:a |the )?$", re.IGNORECASE)
_JOINS: Final = re.compile(r"\s*(?:,|/|or|nor|and|,? or|,? nor)\s*", re.IGNORECASE)
_EITHER: Final = re.compile(
    r"\bwhether or not\b|\bpregnancy (?:must|should|has to|needs to) be (?:excluded|ruled out)\b|"
    r"\b(?:exclud\w+|rul\w+ out) pregnancy\b|\b(?:before|pre-?) ?(?:conception|pregnancy)\b|"
    r"\b(?:those|women|mothers) who (?:do|are) not(?: do so)?\s*(?:[.,;)]|$)",
    re.IGNORECASE,
)
REACH: Final = 60
"""Characters before a name in which the words stand that deny it."""


def denied(text: str, start: int, end: int, *, heading: bool = False) -> bool:
    """Whether the words around the name at `start` to `end` deny it; `except in` does so in a
    heading."""
    before = text[max(0, start - REACH) : start]
    found = _DENIES.search(before)
    if heading and _EXCEPTS.search(before):
        return True
    if found and not found["whether"]:
        return True
    return _BEHIND.match(text, end) is not None and not _UNTIL.search(before)


def joined(between: str) -> bool:
    """Whether two names with these words between them are denied together."""
    return _JOINS.fullmatch(between) is not None


def either_way(text: str) -> bool:
    """Whether a text speaks of those in a state and of those who are not."""
    return _EITHER.search(text) is not None
