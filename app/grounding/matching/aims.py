"""Sentences that tell what was asked or done, and not what was found."""

import re

_AIMS = re.compile(
    r"\b(?:objectives?|aims?|aimed|purpose|whether|hypothes\w+|background|methods?|design|setting"
    r"|participants|we (?:sought|asked|tested)|investigated|examined"
    r"|to (?:assess|examine|determine|investigate|evaluate|compare|estimate|test|identify|explore)"
    r"|remains? (?:unclear|unknown|controversial)|is (?:unclear|unknown))\b",
    re.IGNORECASE,
)


def tells_an_aim(sentence: str) -> bool:
    """Whether it states a question, a method or a doubt: nothing that bears a claim out."""
    return _AIMS.search(sentence) is not None
