"""Where a line ends, whatever program wrote it."""

import re
from typing import Final

_WRITTEN: Final = re.compile(r"\r*\n|\r")
"""Of DOS, Unix and old Macs; `\\r\\r\\n` is a line end of DOS that was translated twice."""
_SEEN: Final = str.maketrans({"\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"})
"""Line breaks of Word and of Unicode, and the mark that ends a paragraph."""
_PAGE: Final = re.compile(r"\n?\f")
_OF_TABLE: Final = re.compile(r"^.*\|.*$", re.MULTILINE)
_IN_A_ROW: Final = str.maketrans(dict.fromkeys("\v\x85\u2028\u2029", " "))


def written_lines(text: str) -> str:
    """The text with `\\n` for each end of a line that the file has."""
    return _WRITTEN.sub("\n", text)


def seen_lines(text: str) -> str:
    """With `\\n` too where a line break stands inside a line."""
    return text.translate(_SEEN)


def marked_lines(text: str) -> str:
    """The same for Markdown, where a row of a table is one line and pages are not told apart."""
    rows = _OF_TABLE.sub(lambda row: row[0].translate(_IN_A_ROW), text)
    return seen_lines(_PAGE.sub("\n", rows))
