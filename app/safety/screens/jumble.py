"""Whether a text has a word in it at all, or was struck at random."""

import re
from typing import Final

from app.safety.screens.clinical import clinical_words
from app.safety.screens.languages import foreign_language

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_NAMED: Final = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
"""A letter with a figure names something: `B12`, `T4`."""
_VOWEL: Final = re.compile(r"[aeiouyàáâäãåèéêëìíîïòóôöõùúûü]", re.IGNORECASE)
_JUMBLE: Final = re.compile(
    r"[bcdfghjklmnpqrstvwxz]{6,}|(.)\1{3,}|(?:asdf|qwer|zxcv|hjkl|sdfg|dfgh|jkl|wert|uiop)",
    re.IGNORECASE,
)
_SHORTEST_JUMBLE: Final = 5
"""Letters from which a word without a vowel is none; shorter ones are abbreviations."""


def no_words(text: str) -> bool:
    """Whether no word of the text can be one: figures, marks, letters struck at random."""
    words = _WORD.findall(text)
    if not words:
        return _NAMED.search(text) is None
    if clinical_words(text) or (not text.isascii() and foreign_language(text)):
        return False
    return all(_jumbled(word) for word in words)


def _jumbled(word: str) -> bool:
    if not word.isascii():
        return False
    no_vowel = len(word) >= _SHORTEST_JUMBLE and not _VOWEL.search(word)
    return no_vowel or _JUMBLE.search(word) is not None
