"""Whether a message only tells something of somebody, and asks nothing."""

import re
from typing import Final

_TELLS: Final = re.compile(
    r"^\W*(?:(?:and|also|but|oh|so|well|ok|okay|yes|no|sorry|hi|hello|by the way|now)\W+)*"
    r"(?:i|i['\u2019]?m|i['\u2019]?ve|im|ive|my|we|our|she|he|they|her|his|their|it is|"
    r"it['\u2019]?s)\b",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\?|\b(?:what|which|when|where|why|how|who|whether|can|could|should|shall|may|might|would|"
    r"is it|are there|do i|does|tell me|explain|want to know|need to know|wonder\w*|advice|advise|"
    r"help|looking for|want|need|like to)\b",
    re.IGNORECASE,
)


def only_tells(text: str) -> bool:
    """`I am 12 weeks pregnant.`; not where it may ask for something."""
    return _TELLS.search(text) is not None and _ASKS.search(text) is None
