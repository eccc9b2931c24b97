"""Answers in the shorthand of a record: `asthma: no`, `Penicillin allergy? None known.`"""

import re
from typing import Final

_NO: Final = re.compile(
    r"(?:[ -](?:allerg(?:y|ies|ic)|history|status|test))?\s?[:?=]+[ -]*(?:no|none|nil|nope|never|"
    r"negative|neg|-ve|denied|denies|not known|absent)\b(?! (?:longer|idea|change))",
    re.IGNORECASE,
)


def answered_no(text: str, end: int) -> bool:
    """Whether what ends at `end` is answered with no right behind it."""
    return _NO.match(text, end) is not None
