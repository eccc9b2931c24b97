"""What text recognition makes of a picture of a page, whichever engine does it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""(height, width) grey values, 255 is white; row 0 is the uppermost."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A word on a picture and its box in pixels, y downwards; `sure` runs from 0 to 1."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    sure: float


@dataclass(frozen=True, slots=True)
class SeenLine:
    """Words that the engine found in one run; `sure` of the line as a whole, from 0 to 1."""

    words: tuple[Seen, ...]
    sure: float

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines on a picture, in no order that may be relied on.

    `upright` is the picture turned so that its lines run level; the boxes refer to it.
    """

    upright: Picture
    lines: tuple[SeenLine, ...]

    @property
    def sure(self) -> float:
        """The lines' mean, from 0 to 1, each weighed by its letters; 0 without lines."""
        letters = sum(line.letters for line in self.lines)
        return sum(line.sure * line.letters for line in self.lines) / letters if letters else 0.0


class Recogniser(Protocol):
    """Reads pictures. `version` goes up when the same picture would read differently."""

    @property
    def version(self) -> int: ...

    def read(self, picture: Picture) -> Recognised:
        """What stands on the picture, whichever way up it lies."""
        ...
