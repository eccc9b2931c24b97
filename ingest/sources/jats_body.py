"""The abstract, body and appendices of a JATS article as blocks in reading order."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.reading import Block, BlockKind
from ingest.sources.jats_floats import figure_blocks, prose, table_blocks
from ingest.sources.jats_left_out import ABSTRACTS, ADMINISTRATIVE, SKIPPED
from ingest.sources.jats_line import line

_BOXES: Final = frozenset(
    {"boxed-text", "statement", "fig-group", "table-wrap-group", "disp-quote"}
)
_GROUPS: Final = frozenset({"app-group", "floats-group", "speech", "verse-group"})
_FLOATS: Final = frozenset({"fig", "table-wrap", "fig-group", "table-wrap-group", "boxed-text"})
_SPLITS: Final = frozenset(
    {"list", "def-list", "disp-quote", "speech", "statement", "verse-group", "preformat", "code"}
)
"""What stands between two parts of a paragraph, as a block of its own."""


def body_blocks(article: etree._Element) -> Iterator[Block]:
    """Abstract, body and appendices; a float kept apart follows the paragraph that first names it.

    `article` is changed on the way.
    """
    yield from _Body(article).blocks()


class _Body:
    def __init__(self, article: etree._Element) -> None:
        self._article = article
        self._waiting: dict[str, etree._Element] = {
            float_.get("id", f"float-{at}"): float_
            for at, float_ in enumerate(article.iterfind("floats-group/*"))
            if float_.tag in _FLOATS
        }
        self._notes: dict[str, etree._Element] = {
            note.get("id", ""): note
            for note in article.iterfind("back/fn-group/fn")
            if note.get("fn-type") in (None, "other", "supplementary-material", "custom")
        }
        """Footnotes to the text; those on the authors and their interests are none."""

    def blocks(self) -> Iterator[Block]:
        abstracts = [
            block
            for abstract in self._article.iterfind("front/article-meta/abstract")
            if abstract.get("abstract-type") not in ABSTRACTS
            for block in self._under("Abstract", abstract)
        ]
        yield from abstracts
        for part in ("body", "back"):
            for found in self._article.iterfind(part):
                blocks = self._inside(found, 1)
                yield from _set_off(blocks) if abstracts and part == "body" else blocks
        unnamed = tuple(self._waiting.values())
        floats = (block for float_ in unnamed for block in self._shown(float_, 2))
        yield from _headed("Figures and tables", 1, floats)

    def _under(self, name: str, part: etree._Element) -> Iterator[Block]:
        """The part's blocks under its own title, or under `name`."""
        yield from _headed(_title(part) or name, 1, self._inside(part, 2))

    def _inside(self, parent: etree._Element, level: int) -> Iterator[Block]:
        for child in list(parent):
            if isinstance(child.tag, str) and child.tag not in SKIPPED:
                yield from self._shown(child, level)

    def _shown(self, element: etree._Element, level: int) -> Iterator[Block]:
        match element.tag:
            case "sec" | "app" | "glossary":
                yield from self._section(element, level)
            case "p":
                yield from self._paragraph(element, level)
            case "list":
                yield from self._list(element, level)
            case "def-list":
                yield from _definitions(element)
            case "table-wrap":
                yield from table_blocks(element)
            case "fig":
                yield from figure_blocks(element)
            case _:
                yield from self._holding_others(element, level)

    def _holding_others(self, element: etree._Element, level: int) -> Iterator[Block]:
        """A box, a group or a quotation: what is in it; anything else: its words."""
        if element.tag in _BOXES:
            yield from figure_blocks(element)
            yield from _without_headings(_title(element), self._inside(element, level))
        elif element.tag in _GROUPS:
            yield from self._inside(element, level)
        elif element.tag == "supplementary-material":
            for float_ in element.iterchildren("table-wrap", "fig"):
                yield from self._shown(float_, level)
        elif words := line(element):
            yield prose(words)

    def _section(self, section: etree._Element, level: int) -> Iterator[Block]:
        title = _title(section)
        if ADMINISTRATIVE.fullmatch(title):
            return
        yield from _headed(title, level, self._inside(section, level + bool(title)))

    def _paragraph(self, paragraph: etree._Element, level: int) -> Iterator[Block]:
        """The paragraph, parted at its lists; its floats, and those it is the first to name."""
        named = [rid for xref in paragraph.iter("xref") for rid in (xref.get("rid") or "").split()]
        floats: list[etree._Element] = []
        part = etree.Element("p")
        part.text = paragraph.text
        for child in list(paragraph):
            tail, child.tail = child.tail, None
            if child.tag in _SPLITS:
                yield from _written(part)
                yield from self._shown(child, level)
                part = etree.Element("p")
                part.text = tail
            elif child.tag in _FLOATS or child.tag == "fn":
                floats.append(child)
                _append(part, tail)
            else:
                child.tail = tail
                part.append(child)
        yield from _written(part)
        floats += [self._waiting.pop(rid) for rid in named if rid in self._waiting]
        for float_ in floats:
            yield from self._shown(float_, level)
        for note in (self._notes.pop(rid) for rid in named if rid in self._notes):
            yield from _written(note)

    def _list(self, items: etree._Element, level: int) -> Iterator[Block]:
        """One block a paragraph of an item, the first with the item's number where it has one."""
        title = _title(items)
        if title:
            yield prose(title)
        ordered = items.get("list-type") in ("order", "ordered", "arabic")
        for number, item in enumerate(items.iterchildren("list-item"), 1):
            label = next((line(one) for one in item.iterchildren("label")), "")
            mark = label if any(map(str.isalnum, label)) else f"{number}." if ordered else ""
            for block in self._inside(item, level):
                if mark and block.kind is BlockKind.PROSE:
                    yield prose(f"{mark} {block.text}")
                    mark = ""
                else:
                    yield block


def _title(part: etree._Element) -> str:
    """`2.1 Doses`: the part's label and title, where it has a title."""
    label, title = (
        next((line(one) for one in part.iterchildren(name)), "") for name in ("label", "title")
    )
    return f"{label} {title}".strip(" :") if title else ""


def _headed(title: str, level: int, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks under the heading; no heading where there is no block."""
    for first in blocks:
        if title:
            yield Block(kind=BlockKind.HEADING, text=title, level=level)
        yield first
        yield from blocks


def _set_off(blocks: Iterator[Block]) -> Iterator[Block]:
    """A body that begins without a heading gets one, or it would pass for part of the abstract."""
    for first in blocks:
        if first.kind is not BlockKind.HEADING:
            yield Block(kind=BlockKind.HEADING, text="Main text", level=1)
        yield first
        yield from blocks


def _definitions(terms: etree._Element) -> Iterator[Block]:
    """`term: what it means`, one block a term."""
    for item in terms.iter("def-item"):
        term = " ".join(filter(None, map(line, item.iterchildren("term"))))
        meaning = " ".join(filter(None, map(line, item.iterchildren("def"))))
        if words := ": ".join(filter(None, (term.rstrip(" :"), meaning))):
            yield prose(words)


def _without_headings(title: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """A box inside a section must not take over what follows it: its headings are paragraphs."""
    if title:
        yield prose(title)
    for block in blocks:
        yield prose(block.text) if block.kind is BlockKind.HEADING else block


def _written(part: etree._Element) -> Iterator[Block]:
    words = line(part)
    if words:
        yield prose(words)


def _append(part: etree._Element, tail: str | None) -> None:
    """Text behind what was taken out of a paragraph, apart from the text before it."""
    last = part[-1] if len(part) else None
    if last is None:
        part.text = f"{part.text or ''} {tail or ''}"
    else:
        last.tail = f"{last.tail or ''} {tail or ''}"
