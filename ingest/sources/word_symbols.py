"""Characters that Word writes as a place in a symbol font: `<w:sym w:font="Symbol" w:char="F0B3"/>`
is a sign of at least, and no reader of plain runs sees it.

Symbol is held in the tests against Adobe's encoding of the font, as the library reportlab has it.
Wingdings was written from memory: no table of it was looked up, so a sign of a dose that is not
certain must not stand there.
"""

from typing import Final

UNKNOWN: Final = "\u25a1"
"""An empty square, as a page shows for a sign that it has no drawing of: 10 and 5 around a sign
that is not known must not become 105."""

_PRIVATE: Final = range(0xF000, 0xF100)
_GREEK: Final = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "\u0391\u0392\u03a7\u0394\u0395\u03a6\u0393\u0397\u0399\u03d1\u039a\u039b\u039c\u039d\u039f"
        "\u03a0\u0398\u03a1\u03a3\u03a4\u03a5\u03c2\u03a9\u039e\u03a8\u0396"
        "\u03b1\u03b2\u03c7\u03b4\u03b5\u03c6\u03b3\u03b7\u03b9\u03d5\u03ba\u03bb\u03bc\u03bd\u03bf"
        "\u03c0\u03b8\u03c1\u03c3\u03c4\u03c5\u03d6\u03c9\u03be\u03c8\u03b6",
        strict=True,
    )
)
_SYMBOL: Final = {
    **{ord(latin): greek for latin, greek in _GREEK.items()},
    **{code: chr(code) for code in b" !#%&()+,./0123456789:;<=>?[]_{|}"},
    **dict(
        zip(b"\"$'*-\\^`~", "\u2200\u2203\u220b\u2217\u2212\u2234\u22a5\u203e\u223c", strict=True)
    ),
    0xA1: "\u03d2",
    0xA2: "\u2032",
    0xA3: "\u2264",
    0xA4: "\u2044",
    0xA5: "\u221e",
    0xAB: "\u2194",
    0xAC: "\u2190",
    0xAD: "\u2191",
    0xAE: "\u2192",
    0xAF: "\u2193",
    0xB0: "\u00b0",
    0xB1: "\u00b1",
    0xB2: "\u2033",
    0xB3: "\u2265",
    0xB4: "\u00d7",
    0xB5: "\u221d",
    0xB6: "\u2202",
    0xB7: "\u2022",
    0xB8: "\u00f7",
    0xB9: "\u2260",
    0xBA: "\u2261",
    0xBB: "\u2248",
    0xBC: "\u2026",
    0xC6: "\u2205",
    0xCE: "\u2208",
    0xD0: "\u2220",
    0xD2: "\u00ae",
    0xD3: "\u00a9",
    0xD4: "\u2122",
    0xD5: "\u220f",
    0xD6: "\u221a",
    0xD7: "\u22c5",
    0xD8: "\u00ac",
    0xDB: "\u21d4",
    0xDE: "\u21d2",
    0xDF: "\u21d3",
    0xDD: "\u21d1",
    0xDC: "\u21d0",
    0xE5: "\u2211",
    0xF2: "\u222b",
}
_WINGDINGS: Final = {
    0x6C: "\u25cf",
    0x6E: "\u25a0",
    0x6F: "\u25a1",
    0x71: "\u2751",
    0x9F: "\u2022",
    0xA7: "\u25aa",
    0xA8: "\u25fb",
    0xD8: "\u27a2",
    0xDF: "\u2190",
    0xE0: "\u2192",
    0xE1: "\u2191",
    0xE2: "\u2193",
    0xE8: "\u2794",
    0xE9: "\u2191",
    0xEA: "\u2193",
    0xF0: "\u21e8",
    0xFB: "\u2717",
    0xFC: "\u2713",
    0xFD: "\u2612",
    0xFE: "\u2611",
}
_FONTS: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def symbol(font: str, code: int) -> str:
    """The character at `code` of a font, or of its copy in the private area (0xF000 and on)."""
    place = code - _PRIVATE.start if code in _PRIVATE else code
    known = _FONTS.get(font.strip().casefold())
    if known is not None:
        return known.get(place, UNKNOWN)
    return UNKNOWN if code in _PRIVATE or not chr(code).isprintable() else chr(code)


def translated(font: str, text: str) -> str:
    """The text of a run set in `font`: what stands in the private area is read by it."""
    return "".join(symbol(font, ord(c)) if ord(c) in _PRIVATE else c for c in text)
