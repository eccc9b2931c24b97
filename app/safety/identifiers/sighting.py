"""What a recogniser says: characters that look like an identifier, and why."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from app.domain.identifier_kinds import IdentifierKind

CHECKED: Final = 1.0
"""A check digit is right, or nothing else has that shape."""
LABELLED: Final = 0.9
"""The words before it say what it is."""
SHAPED: Final = 0.8
"""It has the shape, and the words around it fit."""
LISTED: Final = 0.6
"""A list of common names knows it."""


class Sighting(NamedTuple):
    """Characters [start, end) that look like an identifier."""

    kind: IdentifierKind
    start: int
    end: int
    score: float
    why: str


Recogniser = Callable[[str], Iterable[Sighting]]
"""Reads a text, says what it sees. Time must be linear, or the pattern bounded in length."""


def _anything(_: str) -> bool:
    return True


class Shape(NamedTuple):
    """A pattern whose group `id`, or else the whole match, is an identifier where it `holds`."""

    kind: IdentifierKind
    pattern: re.Pattern[str]
    score: float
    why: str
    holds: Callable[[str], bool] = _anything


def seen(shapes: Iterable[Shape], text: str) -> Iterator[Sighting]:
    """What `shapes` match in `text`."""
    for shape in shapes:
        group = "id" if "id" in shape.pattern.groupindex else 0
        for match in shape.pattern.finditer(text):
            if match[group] and shape.holds(match[group]):
                yield Sighting(shape.kind, *match.span(group), shape.score, shape.why)


def digits_of(written: str) -> str:
    """The digits of `written` as 0 to 9, whatever script they are in."""
    return "".join(str(unicodedata.decimal(c)) for c in written if c.isdecimal())
