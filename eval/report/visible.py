"""Text of unknown origin made fit to be seen: nothing in it is hidden, and nothing moves the rest.

Control characters, marks that turn the direction of writing, and the like are written out as
escapes, so that an identifier looks like what it is.
"""

import unicodedata
from typing import Final

KEPT: Final = "\n\t\u200c\u200d"
"""Line break, tab, and the two joiners that scripts and emoji are written with."""


def visible(text: str) -> str:
    """Only characters that show, and those of `KEPT`."""
    if text.isprintable():
        return text
    return "".join(each if _shows(each) else _escaped(each) for each in text)


def one_line(text: str, longest: int | None = None) -> str:
    """The same on one line, cut to so many characters."""
    line = visible(" ".join(text.split()))
    return line if longest is None or len(line) <= longest else line[: longest - 1] + "…"


def _shows(character: str) -> bool:
    return character in KEPT or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
