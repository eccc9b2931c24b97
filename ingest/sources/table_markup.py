"""An HTML table as cells: merged cells written out, the header told from the rows."""

import re
from typing import Final

from lxml import html

from ingest.reading import Table

WIDEST: Final = 100
"""Columns. A page can claim a cell of a billion columns in ten bytes."""
TALLEST: Final = 1000
"""Rows that one cell may span, as the HTML standard nearly says (65,534)."""
LONGEST_NAME: Final = 60
"""Characters of a column's name where nothing but its place marks it as one."""

_BLOCKS: Final = frozenset({"p", "div", "li", "ul", "ol", "dt", "dd", "table", "tr", "td"})
_ENDED: Final = re.compile(r"[.;:,!?]\s*$")


def table_of(markup: html.HtmlElement, header_first: bool = False) -> Table | None:
    """The table's cells, or None where it has no words.

    A cell that spans columns or rows stands in each of them, so that every row is complete. The
    header is what the markup says (`thead`, `th`), else a first row all in bold, else, in a table
    of three columns or more, a first row of short names without figures. Header rows of two or more
    are joined by column ("Dose", "Adults" -> "Dose Adults").

    Args:
        header_first: the format marks the first row as header by other means.
    """
    rows = _grid(markup)
    texts = [tuple(cell_text(cell) if cell is not None else "" for cell in row) for row in rows]
    kept = [i for i, row in enumerate(texts) if any(row)]
    rows, texts = [rows[i] for i in kept], [texts[i] for i in kept]
    if not texts:
        return None
    depth = _header_rows(rows)
    if depth == 0 and len(texts) > 1 and (header_first or _names_columns(rows[0], texts[0])):
        depth = 1
    if depth == len(texts) or len(texts[0]) < 2:
        depth = 0
    header = tuple(
        " ".join(dict.fromkeys(filter(None, names))) for names in zip(*texts[:depth], strict=True)
    )
    return Table(header=header, rows=tuple(texts[depth:]))


def cell_text(cell: html.HtmlElement) -> str:
    """The words of a cell; its paragraphs and list items are set apart by semicolons."""
    parts = [""]
    for event, element in _events(cell):
        if element.tag in _BLOCKS and element is not cell:
            if parts[-1]:
                parts.append("")
        elif element.tag == "br" and event == "start":
            parts[-1] += " "
        if event == "start" and isinstance(element.tag, str):
            parts[-1] += element.text or ""
        elif event == "end" and element is not cell:
            parts[-1] += element.tail or ""
    joined = ""
    for part in filter(None, (" ".join(words.split()) for words in parts)):
        between = "" if not joined else " " if _ENDED.search(joined) else "; "
        joined += between + part
    return joined


def _events(cell: html.HtmlElement) -> list[tuple[str, html.HtmlElement]]:
    found = [("start", cell)]
    for child in cell:
        found += _events(child)
    return [*found, ("end", cell)]


def _grid(markup: html.HtmlElement) -> list[list[html.HtmlElement | None]]:
    rows: list[list[html.HtmlElement | None]] = []
    below: dict[int, tuple[html.HtmlElement, int]] = {}
    for tr in markup.iterfind(".//tr"):
        if next(tr.iterancestors("table"), None) is not markup:
            continue
        row: list[html.HtmlElement | None] = []
        cells = [cell for cell in tr if cell.tag in ("td", "th")]
        while cells or (below and len(row) <= max(below)):
            column = len(row)
            if column in below:
                cell, left = below.pop(column)
                if left > 1:
                    below[column] = (cell, left - 1)
                row.append(cell)
            elif cells and column < WIDEST:
                cell = cells.pop(0)
                tall = _spanned(cell, "rowspan", TALLEST)
                for wide in range(_spanned(cell, "colspan", WIDEST - column)):
                    if column + wide in below:
                        break
                    row.append(cell)
                    if tall > 1:
                        below[column + wide] = (cell, tall - 1)
            else:
                cells = []
                row.append(None)
        rows.append(row)
    width = max(map(len, rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def _spanned(cell: html.HtmlElement, attribute: str, most: int) -> int:
    written = cell.get(attribute, "1").strip()
    return min(max(int(written), 1), most) if written.isdecimal() else 1


def _header_rows(rows: list[list[html.HtmlElement | None]]) -> int:
    depth = 0
    for row in rows:
        cells = [cell for cell in row if cell is not None]
        in_head = any(next(c.iterancestors("thead"), None) is not None for c in cells[:1])
        if not in_head and not (len(set(cells)) > 1 and all(c.tag == "th" for c in cells)):
            break
        depth += 1
    return depth


def _names_columns(cells: list[html.HtmlElement | None], texts: tuple[str, ...]) -> bool:
    named = [(cell, text) for cell, text in zip(cells, texts, strict=True) if cell is not None]
    names = [text for _, text in named]
    if len(set(names)) != len(names) or not all(names[1:]):
        return False
    if all(_is_bold(cell) for cell, text in named if text):
        return True
    short = all(len(name) <= LONGEST_NAME for name in names)
    return len(names) > 2 and short and not any(c.isdigit() for name in names for c in name)


def _is_bold(cell: html.HtmlElement) -> bool:
    bold = "".join("".join(b.itertext()) for b in cell.iter("b", "strong"))
    return bool(bold.strip()) and "".join(bold.split()) == "".join("".join(cell.itertext()).split())
