"""Text as a row of tokens: numbers, words, names with digits in them, signs.

Each pattern below reads a character at most twice, so time grows with the length of the text.
"""

import re
import unicodedata
from typing import Final, Literal, NamedTuple

Shape = Literal["number", "word", "code", "sign"]

_VULGAR: Final = re.compile("[\u00bc-\u00be\u2150-\u215e]")
_RAISED: Final = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789"
)
_POWER: Final = re.compile("(?<=[0-9])[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,2}")
_NOTE: Final = re.compile("(?<![mM])[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]")
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        **dict.fromkeys("\u00b7\u2219\u22c5", "\u00b7"),
        "\u00b5": "u",
        "\u03bc": "u",
        "\u2044": "/",
        "\u2215": "/",
        "\u2a7d": "\u2264",
        "\u2a7e": "\u2265",
        "\u2266": "\u2264",
        "\u2267": "\u2265",
        "\u00d7": "x",
        "\u223c": "~",
        "\u2248": "~",
        "\u00ba": "\u00b0",
        "\u02da": "\u00b0",
        "\u2019": "'",
    }
)
_TOKEN: Final = re.compile(
    r"(?P<section>\d{1,4}\.\d{1,4}\.\d[\d.]{0,40})"
    r"|(?P<grouped>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]))"
    r"|(?P<number>\d+(?:[.\u00b7]\d+)?|(?<![\w.])[.\u00b7]\d+)"
    r"|(?P<dotted>(?<![\w.])(?:[^\W\d_]\.){2,8}(?:[^\W\d_](?!\w))?)"
    r"|(?P<area>[cm]?m(?:\^?[23])(?!\w))"
    r"|(?P<code>[^\W\d_]+\d\w*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign><=|>=|[^\s\w]|_)",
    re.IGNORECASE,
)


_SHAPES: Final[dict[str, Shape]] = {
    "number": "number",
    "grouped": "number",
    "section": "code",
    "code": "code",
    "word": "word",
    "dotted": "word",
    "area": "word",
}


class Token(NamedTuple):
    """`text` in lower case; `start` and `end` are offsets into the plain text."""

    text: str
    shape: Shape
    start: int
    end: int
    glued: bool
    """No white space stands before it."""
    capital: bool
    """It begins with a capital letter."""
    acronym: bool = False
    """It is all capitals, two or more."""
    line: bool = False
    """It begins a line."""


def plain(text: str) -> str:
    """The text with one spelling for each sign: hyphens, micro, fractions, powers, full width."""
    text = text.translate(_SIGNS)
    text = _VULGAR.sub(lambda found: " " + unicodedata.normalize("NFKC", found[0]), text)
    text = _POWER.sub(lambda found: "^" + found[0].translate(_RAISED), text)
    text = _NOTE.sub(" ", text)
    return unicodedata.normalize("NFKC", text).translate(_SIGNS)


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text that `plain` gave."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or "sign"
        words = match[0].lower()
        if group == "dotted":
            words = words.replace(".", "")
        shape = _SHAPES.get(group, "sign")
        found.append(
            Token(
                words.replace("^", "") if group == "area" else words,
                shape,
                match.start(),
                match.end(),
                bool(found) and found[-1].end == match.start(),
                match[0][0].isupper(),
                len(match[0]) > 1 and match[0].isalpha() and match[0].isupper(),
                bool(found) and "\n" in text[found[-1].end : match.start()],
            )
        )
    return tuple(_names(found))


def _names(found: list[Token]) -> list[Token]:
    """A number that letters and a digit follow at once is part of a name: the 3 of CYP 3A4."""
    kept: list[Token] = []
    for token in found:
        before = kept[-1] if kept else None
        if before and token.glued and token.shape == "code" and before.shape == "number":
            kept[-1] = before._replace(text=before.text + token.text, shape="code", end=token.end)
            continue
        kept.append(token)
    return kept
