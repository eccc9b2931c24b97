"""Text from documents made safe to print: what a terminal would obey is shown, not sent."""

import unicodedata
from typing import Final

_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """`text` with line ends and tabs as spaces, and every other control character as U+FFFD.

    A document is not trusted: an escape sequence in it could repaint the answer, and a
    right-to-left override could turn a dose around.
    """
    return "".join(" " if c in "\n\t\r" else "\ufffd" if _obeyed(c) else c for c in text)


def _obeyed(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _DIRECTIONS
