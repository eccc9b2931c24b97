"""What somebody is allergic to, as far as a text says: `egg allergy`, `allergic to latex`.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from functools import lru_cache
from typing import Final

from app.terms.plain_words import NO_ALLERGEN

_BEFORE: Final = re.compile(
    r"\b(?P<what>[a-z][a-z'-]{2,}(?: protein| milk| venom)?)s?[- ](?:allerg(?:y|ies|ic)|"
    r"hypersensitivity|anaphylaxis|intolerance)\b",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\b(?:allergic (?:reactions? )?to|allerg(?:y|ies) to|hypersensitivity to|intolerant (?:of|"
    r"to)|intolerance "
    r"(?:of|to)|anaphylaxis (?:to|after|from)) (?:an? |the |his |her |"
    r"my )?(?P<what>[a-z][a-z'-]{2,})",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def allergens_in(text: str) -> frozenset[str]:
    """The causes of an allergy that `text` names, in small letters and the singular."""
    found = (
        one["what"].lower() for pattern in (_BEFORE, _BEHIND) for one in pattern.finditer(text)
    )
    return frozenset(_singular(one) for one in found if one not in NO_ALLERGEN)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 4 else word
