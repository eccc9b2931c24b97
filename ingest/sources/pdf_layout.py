"""A PDF's lines as blocks: headings, paragraphs joined across lines, columns and pages, tables."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.reading import Block, BlockKind
from ingest.sources.pdf_headings import Headings, Style, is_caption, is_sentence
from ingest.sources.pdf_hyphens import Spelling
from ingest.sources.pdf_page import LINE_HYPHEN, Line, Page
from ingest.sources.pdf_tables import FoundTable, find_tables

_SAME_SIZE = 0.6
_OTHER_FONT = 1.2
"""Points: a line that borrows one sign from another font may be set in all of that font."""
_PARAGRAPH_GAP = 1.2
"""Times the usual leading of that size (a double-spaced Word draft: 26.9, then 34.9)."""
_INDENT = 0.6
"""In font sizes. MMWR indents by 0.82."""
_LEFT_COLUMN = 0.45
_FIGURE_PAGES = 2
"""A sentence may go on behind a page that is all figure."""
_ITEM = re.compile(r"(?:[•●○▪■◦‣]|[oº\u2013*-]\s|\(?\d{1,3}[.)]\s|[a-z][.)]\s)")
_BULLET = re.compile(r"[•●○▪■◦‣]|[oº]\s")  # Word's second-level bullet is a letter o
_DASH = re.compile(r"[\u2013-]\s")
_NUMBER = re.compile(r"\(?(\d{1,3}|[a-z])[.)]\s")
_ENDED = re.compile(r"[.:;!?][)\]\"\u201d\u2019*†‡§¶\d]*$")


@dataclass
class _Run:
    """Lines that are one paragraph or heading, or a table among them."""

    page: int
    lines: list[Line] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    """Each line's page."""
    level: int | None = None
    table: FoundTable | None = None

    def take(self, other: "_Run") -> None:
        self.lines.extend(other.lines)
        self.pages.extend(other.pages)

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def size(self) -> float:
        return self.lines[0].size if self.lines else 0.0


def lay_out(pages: tuple[Page, ...], headings: Headings) -> tuple[Block, ...]:
    """Blocks in reading order; each bears the page it begins on."""
    spelling = Spelling(line.text for page in pages for line in page.lines)
    runs = _rejoined(list(_Paragraphs(pages, headings).runs()), headings.body[0])
    return tuple(block for run in runs for block in _blocks(run, spelling, headings.body))


class _Paragraphs:
    """Cuts a document's lines where a paragraph ends."""

    def __init__(self, pages: tuple[Page, ...], headings: Headings) -> None:
        self._pages = pages
        self._headings = headings
        self._leading = _leadings(pages)

    def runs(self) -> Iterator[_Run]:
        run: _Run | None = None
        for page in self._pages:
            for line in _with_tables(page, _title_first(page, self._headings)):
                if isinstance(line, FoundTable):
                    if run:
                        yield run
                    yield _Run(page.number, table=line)
                    run = None
                    continue
                level = self._headings.level(line)
                if run and self._continues(run, line, level, page.number):
                    run.lines.append(line)
                    run.pages.append(page.number)
                else:
                    if run:
                        yield run
                    run = _Run(page.number, [line], [page.number], level)
        if run:
            yield run

    def _continues(self, run: _Run, line: Line, level: int | None, page: int) -> bool:
        last = run.last
        if level != run.level or abs(last.size - line.size) > _SAME_SIZE:
            return level == run.level and (_same_row(last, line) or self._goes_on(last, line))
        drop = last.baseline - line.baseline
        leading = self._leading.get(_half(line.size), line.size * 1.2)
        beside = abs(drop) < leading * 0.4
        if beside:
            return line.left >= last.right - 1 or not _ENDED.search(last.text)
        below = 0 < drop <= leading * _PARAGRAPH_GAP and page >= run.page
        if level is not None:
            return below
        if _ITEM.match(line.text) and (
            _BULLET.match(line.text)
            or _ENDED.search(last.text)
            or _counts_on(run.lines[0].text, line.text)
            or _dashed(run, line)
        ):
            return False
        if is_caption(line.text):
            return False
        if not below:
            return drop < 0 and not _ENDED.search(last.text) and not is_caption(run.lines[0].text)
        return not self._indented(run, line)

    def _goes_on(self, last: Line, line: Line) -> bool:
        """Whether the line is set a little larger or smaller, amid a sentence that runs on."""
        drop = last.baseline - line.baseline
        leading = self._leading.get(_half(min(last.size, line.size)), line.size * 1.2)
        return (
            abs(last.size - line.size) <= _OTHER_FONT
            and abs(last.left - line.left) <= _INDENT * line.size
            and 0 < drop <= leading * _PARAGRAPH_GAP
            and line.text[0].islower()
            and not _ENDED.search(last.text)
        )

    def _indented(self, run: _Run, line: Line) -> bool:
        """Whether the line starts a paragraph by its indentation."""
        step = line.left - run.last.left
        if abs(step) <= _INDENT * line.size:
            return False
        if step > 0:
            hangs = len(run.lines) == 1 and (
                _ITEM.match(run.last.text) or not _ENDED.search(run.last.text)
            )
            return not hangs
        return (
            len(run.lines) > 1
            and run.last.left - run.lines[-2].left <= _INDENT * line.size
            and bool(_ENDED.search(run.last.text))
        )


def _dashed(run: _Run, line: Line) -> bool:
    """Whether the line's dash begins an item: after one such item, or further in than the last."""
    if not _DASH.match(line.text):
        return False
    begun = run.lines[0]
    further_in = _BULLET.match(begun.text) and line.left - begun.left > _INDENT * line.size
    return bool(_DASH.match(begun.text) or further_in)


def _counts_on(item: str, line: str) -> bool:
    """Whether `line` begins the item after `item`: `4. ` after `3. `."""
    one, two = _NUMBER.match(item), _NUMBER.match(line)
    if not one or not two:
        return False
    a, b = one.group(1), two.group(1)
    if a.isdecimal() and b.isdecimal():
        return int(b) == int(a) + 1
    return not a.isdecimal() and not b.isdecimal() and ord(b) == ord(a) + 1


def _title_first(page: Page, headings: Headings) -> tuple[Line, ...]:
    """The page's lines; a title, or the end of a summary that runs over both columns, comes first
    where it is drawn last and stands above all that was drawn before."""
    lines = page.lines
    top = lines[0].baseline if lines else 0.0
    for at, line in enumerate(lines):
        above = line.baseline > top + 2 * line.size and line.left < page.width * _LEFT_COLUMN
        if at and above and (headings.level(line) == 1 or _across(line, page, headings.body)):
            upper = tuple(one for one in lines[at:] if one.baseline > top)
            return (*upper, *lines[:at], *(one for one in lines[at:] if one.baseline <= top))
        top = max(top, line.baseline)
    return lines


def _across(line: Line, page: Page, body: Style) -> bool:
    """Whether the line is one of text over both columns."""
    in_cell = line.words[0].tag is not None and line.words[0].tag.cell is not None
    reaches = line.right > page.width * (1 - _LEFT_COLUMN)
    is_text = abs(line.size - body[0]) <= _SAME_SIZE and not line.bold and not in_cell
    return reaches and is_text and not is_caption(line.text)


def _with_tables(page: Page, lines: tuple[Line, ...]) -> Iterator[Line | FoundTable]:
    """The page's lines, each table in the place of the first line it took."""
    waiting = list(find_tables(page))
    taken = frozenset(word for found in waiting for word in found.words)
    for line in lines:
        for found in tuple(waiting):
            if any(id(word) in found.words for word in line.words):
                yield found
                waiting.remove(found)
        rest = tuple(word for word in line.words if id(word) not in taken)
        if rest:
            yield line if len(rest) == len(line.words) else line.of(rest)


def _rejoined(runs: list[_Run], body: float) -> list[_Run]:
    """Paragraphs that a table, a caption or a footnote in smaller type had cut in two.

    One that was cut inside a word goes on behind a box in type of its own size, too.
    """
    kept: list[_Run] = []
    open_run: _Run | None = None
    broken: _Run | None = None
    cut_short = False
    for run in runs:
        if run.table is None and run.level is None and abs(run.size - body) <= _SAME_SIZE:
            text = run.lines[0].text
            if broken and _runs_on(text) and run.page - broken.page <= _FIGURE_PAGES:
                open_run, broken = broken, None
                open_run.take(run)
            elif open_run and _runs_on(text) and run.page - open_run.page <= _FIGURE_PAGES:
                open_run.take(run)
            else:
                if cut_short and open_run and open_run.last.text.endswith((LINE_HYPHEN, "-")):
                    broken = open_run
                kept.append(run)
                open_run = run
            cut_short = False
            if _ENDED.search(open_run.last.text):
                open_run = None
            continue
        if run.level is not None:
            open_run = None
        cut_short = open_run is not None
        kept.append(run)
    return kept


def _runs_on(text: str) -> bool:
    return text[0].islower() and not _ITEM.match(text)


def _blocks(run: _Run, spelling: Spelling, body: Style) -> Iterator[Block]:
    if run.table:
        if run.table.caption:
            yield Block(kind=BlockKind.PROSE, text=run.table.caption, page=run.page)
        yield Block(kind=BlockKind.TABLE, table=run.table.table, page=run.page)
        if run.table.notes:
            yield Block(kind=BlockKind.PROSE, text=run.table.notes, page=run.page)
        return
    text = run.lines[0].text
    turns = []
    for line, (before, page) in zip(run.lines[1:], pairwise(run.pages), strict=True):
        text = spelling.joined(text, line.text)
        if page != before:
            turns.append((len(text) - len(line.text), page))
    text = text.replace(LINE_HYPHEN, "-")
    if run.level is not None and not is_sentence(text, run.lines[0], body):
        yield Block(kind=BlockKind.HEADING, text=text, level=run.level, page=run.page)
    elif any(letter.isalpha() for letter in text):  # else an axis of a figure, a lone mark
        yield Block(kind=BlockKind.PROSE, text=text, page=run.page, turns=tuple(turns))


def _leadings(pages: tuple[Page, ...]) -> dict[float, float]:
    """Font size -> the usual distance of its baselines, in points."""
    drops: dict[float, Counter[float]] = {}
    for page in pages:
        for above, below in zip(page.lines, page.lines[1:], strict=False):
            drop = above.baseline - below.baseline
            if abs(above.size - below.size) < _SAME_SIZE and 0.8 < drop / (below.size or 1) < 3.2:
                drops.setdefault(_half(below.size), Counter())[_half(drop)] += 1
    return {size: counts.most_common(1)[0][0] for size, counts in drops.items()}


def _half(value: float) -> float:
    return round(value * 2) / 2


def _same_row(a: Line, b: Line) -> bool:
    return abs(a.baseline - b.baseline) < 0.3 * max(a.size, b.size)
