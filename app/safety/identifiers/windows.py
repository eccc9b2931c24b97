"""Reading a long text piece by piece: the time it takes grows with its length and no faster."""

from collections.abc import Iterator
from typing import Final, NamedTuple

LENGTH: Final = 3_000
"""Characters of a window."""
OVERLAP: Final = 400
"""That two windows share: longer than an address, and than the words around it that are read."""


class Window(NamedTuple):
    """Characters from `start` of a text, and which of them this window answers for."""

    start: int
    text: str
    until: int
    """An identifier that begins here or later in the whole text is left to the next window."""


def windows(text: str) -> Iterator[Window]:
    """Windows over `text`, cut at blanks where there are any."""
    start = 0
    while len(text) - start > LENGTH:
        last = start + LENGTH - OVERLAP // 2
        blank = text.rfind("\n", start + LENGTH // 2, last)
        if blank < 0:
            blank = text.rfind(" ", start + LENGTH // 2, last)
        until = last if blank < 0 else blank + 1
        yield Window(start, text[start : start + LENGTH], until)
        begin = max(start + 1, until - OVERLAP // 2)
        blank = text.find(" ", begin, until)
        start = begin if blank < 0 else blank + 1
    yield Window(start, text[start:], len(text))
