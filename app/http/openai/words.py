"""Words of a source in a text that clients may show as Markdown.

A document is not trusted: an image in it would have the reader's browser call whoever wrote it, a
direction override could turn a dose around. Everything else stays as it stands in the source.
"""

import re
import unicodedata
from typing import Final

_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ACTS: Final = re.compile(r"!(?=\[)|<(?=[a-z!/?])", re.IGNORECASE)
"""An image, or a tag. `<30 mL/min` is none."""


def in_line(text: str) -> str:
    """In one line, with nothing in it that a client would act on."""
    plain = "".join(" " if c in "\n\t\r" else "\ufffd" if _obeyed(c) else c for c in text)
    return _ACTS.sub(lambda found: f"\\{found[0]}", plain)


def _obeyed(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _DIRECTIONS
