"""What stands on a PDF's pages: words with their boxes, in content order, and ruling lines.

The only file that knows pypdfium2. PDFium keeps the order of the page's content stream, which in
typeset two-column documents is the reading order. Units are PDF points (1/72 inch), the origin is
the lower left corner of the page.
"""

import ctypes
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from app.domain.errors import UnreadableDocument
from ingest.screening.hidden import Hidden
from ingest.screening.hidden_drawn import SMALLEST, WHITEST, Box, Drawn, hidden_on
from ingest.sources.pdf_tags import Tag, read_tags

LINE_HYPHEN = "\ufffe"
"""How PDFium writes a hyphen at the end of a line, whose next line it then runs on."""

ONE_AT_A_TIME = threading.Lock()
"""PDFium is not thread-safe, not even on different documents."""

_TOKEN = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
_DIGITS = re.compile(r"\d{2,}")
_LINE_END = re.compile(r"[\r\n]+|(?<=\ufffe)")
_SEMI_BOLD = 600
"""On the scale of CSS and PDF font weights."""
_THICKEST_RULE = 2.0
"""Points. A thicker filled box is shading behind words, not a rule."""
_SHORTEST_RULE = 8.0
_RETURN = 40.0
"""PDFium runs a footnote on from the column beside it; a step this far back is another line."""
_MOST_CORNERS = 1000
_BOX_CORNERS = 5
_MOST_PATHS = 4000
"""A page with more drawn paths than this is a figure or a map, where no table is looked for."""


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


@dataclass(frozen=True, slots=True)
class Pages:
    """A whole PDF as drawn, and what its metadata name it."""

    pages: tuple[Page, ...]
    title: str


def read_pages(path: Path) -> Pages:
    """Everything on the file's pages.

    Raises:
        UnreadableDocument: the file is encrypted, or not a PDF that PDFium can open.
    """
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if error.err_code == raw.FPDF_ERR_PASSWORD:
                raise UnreadableDocument(
                    "The PDF is encrypted with a password; save a copy without one."
                ) from None
            raise UnreadableDocument(
                "The PDF cannot be opened: it is damaged or not a PDF; fetch it again."
            ) from None
        try:
            facts = document.get_metadata_dict()
            pages = tuple(_page(document, index) for index in range(len(document)))
        except pdfium.PdfiumError as error:
            raise UnreadableDocument(f"The PDF is damaged: {error}; fetch it again.") from None
        finally:
            document.close()
    return Pages(pages, facts.get("Title", ""))


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            shown = Box(*page.get_bbox())
            letters = _Letters(text_page, read_tags(page), shown)
            lines = tuple(letters.lines())
        finally:
            text_page.close()
        hidden = hidden_on(letters.drawn, shown, index + 1, lambda: tuple(_grounds(page)))
        width, height = shown.right - shown.left, shown.top - shown.bottom
        return Page(index + 1, width, height, lines, tuple(_rules(page)), hidden)
    finally:
        page.close()


class _Letters:
    """A text page's characters, asked for by index."""

    def __init__(self, text_page: pdfium.PdfTextPage, tags: dict[int, Tag], shown: Box) -> None:
        self._page = text_page.raw
        self._shown = shown
        self._tags = tags
        count = text_page.count_chars()
        text = text_page.get_text_range() if count else ""
        if len(text) != count:  # characters beyond the BMP, or ones without Unicode: ask singly
            text = "".join(
                chr(raw.FPDFText_GetUnicode(self._page, at) or 0x20) for at in range(count)
            )
        self._text = text.replace("\x00", " ").replace("\x02", LINE_HYPHEN)
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self.drawn: list[Drawn] = []
        """The words so far of lines in which one may not be seen."""

    def lines(self) -> Iterator[Line]:
        start = 0
        for end in (*_LINE_END.finditer(self._text), None):
            stop = end.start() if end else len(self._text)
            tokens = list(_TOKEN.finditer(self._text, start, stop))
            words = [self._word(t.group(), t.start(), t.end() - 1) for t in tokens]
            first = 0
            for at in range(1, len(words) + 1):
                if at == len(words) or words[at].left < words[at - 1].left - _RETURN:
                    yield self._line(tokens[first:at], words[first:at])
                    first = at
            if end:
                start = end.end()

    def _line(self, tokens: list[re.Match[str]], words: list[Word]) -> Line:
        longest = max(tokens, key=lambda token: token.end() - token.start()).start()
        self._look(tokens, words, longest)
        bold = self._bold(tokens[0].start()) and self._bold(tokens[-1].start())
        return Line(tuple(words), round(self._size(longest), 1), bold, self._baseline(longest))

    def _word(self, text: str, first: int, last: int) -> Word:
        if text.endswith(LINE_HYPHEN) and last > first:
            last -= 1
        left, right, bottom, top = self._rectangle(first)
        if last != first:
            _, right, low, high = self._rectangle(last)
            bottom, top = min(bottom, low), max(top, high)
            if _DIGITS.search(text):
                text = self._with_powers(text, first)
        tag = self._tags.get(self._mark(first)) if self._tags else None
        return Word(text, left, right, bottom, top, tag)

    def _look(self, tokens: list[re.Match[str]], words: list[Word], longest: int) -> None:
        """Notes how a line's words are drawn, where its first, middle, last or longest is hidden.

        To ask about every word of every line would take half as long again as reading the page.
        """
        some = {tokens[0].start(), tokens[len(tokens) // 2].start(), tokens[-1].start(), longest}
        edges = (words[0], words[-1])
        outside = any(Box(w.left, w.bottom, w.right, w.top).misses(self._shown) for w in edges)
        if outside or any(self._may_hide(at) for at in some):
            for token, w in zip(tokens, words, strict=True):
                box, size = Box(w.left, w.bottom, w.right, w.top), self._size(token.start())
                self.drawn.append(Drawn(w.text, box, size, *self._ink(token.start())))

    def _may_hide(self, at: int) -> bool:
        colour, inked = self._ink(at)
        return not inked or min(colour) >= WHITEST or self._size(at) < SMALLEST

    def _ink(self, at: int) -> tuple[tuple[int, int, int], bool]:
        """The colour that fills the letter, and whether it is drawn at all."""
        red, green, blue, cover = self._colour
        raw.FPDFText_GetFillColor(self._page, at, red, green, blue, cover)
        drawn = raw.FPDFText_GetTextObject(self._page, at)
        mode = raw.FPDFTextObj_GetTextRenderMode(drawn) if drawn else raw.FPDF_TEXTRENDERMODE_FILL
        outlined = mode in (raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP)
        inked = mode != raw.FPDF_TEXTRENDERMODE_INVISIBLE and (outlined or cover.value > 0)
        return ((0, 0, 0) if outlined else (red.value, green.value, blue.value)), inked

    def _mark(self, at: int) -> int:
        drawn = raw.FPDFText_GetTextObject(self._page, at)
        return raw.FPDFPageObj_GetMarkedContentID(drawn) if drawn else -1

    def _with_powers(self, text: str, first: int) -> str:
        """`10^9` where the 9 is set smaller and higher, which must not read as 109; each one."""
        written = ""
        done = 0
        for digits in _DIGITS.finditer(text):
            sizes = [self._size(first + at) for at in range(digits.start(), digits.end())]
            for at, (one, other) in enumerate(pairwise(sizes), digits.start() + 1):
                if other < 0.8 * one:
                    below = self._rectangle(first + at - 1)[2]
                    raised = self._rectangle(first + at)[2] > below + 0.15 * one
                    written += f"{text[done:at]}{'^' if raised else '_'}"
                    done = at
        return written + text[done:]

    def _rectangle(self, at: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._box
        raw.FPDFText_GetCharBox(self._page, at, left, right, bottom, top)
        return left.value, right.value, bottom.value, top.value

    def _baseline(self, at: int) -> float:
        x, y = self._box[:2]
        raw.FPDFText_GetCharOrigin(self._page, at, x, y)
        return float(y.value)

    def _size(self, at: int) -> float:
        """The font size as drawn: many producers set size 1 and scale by the matrix."""
        raw.FPDFText_GetMatrix(self._page, at, self._matrix)
        scale = (self._matrix.c**2 + self._matrix.d**2) ** 0.5 or 1.0
        return float(raw.FPDFText_GetFontSize(self._page, at) * scale)

    def _bold(self, at: int) -> bool:
        if raw.FPDFText_GetFontWeight(self._page, at) >= _SEMI_BOLD:
            return True
        raw.FPDFText_GetFontInfo(self._page, at, self._name, 128, self._flags)
        name = self._name.value.lower()
        return any(word in name for word in (b"bold", b"black", b"heavy"))


def _grounds(page: pdfium.PdfPage) -> Iterator[Box]:
    """The boxes of what is painted in another colour than white; pictures and forms count too."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    red, green, blue, cover = (ctypes.c_uint() for _ in range(4))
    for painted in page.get_objects(max_depth=1):
        if painted.type == raw.FPDF_PAGEOBJ_TEXT:
            continue
        if painted.type == raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPath_GetDrawMode(painted.raw, fill, stroke)
            raw.FPDFPageObj_GetFillColor(painted.raw, red, green, blue, cover)
            white = min(red.value, green.value, blue.value) >= WHITEST
            if not fill.value or white or not cover.value:
                continue
        yield Box(*painted.get_bounds())


def _rules(page: pdfium.PdfPage) -> Iterator[Rule]:
    paths = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1))
    if len(paths) > _MOST_PATHS:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for path in paths:
        raw.FPDFPath_GetDrawMode(path.raw, fill, stroke)
        if not stroke.value and raw.FPDFPath_CountSegments(path.raw) <= _BOX_CORNERS:
            left, bottom, right, top = path.get_bounds()
            if fill.value and min(right - left, top - bottom) < _THICKEST_RULE:
                yield from _straight((left, bottom), (right, top))
            continue
        for points in _outlines(path):
            if stroke.value:
                for start, end in pairwise(points):
                    yield from _straight(start, end)
            elif fill.value and len(points) > 1:  # a border drawn as a thin filled box
                xs, ys = [point[0] for point in points], [point[1] for point in points]
                if min(max(xs) - min(xs), max(ys) - min(ys)) < _THICKEST_RULE:
                    yield from _straight((min(xs), min(ys)), (max(xs), max(ys)))


def _outlines(path: pdfium.PdfObject) -> Iterator[list[tuple[float, float]]]:
    """The corners of each subpath on the page; a closed one ends where it began."""
    matrix, x, y = path.get_matrix(), ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(path.raw), _MOST_CORNERS)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    across, up = abs(a[0] - b[0]), abs(a[1] - b[1])
    if up < _THICKEST_RULE and across >= _SHORTEST_RULE:
        yield Rule(True, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))
    elif across < _THICKEST_RULE and up >= _SHORTEST_RULE:
        yield Rule(False, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1]))
