"""The letters of a PDF's page, put together to words and lines.

PDFium keeps the order of the page's content stream, which in typeset two-column documents is the
reading order.
"""

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from ingest.screening.hidden_drawn import SMALLEST, WHITEST, Box, Drawn
from ingest.sources.pdf_page import LINE_HYPHEN, Line, Word
from ingest.sources.pdf_tags import Tag

_TOKEN = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
_DIGITS = re.compile(r"\d{2,}")
_LINE_END = re.compile(r"[\r\n]+|(?<=\ufffe)")
_SEMI_BOLD = 600
"""On the scale of CSS and PDF font weights."""
_RETURN = 40.0
"""PDFium runs a footnote on from the column beside it; a step this far back is another line."""


class Letters:
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
        outside = any(_box(word).misses(self._shown) for word in (words[0], words[-1]))
        if outside or any(self._may_hide(at) for at in some):
            for token, word in zip(tokens, words, strict=True):
                size, ink = self._size(token.start()), self._ink(token.start())
                self.drawn.append(Drawn(word.text, _box(word), size, *ink))

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


def _box(word: Word) -> Box:
    return Box(word.left, word.bottom, word.right, word.top)
