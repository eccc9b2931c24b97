"""Which words of a drawn page nobody sees: of no size, white on white, not inked, off the page.

Knows no PDF library: it is told of each word how it is drawn, and asks for the page's grounds only
where a word is white.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from ingest.screening.hidden import Hidden

SMALLEST: Final = 1.5
"""Points; the smallest print that is sold has four."""
WHITEST: Final = 245
"""Of 255, in red, green and blue each."""
_SLACK: Final = 1.0
"""Points by which a word may stand out of its ground."""


class Box(NamedTuple):
    """Of a page in points, from its lower left corner; of a slide downwards from its upper left."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: "Box") -> bool:
        return (
            self.left - _SLACK <= other.left
            and self.bottom - _SLACK <= other.bottom
            and other.right <= self.right + _SLACK
            and other.top <= self.top + _SLACK
        )

    def misses(self, other: "Box") -> bool:
        return (
            other.right < self.left
            or other.left > self.right
            or other.top < self.bottom
            or other.bottom > self.top
        )


class Drawn(NamedTuple):
    """A word as it is drawn; `size` in points, colours of 255."""

    text: str
    box: Box
    size: float
    colour: tuple[int, int, int]
    inked: bool = True
    """False for letters that only lie over something, as text recognition puts them on a scan."""


def hidden_on(
    words: Iterable[Drawn], page: Box, number: int, grounds: Callable[[], Sequence[Box]]
) -> tuple[Hidden, ...]:
    """The runs of words that are not seen.

    Args:
        page: what is shown of the page.
        number: the page's, counted from 1.
        grounds: what is painted on it in another colour than white.
    """
    return tuple(_runs(words, page, number, grounds))


def _runs(
    words: Iterable[Drawn], page: Box, number: int, grounds: Callable[[], Sequence[Box]]
) -> Iterator[Hidden]:
    painted: list[Box] | None = None

    def how(word: Drawn) -> tuple[str, bool]:
        nonlocal painted
        if word.size < SMALLEST:
            return "by letters of no size", True
        if page.misses(word.box):
            return "off the page", False
        if not word.inked:
            return "by letters that are not drawn", False
        if min(word.colour) < WHITEST:
            return "", False
        if painted is None:
            painted = list(grounds())
        if any(one.holds(word.box) for one in painted):
            return "", False
        return "by white letters on white", True

    for (told, deliberate), run in groupby(words, key=how):
        if told:
            text = " ".join(word.text for word in run)
            yield Hidden(how=told, text=text, page=number, deliberate=deliberate)
