"""Tables and figures of a JATS article: what they are called, what they show, their notes."""

from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from ingest.reading import Block, BlockKind
from ingest.sources.jats_line import line
from ingest.sources.table_markup import table_of

_ROWS: Final = frozenset({"thead", "tbody", "tfoot", "tr"})
_CELLS: Final = frozenset({"td", "th"})
WIDEST_SPAN: Final = 3
"""Digits of a `colspan` or `rowspan` that is taken at its word."""


def table_blocks(wrap: etree._Element) -> Iterator[Block]:
    """The caption's first words (`Table 1. Doses.`), the table's cells, then each note below it."""
    first, *rest = [*_caption(wrap), ""]
    if first:
        yield prose(first)
    for table in wrap.iter("table"):
        cells = table_of(_as_html(table))
        if cells is not None:
            yield Block(kind=BlockKind.TABLE, table=cells)
    notes = (line(note) for foot in wrap.iter("table-wrap-foot") for note in _notes(foot))
    yield from (prose(words) for words in (*rest, *notes) if words)


def figure_blocks(figure: etree._Element) -> Iterator[Block]:
    """The caption, as one paragraph; a figure without one has no words."""
    words = " ".join(_caption(figure))
    if words:
        yield prose(words)


def prose(words: str) -> Block:
    return Block(kind=BlockKind.PROSE, text=words)


def _caption(float_: etree._Element) -> list[str]:
    """Label and title as the first item, the caption's paragraphs as the rest.

    A caption without a title has its first paragraph there; a label alone is nothing.
    """
    label = next((line(one) for one in float_.iterchildren("label")), "").rstrip(" .:")
    parts = [
        words
        for caption in float_.iterchildren("caption")
        for part in caption.iterchildren("title", "p")
        if (words := line(part))
    ]
    if not parts:
        return []
    first = parts[0] if not label else f"{label}. {parts[0]}"
    return [first if first[-1] in ".!?:;" else f"{first}.", *parts[1:]]


def _notes(foot: etree._Element) -> Iterator[etree._Element]:
    for note in foot.iterchildren():
        if note.tag == "fn-group":
            yield from note.iterchildren("fn")
        elif isinstance(note.tag, str):
            yield note


def _as_html(table: etree._Element) -> html.HtmlElement:
    """The table's rows with every cell's words written out as text."""
    made = html.Element("table")
    _copy_rows(table, made)
    return made


def _copy_rows(source: etree._Element, made: html.HtmlElement) -> None:
    for part in source:
        if part.tag in _ROWS:
            row = html.Element(str(part.tag))
            made.append(row)
            _copy_rows(part, row)
        elif part.tag in _CELLS:
            made.append(_cell(part))


def _cell(cell: etree._Element) -> html.HtmlElement:
    made = html.Element(str(cell.tag))
    for span in ("colspan", "rowspan"):
        if cell.get(span) and len(cell.get(span, "")) <= WIDEST_SPAN:
            made.set(span, cell.get(span, ""))
    words = line(cell)
    bold = "".join("".join(one.itertext()) for one in cell.iter("bold"))
    holder = made
    if bold.strip() and "".join(bold.split()) == "".join("".join(cell.itertext()).split()):
        holder = html.Element("b")
        made.append(holder)
    items = [text for one in cell.iter("p") if (text := line(one))]
    if len(items) > 1 and "".join(items).replace(" ", "") == words.replace(" ", ""):
        for text in items:
            paragraph = html.Element("p")
            paragraph.text = text
            holder.append(paragraph)
    else:
        holder.text = words
    return made
