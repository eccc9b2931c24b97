"""What stands on a page but is not its text: running heads and feet, page and line numbers.

A line is a running head when the same words (numbers aside) stand in the top or bottom margin of
several pages; margin numbers are those that count the lines one by one, as drafts have them: they
stand outside the text, which the years down a table's first column do not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.sources.pdf_page import Line, Page, Word

_EDGE = 0.09
"""Part of the page's height, at either end, where running heads stand (MMWR, Word: below 0.08)."""
_OFTEN = 3
_NUMBERED_LINES = 5
"""Numbers that count on without a gap before they are taken for line numbers."""
_MARGIN = 0.15
_PAGE_NUMBER = re.compile(
    r"[-\u2013\s]*(?:page\s*)?(?:#|[ivxl]{1,6})(?:\s*(?:of|/)\s*#)?[-\u2013\s]*"
)
_CONTENTS_ENTRY = re.compile(r"(?:\.\s?){4,}\s*(?:\d+|[ivxl]+)?\s*$")


def without_furniture(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The same pages with only the lines that belong to the text.

    Entries of a printed table of contents (dot leaders) go too: they only repeat the headings.
    """
    pages = tuple(_without_line_numbers(pages))
    often = min(_OFTEN, max(2, len(pages)))
    seen = Counter(key for page in pages for key in {_key(page, line) for line in page.lines})
    kept = []
    for page in pages:
        lines = tuple(line for line in page.lines if not _is_furniture(page, line, seen, often))
        kept.append(replace(page, lines=lines))
    return tuple(kept)


def _is_furniture(page: Page, line: Line, seen: Counter[tuple[str, str]], often: int) -> bool:
    edge, words = key = _key(page, line)
    if edge and (seen[key] >= often or _PAGE_NUMBER.fullmatch(words)):
        return True
    return _CONTENTS_ENTRY.search(line.text) is not None


def _key(page: Page, line: Line) -> tuple[str, str]:
    """Which edge the line stands at (empty: at none, or in a table) and its words, digits as #."""
    if any(word.tag and word.tag.cell for word in line.words):
        return "", ""
    edge = _edge(page, line)
    return (edge, re.sub(r"\d+", "#", line.text).casefold()) if edge else ("", "")


def _edge(page: Page, line: Line) -> str:
    if line.baseline > page.height * (1 - _EDGE):
        return "top"
    return "bottom" if line.baseline < page.height * _EDGE else ""


def _without_line_numbers(pages: Iterable[Page]) -> Iterator[Page]:
    due: int | None = None
    for page in pages:
        numbers = set()
        for run in _counting(page):
            if len(run) >= _NUMBERED_LINES or int(run[0].text) == due:
                numbers |= {id(word) for word in run}
                due = int(run[-1].text) + 1
        lines = (
            line.of(tuple(w for w in line.words if id(w) not in numbers)) for line in page.lines
        )
        yield replace(page, lines=tuple(line for line in lines if line.words)) if numbers else page


def _text_edges(page: Page) -> tuple[float, float]:
    """Between which x the page's text stands, at least its middle part; numbers, heads and feet
    aside."""
    left, right = page.width * _MARGIN, page.width * (1 - _MARGIN)
    inside = [line for line in page.lines if not _edge(page, line)]
    words = [word for line in inside for word in line.words if not word.text.isdecimal()]
    return (
        min([left, *(word.left for word in words)]),
        max([right, *(word.right for word in words)]),
    )


def _counting(page: Page) -> Iterator[list[Word]]:
    """Runs of whole numbers in a side margin that, read downwards, count up one by one."""
    ends = (word for line in page.lines for word in {line.words[0], line.words[-1]})
    left, right = _text_edges(page)
    found = [w for w in ends if w.text.isdecimal() and (w.right < left or w.left > right)]
    run: list[Word] = []
    for word in sorted(found, key=lambda word: -word.top):
        if run and int(word.text) != int(run[-1].text) + 1:
            yield run
            run = []
        run.append(word)
    if run:
        yield run
