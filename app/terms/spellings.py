"""British and American spellings of one word of medicine: `spellings.toml`."""

import re
from functools import lru_cache
from typing import Final

from app.terms.drug_files import table

_PARTS: Final[list[dict[str, str]]] = table("spellings.toml")["part"]
_BRITISH: Final = tuple((re.compile(one["british_where"]), one["american"]) for one in _PARTS)
_AMERICAN: Final = tuple((re.compile(one["american_where"]), one["british"]) for one in _PARTS)
_SHORTEST: Final = 5


@lru_cache(maxsize=8192)
def other_spelling(word: str) -> str | None:
    """The word as it is spelled across the ocean; None where that is known to be no different."""
    plain = word.lower()
    if len(plain) < _SHORTEST or not plain.isalpha():
        return None
    for patterns in (_BRITISH, _AMERICAN):
        other = plain
        for pattern, instead in patterns:
            other = pattern.sub(instead, other)
        if other != plain:
            return other
    return None
