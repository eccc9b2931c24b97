"""Whether a sentence is one that an answer must not lack: a dose, a caution, a contraindication.

The words were written from memory, and no clinician has reviewed them. They decide when sources are
quoted beside a model's answer, never what is withheld.
"""

import re
from typing import Final

_DOSE: Final = re.compile(
    r"\d\s?(?:mg|g|mcg|micrograms?|\u00b5g|\u03bcg|ng|ml|mmol|meq|units?|iu|puffs?|tablets?"
    r"|capsules?|drops?|sachets?|%)(?![a-z])|\b(?:half a|one|two|three|four) (?:tablet|capsule)s?\b"
    r"|\b(?:once|twice|(?:three|four|\d) times) (?:a |per )?(?:day|daily|week|weekly)\b"
    r"|\bevery \w+ (?:hours|days|weeks)\b",
    re.IGNORECASE,
)
_CAUTION: Final = re.compile(
    r"\b(?:contra-?indicat\w+|avoid\w*|caution\w*|warn\w*|must not|should not|do not|never|not be"
    r" (?:used|given|taken|combined)|stop\w*|discontinu\w+|withhold|unless|only if|monitor\w*"
    r"|toxic\w*|overdos\w+|fatal|death|bleed\w*|allerg\w+|hypersensitiv\w+|anaphyla\w+"
    r"|pregnan\w+|breast-?feed\w*|lactat\w+|emergency|urgent\w*|immediately)\b",
    re.IGNORECASE,
)


def weighty(sentence: str) -> bool:
    """In doubt yes: what follows is a quotation more in the answer."""
    return _DOSE.search(sentence) is not None or _CAUTION.search(sentence) is not None
