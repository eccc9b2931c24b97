"""What stands on a PDF's page: words with their boxes, in content order, and ruling lines.

Units are PDF points (1/72 inch), the origin is the lower left corner of the page.
"""

from dataclasses import dataclass

from ingest.screening.hidden import Hidden
from ingest.sources.pdf_tags import Tag

LINE_HYPHEN = "\ufffe"
"""How PDFium writes a hyphen at the end of a line, whose next line it then runs on."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space and the box around it."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Words PDFium reads as one line; `size` (points) is that of its longest word."""

    words: tuple[Word, ...]
    size: float
    bold: bool
    baseline: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    def of(self, words: tuple[Word, ...]) -> "Line":
        """This line with only these of its words."""
        return Line(words, self.size, self.bold, self.baseline)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight drawn line: `at` is its y (horizontal) or x (vertical), from `start` to `end`."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `number` counts from 1."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    hidden: tuple[Hidden, ...] = ()
    """Words that nobody sees; they stand among the lines too."""
