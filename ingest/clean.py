"""Text as it is kept: one line, plain blanks, nothing invisible; no figure, unit or sign changed.

Canonical composition only (NFC): the compatibility forms would turn m² into m2 and ½ into 1/2.
"""

import re
from typing import Final
from unicodedata import category, normalize

_SYMBOL_FONT: Final = {
    0xF025: "%",
    0xF02B: "+",
    0xF02D: "\u2212",
    0xF03C: "<",
    0xF03D: "=",
    0xF03E: ">",
    0xF0BB: "\u2248",
    0xF0B9: "\u2260",
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

_OF_WINDOWS: Final = {
    code: bytes((code,)).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}
"""Read as Latin-1 the dash of Windows is a control character: 5 to 10 mg must not become 510. 0x85
ends a line, in files that have it on purpose."""

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

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
"""Control and format characters (soft hyphen, zero-width, byte order mark), lone surrogates."""

_MIXED: Final = re.compile(r"(?<=\d)([1-9])\u2044([2-9])(?!\d)")
"""A whole number and a fraction run together, as labels print them: 5 and 1\u20442."""


_SOFT_HYPHEN: Final = re.compile(r"(?<=\d)\u00ad(?=\d)")
"""Between two figures it divides no word: old programs print it; 5 to 10 must not become 510."""

_MOST_KNOWN: Final = 20_000
"""Characters; a file of every character there is must not fill memory."""


class _Kept(dict[int, int | str | None]):
    """What each character becomes, for `str.translate`; learnt as the characters are met."""

    def __missing__(self, code: int) -> int | None:
        c = chr(code)
        kept = code if c.isspace() or category(c) not in _UNSEEN else None
        if len(self) < _MOST_KNOWN:
            self[code] = kept
        return kept


_KEPT: Final = _Kept(_OF_WINDOWS | _SYMBOL_FONT | _SAME_WORD | {0xFFFE: None, 0xFFFF: None})


def clean(text: str) -> str:
    """`text` on one line: composed, blanks run together, what cannot be seen taken out."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = normalize("NFC", _SOFT_HYPHEN.sub("-", text).translate(_KEPT))
    return " ".join(_MIXED.sub(_parted, composed).split())


def _parted(fraction: re.Match[str]) -> str:
    """5 1\u20442, which nobody reads as fifty-one halves; one above 1 is no mixed number's."""
    above, below = fraction.groups()
    return f" {fraction.group()}" if above < below else fraction.group()
