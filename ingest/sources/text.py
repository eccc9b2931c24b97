"""Plain text: paragraphs, list items, and headings only where nothing else can be meant."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.errors import UnreadableDocument
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile
from ingest.sources.decoding import read_text
from ingest.sources.elements import LONGEST_HEADING
from ingest.sources.line_ends import seen_lines
from ingest.sources.section_names import section_level
from ingest.sources.sheet import file_stem

_SUFFIXES: Final = frozenset({".txt", ".text"})
_UNDERLINE: Final = re.compile(r"\s*([=\-~*_#])\1{2,}\s*")
_NUMBERED: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4}\.?|\d{1,2}\.?)\s+([A-Z][^.:;?!,]*)")
_SIGN: Final = (
    r"(?:[\u2022\u2023\u2043\u25aa\u25ab\u25a0\u25cf\u25cb\u25e6\u30fb]|[\u00b7\u2219](?!\d))"
)
_ITEM: Final = re.compile(rf"\s*(?:(?:[-*+\u2013]|\d{{1,2}}[.)]|[a-z][.)])\s+|{_SIGN}\s*)\S")
_BULLET: Final = re.compile(rf"\s*(?:{_SIGN}\s*|[-*\u2013]\s+)")
"""At a line's beginning: the sign of `0\u00b75 mg` and of `5 - 10 mg` is none. A dash is a bullet
only before a blank: before a figure it is a minus sign, as a raised dot is a decimal point."""
_LEFT_TAGS: Final = re.compile(
    r"^[ \t]*(?:</?(?:paragraph|main|item|list|caption|content|title|section|text|br|p|ul|ol|li|div"
    r"|span)\s*/?>[ \t]*)+",
    re.MULTILINE,
)
"""Tags that text taken out of an XML file keeps at the beginning of its lines."""
_COLUMNS: Final = re.compile(r"\S(?: {3,}|\t)\S")
LONGEST_TITLE: Final = 120
"""Characters of a sentence that may be a document's title."""
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
        return 4

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() in _SUFFIXES

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        pages = seen_lines(_LEFT_TAGS.sub(_untagged, read_text(file))).split("\f")
        blocks = tuple(_blocks(pages))
        if not any(block.kind is BlockKind.PROSE for block in blocks):
            raise UnreadableDocument(
                f"{file.origin} has no text below its headings. Complete it, or take it away."
            )
        title, blocks = _titled(blocks, file.origin)
        yield ReadDocument(title=title, blocks=blocks)


def _blocks(pages: Sequence[str]) -> Iterator[Block]:
    """The pages' blocks; a paragraph that a page break stands in is one."""
    last: Block | None = None
    for number, page in enumerate(pages, 1):
        for at, block in enumerate(_page(page, number if len(pages) > 1 else None)):
            if last is not None and at == 0 and _runs_on(last, block, pages[number - 2], page):
                turn = (len(last.text) + 1, number)
                update = {"text": f"{last.text} {block.text}", "turns": (*last.turns, turn)}
                last = last.model_copy(update=update)
                continue
            if last is not None:
                yield last
            last = block
    if last is not None:
        yield last


def _runs_on(last: Block, first: Block, before: str, page: str) -> bool:
    broken = not before.endswith("\n\n") and page[:1].strip() != ""
    both = last.kind is BlockKind.PROSE and first.kind is BlockKind.PROSE
    return both and broken and not _ITEM.match(page) and _goes_on(last.text, first.text)


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

    One that is underlined or numbered stands alone between empty lines. Underlined with = it is of
    level 1, with anything else of level 2; numbered, it is as deep as its number has parts. The
    name of a clinical section needs no empty lines (`section_names.py`).
    """
    line = lines[at].strip()
    alone = at == 0 or not lines[at - 1].strip()
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if not line or len(line) > LONGEST_HEADING or _UNDERLINE.fullmatch(line):
        return 0, 1
    if not alone:
        return section_level(line), 1
    underline = _UNDERLINE.fullmatch(below)
    if underline and abs(len(below.strip()) - len(line)) <= max(3, len(line) // 2):
        return (1 if underline[1] == "=" else 2), 2
    numbered = _NUMBERED.fullmatch(line)
    if numbered and not below.strip() and not any(c.isdigit() for c in numbered[2]):
        return numbered[1].rstrip(".").count(".") + 1, 1
    return section_level(line), 1


def _paragraphs(text: str, page: int | None) -> Iterator[Block]:
    for line in _unwrapped(text):
        bullet = _BULLET.match(line)
        words = line[bullet.end() if bullet else 0 :].strip()
        if words:
            yield Block(kind=BlockKind.PROSE, text=words, page=page)


def _untagged(tags: re.Match[str]) -> str:
    """An item stays an item without its tag."""
    ends = tags.string[tags.end() : tags.end() + 1] in ("", "\n")
    return "- " if not ends and ("<item" in tags[0] or "<li" in tags[0]) else ""


def _unwrapped(text: str) -> Iterator[str]:
    """One line a paragraph: lines that were only wrapped are joined, "5" and "mg" too."""
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
    return full or _goes_on(above, line.strip())


def _goes_on(above: str, below: str) -> bool:
    return (below[0].islower() or below[0].isdigit()) and above[-1] not in ".:;!?"


def _titled(blocks: tuple[Block, ...], origin: str) -> tuple[str | None, tuple[Block, ...]]:
    """The first line where it stands alone as a title does, as the heading that it is.

    A short sentence above the first section gives the title too, and stays a sentence to be quoted.
    The name of a section is no title: such a file goes by its own name.
    """
    first = blocks[0]
    words = first.text.strip()
    head = next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
    otherwise = file_stem(origin) if section_level(head) else None
    if first.kind is BlockKind.HEADING:
        return otherwise or words, blocks
    if len(blocks) == 1 or len(words) > LONGEST_TITLE or not words[:1].isupper():
        return otherwise, blocks
    if len(words) <= LONGEST_HEADING and (words[-1:].isalnum() or words[-1:] == ")"):
        return words, (Block(kind=BlockKind.HEADING, text=words, page=first.page), *blocks[1:])
    sentence = words.removesuffix(".")
    if otherwise and words[-1:] == "." and ". " not in sentence:
        return sentence, blocks
    return otherwise, blocks
