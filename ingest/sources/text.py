"""Plain text: paragraphs, and headings only where nothing else can be meant.

Not by unstructured: it guesses with a tokenizer which paragraph is a title, and its guess is not
used here. That took nine tenths of the time of reading.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.errors import UnreadableDocument
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile
from ingest.sources.decoding import read_text
from ingest.sources.elements import LONGEST_HEADING

_SUFFIXES: Final = frozenset({".txt", ".text"})
_UNDERLINE: Final = re.compile(r"\s*([=\-~*_#])\1{2,}\s*")
_NUMBERED: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4}\.?|\d{1,2}\.?)\s+([A-Z][^.:;?!,]*)")
_ITEM: Final = re.compile(
    r"\s*(?:[-*+\u2022\u2013\u25aa\u25cf\u25e6\u30fb]|\d{1,2}[.)]|[a-z][.)])\s+\S"
)
_MARKS: Final = (
    r"\u0095\u00b7\u2022\u2023\u2043\u204c\u204d\u2219\u25cb\u25cf\u25d8\u25e6\u2619\u2765\u2767\u29be"
    r"\u29bf\u3164\uf0b7*"
)
_BULLET: Final = re.compile(rf"\A(?:[{_MARKS}]|[-\u2013](?=\s|$))(?![{_MARKS}\u2013-])")
"""The mark of a list's item, which is not of its words; a dash only before a blank, since "-5 mg"
begins with one too."""
_COLUMNS: Final = re.compile(r"\S(?: {3,}|\t)\S")
LONGEST_WRAPPED: Final = 120
"""Characters. A longer line was not wrapped by hand or by an editor: it is a paragraph."""
SHORTEST_WRAPPED: Final = 0.6
"""Share of the longest line below which a line was ended, not wrapped."""


class TextReader:
    """Text files; a form feed turns the page."""

    @property
    def name(self) -> str:
        return "text"

    @property
    def version(self) -> int:
        return 1

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() in _SUFFIXES

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        pages = read_text(file).split("\f")
        blocks = tuple(
            block
            for number, page in enumerate(pages, 1)
            for block in _page(page, number if len(pages) > 1 else None)
        )
        if not any(block.kind is BlockKind.PROSE for block in blocks):
            raise UnreadableDocument(
                f"{file.origin} has no text below its headings. Complete it, or take it away."
            )
        title, blocks = _titled(blocks)
        yield ReadDocument(title=title, blocks=blocks)


def _page(text: str, page: int | None) -> Iterator[Block]:
    lines = text.split("\n")
    body: list[str] = []
    at = 0
    while at < len(lines):
        level, used = _heading(lines, at)
        if not level:
            body.append(lines[at])
        else:
            yield from _paragraphs("\n".join(body), page)
            body = []
            words = lines[at].strip()
            yield Block(kind=BlockKind.HEADING, text=words, level=level, page=page)
        at += used
    yield from _paragraphs("\n".join(body), page)


def _heading(lines: list[str], at: int) -> tuple[int, int]:
    """The level of the heading at this line (0: it is none) and how many lines it takes.

    A heading stands alone between empty lines. Underlined with = it is of level 1, with anything
    else of level 2; numbered, it is as deep as its number has parts.
    """
    line = lines[at].strip()
    alone = at == 0 or not lines[at - 1].strip()
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if not line or not alone or len(line) > LONGEST_HEADING or _UNDERLINE.fullmatch(line):
        return 0, 1
    underline = _UNDERLINE.fullmatch(below)
    if underline and abs(len(below.strip()) - len(line)) <= max(3, len(line) // 2):
        return (1 if underline[1] == "=" else 2), 2
    numbered = _NUMBERED.fullmatch(line)
    if numbered and not below.strip() and not any(c.isdigit() for c in numbered[2]):
        return numbered[1].rstrip(".").count(".") + 1, 1
    return 0, 1


def _paragraphs(text: str, page: int | None) -> Iterator[Block]:
    for line in _unwrapped(text):
        words = _BULLET.sub("", line.strip(), count=1).strip()
        if words:
            yield Block(kind=BlockKind.PROSE, text=words, page=page)


def _unwrapped(text: str) -> Iterator[str]:
    """One line a paragraph: lines that were only wrapped are joined.

    Going by the share of empty lines, as unstructured does, may part "5" from "mg".
    """
    for group in re.split(r"\n\s*\n", text):
        lines = [line for line in group.split("\n") if line.strip()]
        longest = max(map(len, lines), default=0)
        paragraph = above = ""
        for line in lines:
            if paragraph and not _wraps(above, line, longest):
                yield paragraph
                paragraph = ""
            above = line.strip()
            paragraph = f"{paragraph} {line.strip()}" if paragraph else line.strip()
            if len(line) > LONGEST_WRAPPED or _COLUMNS.search(line.strip()):
                yield paragraph
                paragraph = ""
        if paragraph:
            yield paragraph


def _wraps(above: str, line: str, longest: int) -> bool:
    """Whether `line` goes on where `above` was broken; `longest` is the paragraph's longest line.

    A wrapped line is about as long as the others; after a shorter one only a small letter or a
    figure goes on ("2.5" / "mg", "a dose of" / "5 mg").
    """
    if _ITEM.match(line) or _COLUMNS.search(line.strip()):
        return False
    full = len(above) >= SHORTEST_WRAPPED * min(longest, LONGEST_WRAPPED)
    first = line.strip()[0]
    return full or ((first.islower() or first.isdigit()) and above[-1] not in ".:;!?")


def _titled(blocks: tuple[Block, ...]) -> tuple[str | None, tuple[Block, ...]]:
    """The first line where it stands alone as a title does, as the heading that it is."""
    first = blocks[0]
    words = first.text.strip()
    short = len(words) <= LONGEST_HEADING and words[:1].isupper() and words[-1:].isalnum()
    if first.kind is BlockKind.HEADING:
        return words, blocks
    if not short or len(blocks) == 1:
        return None, blocks
    return words, (Block(kind=BlockKind.HEADING, text=words, page=first.page), *blocks[1:])
