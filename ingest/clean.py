"""Text as it is kept: one line, plain blanks, nothing invisible; no figure, unit or sign changed.

Canonical composition only (NFC): the compatibility forms would turn m² into m2 and ½ into 1/2.
"""

import re
import unicodedata
from typing import Final

_SYMBOL_FONT: Final = {
    0xF0A3: "\u2264",
    0xF0B3: "\u2265",
    0xF0B1: "\u00b1",
    0xF0B0: "\u00b0",
    0xF0B4: "\u00d7",
    0xF0B7: "\u2022",
    0xF0AE: "\u2192",
    0xF061: "\u03b1",
    0xF062: "\u03b2",
    0xF067: "\u03b3",
    0xF06D: "\u03bc",
    0xF044: "\u0394",
}
"""Adobe's Symbol font leaves its glyphs in the private area: a lost "at most" is a wrong dose."""

_SAME_WORD: Final = {
    0x2010: "-",
    0x2011: "-",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
}
"""Hyphens that only forbid a line break, and ligatures: the same word must be the same letters."""

_REPLACED: Final = _SYMBOL_FONT | _SAME_WORD | {0xFFFE: None, 0xFFFF: None}
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
"""Control and format characters (soft hyphen, zero-width, byte order mark), lone surrogates."""

_MIXED: Final = re.compile(r"(?<=\d)([1-9])\u2044([2-9])(?!\d)")
"""A whole number and a fraction run together, as labels print them: 5 and 1\u20442."""


def clean(text: str) -> str:
    """`text` on one line: composed, blanks run together, what cannot be seen taken out."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = text.translate(_REPLACED)
    kept = "".join(c for c in seen if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(_MIXED.sub(_parted, unicodedata.normalize("NFC", kept)).split())


def _parted(fraction: re.Match[str]) -> str:
    """5 1\u20442, which nobody reads as fifty-one halves; one above 1 is no mixed number's."""
    above, below = fraction.groups()
    return f" {fraction.group()}" if above < below else fraction.group()
