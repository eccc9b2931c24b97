"""The shapes of a slide as blocks, in the order they are read in."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from ingest.clean import clean
from ingest.reading import Block, BlockKind
from ingest.sources.raised import raised
from ingest.sources.smart_art import smart_art
from ingest.sources.table_markup import table_of

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pptx.shapes.base import BaseShape
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide
    from pptx.table import Table

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THEME: Final = "/relationships/theme"
_UNSTRUCK: Final = "noStrike"
_MATHS: Final = "{http://schemas.microsoft.com/office/drawing/2010/main}m"

FORMULA: Final = "[formula]"
"""Stands where a formula does: its signs in a row without their fractions would be another one."""
SAME_ROW: Final = 228_600
"""EMU (a quarter of an inch): shapes whose tops differ by less stand side by side."""

_FURNITURE: Final = frozenset({"DATE", "FOOTER", "HEADER", "SLIDE_NUMBER"})
_NUMBERING: Final = re.compile(r"(arabic|alphaLc|alphaUc)(Period|ParenR|ParenBoth|Plain)")
_AROUND: Final = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")")}


def shape_blocks(shapes: Iterable["BaseShape"], page: int) -> Iterator[Block]:
    """What the shapes say, top to bottom, and left to right where they stand side by side.

    A group keeps its place as a whole. Running feet, dates, slide numbers and what the author has
    hidden are left out, and so are pictures' descriptions, which programs write.
    """
    for shape in _in_order(shapes):
        for block in _blocks(shape):
            yield block.model_copy(update={"page": page})


def paragraphs(text_body: "_Element | None") -> Iterator[str]:
    """The paragraphs of a text that are not empty, those of a numbered list with their numbers."""
    counts: dict[int, int] = {}
    for paragraph in text_body.iterfind(f"{A}p") if text_body is not None else ():
        words = _words(paragraph)
        if words:
            yield _number(paragraph, counts) + words


def unwrap_alternatives(tree: "_Element") -> None:
    """Takes shapes that have a simpler form for old programs out of the wrapper around both."""
    for wrapper in list(tree.iter(f"{_MC}AlternateContent")):
        parent = wrapper.getparent()
        choice = wrapper.find(f"{_MC}Choice")
        if parent is not None and choice is not None:
            at = parent.index(wrapper)
            parent[at : at + 1] = list(choice)


def theme_of(slide: "Slide") -> "_Element | None":
    """The part that names the slide's colours, where its master has one."""
    master = slide.slide_layout.slide_master.part
    parts = (one.target_part for one in master.rels.values() if one.reltype.endswith(_THEME))
    return next((etree.fromstring(part.blob, _safe()) for part in parts), None)


def _safe() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def marked_hidden(tree: "_Element") -> Iterator["_Element"]:
    """The shapes that the author has hidden, as PowerPoint's selection pane does."""
    for name in tree.iter(f"{_P}cNvPr"):
        if name.get("hidden") in ("1", "true"):
            shape = next(islice(name.iterancestors(), 1, None), None)
            if shape is not None:
                yield shape


def _in_order(shapes: Iterable["BaseShape"]) -> Iterator["BaseShape"]:
    placed = [shape for shape in shapes if not _is_left_out(shape)]
    unplaced = [shape for shape in placed if shape.top is None or shape.left is None]
    by_top = sorted((s for s in placed if s not in unplaced), key=lambda shape: shape.top)
    row: list[BaseShape] = []
    for shape in by_top:
        if row and shape.top - row[0].top >= SAME_ROW:
            yield from sorted(row, key=lambda one: one.left)
            row = []
        row.append(shape)
    yield from sorted(row, key=lambda one: one.left)
    yield from unplaced


def _is_left_out(shape: "BaseShape") -> bool:
    if shape._element._nvXxPr.cNvPr.get("hidden") in ("1", "true"):
        return True
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    return kind is not None and kind.name in _FURNITURE


def _blocks(shape: "BaseShape") -> Iterator[Block]:
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.shapes.group import GroupShape

    if isinstance(shape, GroupShape):
        for inner in _in_order(shape.shapes):
            yield from _blocks(inner)
    elif isinstance(shape, GraphicFrame):
        yield from _framed(shape)
    elif shape.has_text_frame:
        body = shape._element.txBody
        for words in paragraphs(body):
            yield Block(kind=BlockKind.PROSE, text=words)


def _framed(frame: "GraphicFrame") -> Iterator[Block]:
    """A table, a chart's title, or the words of a diagram."""
    if frame.has_table:
        yield from _table(frame.table)
    elif frame.has_chart:
        chart = frame.chart
        if chart.has_title and chart.chart_title.has_text_frame:
            for words in paragraphs(chart.chart_title.text_frame._txBody):
                yield Block(kind=BlockKind.PROSE, text=words)
    else:
        for body in smart_art(frame):
            for words in paragraphs(body):
                yield Block(kind=BlockKind.PROSE, text=words)


def _table(table: "Table") -> Iterator[Block]:
    """Rows at the top that are one cell across the whole table stand above it as its caption."""
    rows = list(table.rows)
    width = len(table.columns)
    while len(rows) > 1 and width > 1 and rows[0].cells[0].span_width >= width:
        for words in paragraphs(rows[0].cells[0]._tc.txBody):
            yield Block(kind=BlockKind.PROSE, text=words)
        del rows[0]
    markup = html.Element("table")
    for row in rows:
        line = html.Element("tr")
        for cell in row.cells:
            if cell.is_spanned:
                continue
            made = html.Element("td", colspan=str(cell.span_width), rowspan=str(cell.span_height))
            for words in paragraphs(cell._tc.txBody):
                paragraph = html.Element("p")
                paragraph.text = words
                made.append(paragraph)
            line.append(made)
        markup.append(line)
    cells = table_of(markup, header_first=table.first_row)
    if cells:
        yield Block(kind=BlockKind.TABLE, table=cells)


def _words(paragraph: "_Element") -> str:
    """The paragraph's text without struck words; raised figures are written out: 10<sup>9</sup>
    would read 109."""
    said = ""
    for part in paragraph:
        if part.tag == f"{A}br":
            said += " "
        elif part.tag == _MATHS:
            said += f" {FORMULA} "
        elif part.tag in (f"{A}r", f"{A}fld"):
            words = part.findtext(f"{A}t") or ""
            properties = part.find(f"{A}rPr")
            if properties is not None and properties.get("strike", _UNSTRUCK) != _UNSTRUCK:
                continue
            baseline = properties.get("baseline", "0") if properties is not None else "0"
            is_raised = not baseline.startswith(("-", "0"))
            said += raised(said, words) if is_raised and words.strip() else words
    return clean(said)


def _number(paragraph: "_Element", counts: dict[int, int]) -> str:
    """`2. ` before the second item of a numbered list; `counts` holds the last of each level."""
    properties = paragraph.find(f"{A}pPr")
    level = int(properties.get("lvl", "0")) if properties is not None else 0
    for deeper in [one for one in counts if one > level]:
        del counts[deeper]
    auto = properties.find(f"{A}buAutoNum") if properties is not None else None
    kind = _NUMBERING.fullmatch(auto.get("type", "")) if auto is not None else None
    if auto is None or kind is None:
        counts.pop(level, None)
        return ""
    counts[level] = counts.get(level, int(auto.get("startAt", "1")) - 1) + 1
    before, after = _AROUND.get(kind[2], ("", ""))
    return f"{before}{_counted(counts[level], kind[1])}{after} "


def _counted(number: int, kind: str) -> str:
    if kind == "arabic" or not 1 <= number <= len(ascii_lowercase):
        return str(number)
    letter = ascii_lowercase[number - 1]
    return letter if kind == "alphaLc" else letter.upper()
