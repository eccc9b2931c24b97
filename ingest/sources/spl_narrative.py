"""SPL narrative text as paragraphs, list items and tables, in reading order."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree, html

from ingest.reading import Block, BlockKind
from ingest.sources.spl_words import Line, Notes, Words, name_of, plain
from ingest.sources.table_markup import table_of

Footnotes = Mapping[str, etree._Element]
"""The footnotes of a document by their ID."""

_APART: Final = frozenset({"paragraph", "list", "table", "caption", "text", "item"})
_ROWS: Final = frozenset({"thead", "tbody", "tfoot"})
_ROMAN: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


class Grid(NamedTuple):
    """A table as its blocks: caption, cells, footnotes."""

    blocks: tuple[Block, ...]


def narrative(text: etree._Element, footnotes: Footnotes) -> Iterator[Line | Grid]:
    """What a section's `text` holds; its own footnotes come last, a table's after the table."""
    notes = Notes(footnotes)
    yield from _parts(text, notes, footnotes)
    notes_below = tuple(notes.blocks())
    if notes_below:
        yield Grid(notes_below)


def table_blocks(table: etree._Element, footnotes: Footnotes) -> tuple[Block, ...]:
    """A table's caption, its cells, the rows of its foot, its footnotes."""
    notes = Notes(footnotes, _unnoted(table))
    above = [
        Block(kind=BlockKind.PROSE, text=line.text)
        for caption in table
        if name_of(caption) == "caption"
        for line in _lines(caption, notes, footnotes)
    ]
    made = html.Element("table")
    below: list[Block] = []
    for part in table:
        name = name_of(part)
        if name == "tfoot":
            cells = (_cell_words(row, notes, footnotes) for row in part if name_of(row) == "tr")
            below += [Block(kind=BlockKind.PROSE, text=text) for text in cells if text]
        elif name in _ROWS:
            group = html.Element(name)
            group.extend(_row(row, notes, footnotes) for row in part if name_of(row) == "tr")
            made.append(group)
        elif name == "tr":
            made.append(_row(part, notes, footnotes))
    cells_read = table_of(made)
    if cells_read is None:
        return (*above, *below, *notes.blocks())
    return (*above, Block(kind=BlockKind.TABLE, table=cells_read), *below, *notes.blocks())


def _unnoted(element: etree._Element) -> str:
    """The words of an element without those of its footnotes."""
    if name_of(element) == "footnote":
        return ""
    return (element.text or "") + "".join(
        _unnoted(child) + (child.tail or "") for child in element if isinstance(child.tag, str)
    )


def _parts(
    element: etree._Element, notes: Notes, footnotes: Footnotes, captions: bool = True
) -> Iterator[Line | Grid]:
    words = Words(notes)
    words.add(element.text)
    for child in element:
        name = name_of(child)
        if name in _APART or (name == "renderMultiMedia" and len(child)):
            yield from words.lines()
            if captions or name != "caption":
                yield from _apart(child, name, notes, footnotes)
        else:
            words.take(child)
        words.add(child.tail)
    yield from words.lines()


def _apart(
    element: etree._Element, name: str, notes: Notes, footnotes: Footnotes
) -> Iterator[Line | Grid]:
    if name == "list":
        yield from _list(element, notes, footnotes)
    elif name != "table":
        yield from _parts(element, notes, footnotes)
    elif _only_frames(element):
        for part in element.iter("{*}caption", "{*}td", "{*}th"):
            own = _table_around(part) is element
            if own and (name_of(part) != "caption" or part.getparent() is element):
                yield from _parts(part, notes, footnotes)
    elif blocks := table_blocks(element, footnotes):
        yield Grid(blocks)


def _list(element: etree._Element, notes: Notes, footnotes: Footnotes) -> Iterator[Line | Grid]:
    """The items; an ordered list's numbers and an item's own mark are written before its words."""
    at = 0
    for child in element:
        name = name_of(child)
        if name == "caption":
            yield from _parts(child, notes, footnotes)
        if name != "item":
            continue
        at += 1
        mark = _number(element, at)
        for inside in child:
            if name_of(inside) == "caption":
                mark = " ".join(line.text for line in _lines(inside, notes, footnotes))
        first = True
        for part in _parts(child, notes, footnotes, captions=False):
            if first and isinstance(part, Line):
                part = part._replace(text=f"{mark} {part.text}".strip())
            first = False
            yield part._replace(marked=False) if isinstance(part, Line) else part


def _number(element: etree._Element, at: int) -> str:
    if element.get("listType") != "ordered":
        return ""
    style = element.get("styleCode", "").casefold()
    if "alpha" in style and at <= 26:
        number = chr(ord("a") + at - 1)
    elif "roman" in style and at < 40:
        number = "x" * (at // 10) + _ROMAN[at % 10]
    else:
        return f"{at}."
    return f"{number.upper() if 'big' in style else number}."


def _row(row: etree._Element, notes: Notes, footnotes: Footnotes) -> html.HtmlElement:
    made = html.Element("tr")
    for cell in row:
        name = name_of(cell)
        if name not in ("td", "th"):
            continue
        inside = html.Element(name)
        for span in ("colspan", "rowspan"):
            inside.set(span, cell.get(span, "1"))
        for line in _lines(cell, notes, footnotes):
            paragraph = html.Element("p")
            said = html.Element("b" if line.bold else "span")
            said.text = line.text
            paragraph.append(said)
            inside.append(paragraph)
        made.append(inside)
    return made


def _cell_words(row: etree._Element, notes: Notes, footnotes: Footnotes) -> str:
    return " ".join(line.text for cell in row for line in _lines(cell, notes, footnotes))


def _lines(element: etree._Element, notes: Notes, footnotes: Footnotes) -> Iterator[Line]:
    """The lines of a cell or a caption; of a table inside it, the lines of its cells."""
    for part in _parts(element, notes, footnotes):
        if isinstance(part, Line):
            yield part
            continue
        for block in part.blocks:
            rows = block.table.rows if block.table else ()
            header = (block.table.header,) if block.table and block.table.header else ()
            yield from (Line(" ".join(filter(None, row))) for row in (*header, *rows))
            if block.text:
                yield Line(block.text)


def _only_frames(table: etree._Element) -> bool:
    """Whether no row has words in two cells: the table draws a box around text or pictures."""
    rows = [row for row in table.iter("{*}tr") if _table_around(row) is table]
    cells = ([cell for cell in row if name_of(cell) in ("td", "th")] for row in rows)
    return all(sum(bool(plain(cell).strip()) for cell in row) < 2 for row in cells)


def _table_around(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors("{*}table"), None)
