"""Alcohol that a person told in an earlier turn to drink.

Words are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Sequence
from typing import Final

from app.safety.situation.whose import speaks_for_self, without_others
from app.terms.partners import partners
from app.terms.phrasebook import Named

ALCOHOL: Final = "alcohol"
_DRINKS: Final = re.compile(
    r"\b(?:drink|drinks|drinking|drank|have|has|had|having|take|takes|enjoy|enjoys|like|likes|"
    r"get through|gets through|heavy drinker|alcoholic)\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"\b(?:no|not|never|without|nothing|none|\w+n['\u2019]t|dont|stopped|quit|gave up|given up|"
    r"hate|hates|avoid|avoids|teetotal\w*|sober|instead of|free|allerg\w+|rub\w*|wipe\w*|gel|"
    r"used to|any more|anymore|no longer)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[^.?!;\n]+")


def drinks(turns: Sequence[str], question: str) -> str | None:
    """The words of the newest turn that tells of it; None where none does, or it says that the
    person does not.

    Args:
        turns: of the user, oldest first.
        question: what is asked now, by which it is told whose words these are.
    """
    for at in range(len(turns) - 1, -1, -1):
        text = turns[at]
        if speaks_for_self(question, turns[at + 1 :][:10]):
            text = without_others(text)
        for sentence in _SENTENCE.findall(text):
            found = _alcohol(sentence)
            if found is not None and _NOT.search(sentence):
                return None
            if found is not None and _DRINKS.search(sentence):
                return str(sentence[found.start : found.end])
    return None


def _alcohol(sentence: str) -> Named | None:
    return next((one for one in partners().found(sentence) if one.meaning == ALCOHOL), None)
