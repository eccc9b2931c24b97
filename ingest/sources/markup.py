"""The body of an HTML tree as blocks: for pages, and for Markdown, which is rendered to one.

unstructured finds the paragraphs. Beforehand the tree is made to say what it would not carry over:
tables are taken out whole, list numbers and raised figures are written as text (10<sup>9</sup>
would read 109), and containers whose text it drops become plain ones.
"""

import re
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from app.domain.errors import UnreadableDocument
from ingest.reading import Block, BlockKind
from ingest.sources.elements import blocks_of, keep_offline, settled
from ingest.sources.folded import open_folded
from ingest.sources.raised import raised
from ingest.sources.table_markup import table_of

if TYPE_CHECKING:
    from unstructured.documents.elements import Element

_ROLES: Final = ("navigation", "search", "contentinfo", "banner", "menu", "menubar")
_TAGS: Final = (
    "script style noscript template nav footer svg iframe object select textarea button input "
    "dialog del s strike head comment() processing-instruction()"
)
_AROUND: Final = " | ".join(
    [
        *(f"//{tag}" for tag in _TAGS.split()),
        *(f"//*[@role='{role}']" for role in _ROLES),
        "//*[@aria-hidden='true']",
        "//aside[.//a and not(.//p[string-length(.) > 80])]",
    ]
)
_UNSHOWN: Final = (
    ".//*[@hidden"
    " or contains(translate(@style, 'DISPLAYNOE ', 'displaynoe'), 'display:none')"
    " or contains(translate(@style, 'VISBLTYHDEN ', 'visbltyhden'), 'visibility:hidden')]"
)
_PLAIN: Final = frozenset(
    ["details", "summary", "figure", "figcaption", "form", "label", "fieldset", "legend"]
)
_LAYOUT: Final = ".//table | .//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6"
_INNER_HEADINGS: Final = ".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6"
_FIGURE: Final = re.compile(r"\d[^\s;,.:]*(?: [a-z\u00b5%/]+)?\s*$")
_BEGINS: Final = re.compile(r"\s*(?:[<>\u2264\u2265\u00b1+\u2212-]?\s?\d|[A-Z])")
"""What ends a line with a figure and its unit, and what begins another."""
_PLACE: Final = re.compile(r"\ue000(\d+)\ue001")
_DECLARED: Final = re.compile(
    r"(\s*(?:<\?xml[^>]*>\s*)?)<!DOCTYPE[^\[>]*\[.*?\]\s*>", re.DOTALL | re.IGNORECASE
)
"""A document type with declarations of its own; as no page has them, a parser of pages takes their
end for words."""
_BOUND: Final = "ERR_RESOURCE_LIMIT"
"""libxml2 stops at 256 levels and at 10 MB of one text, and leaves the rest of the page out."""


def blocks_in(page: html.HtmlElement) -> tuple[Block, ...]:
    """The page's headings, paragraphs, list items and tables; `page` is changed on the way."""
    open_folded(page)
    take_out_unshown(page)
    for element in page.xpath(_AROUND):
        element.drop_tree() if isinstance(element, html.HtmlElement) else _drop(element)
    for element in list(page.iter()):
        _prepare(element)
    tables = [_taken_out(at, table) for at, table in enumerate(_data_tables(page))]
    keep_offline()
    from unstructured.partition.html import partition_html

    def table(element: "Element") -> tuple[Block, ...] | None:
        words, *rest = _PLACE.split(element.text)
        if not rest:
            return None
        blocks = [Block(kind=BlockKind.PROSE, text=words)]
        for place, after in zip(rest[::2], rest[1::2], strict=True):
            blocks += [*tables[int(place)], Block(kind=BlockKind.PROSE, text=after)]
        return tuple(block for block in blocks if block.table or block.text.strip())

    marked = etree.tostring(page, encoding="unicode", method="html")
    elements = partition_html(text=marked, languages=[""])
    return settled(tuple(blocks_of(elements, _level, table)))


def parsed(markup: str, origin: str) -> html.HtmlElement:
    """The tree of a page.

    Raises:
        UnreadableDocument: there is no element in it, or it nests too deeply to be read whole.
    """
    try:
        reader = html.HTMLParser(encoding="utf-8")
        markup = _DECLARED.sub(r"\1", markup, count=1) if _DECLARED.match(markup) else markup
        page = html.document_fromstring(markup.encode(errors="replace"), parser=reader)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableDocument(
            f"{origin} cannot be read as HTML ({error}). Save it again, or take it away."
        ) from error
    if any(entry.type_name == _BOUND for entry in reader.error_log):
        raise UnreadableDocument(
            f"{origin} nests its elements too deeply, or has more than 10 MB in one, to be read "
            "whole. Save it as plain text."
        )
    return page


def take_out_unshown(tree: etree._Element) -> None:
    """Takes out what the tree's own styles keep from being shown."""
    for element in tree.xpath(_UNSHOWN):
        _drop(element)


def _level(element: "Element") -> int | None:
    return (element.metadata.category_depth or 0) + 1 if element.category == "Title" else None


def _drop(node: etree._Element) -> None:
    """Takes a node out and leaves the text behind it."""
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (node.tail or "")
    else:
        before.tail = (before.tail or "") + (node.tail or "")
    parent.remove(node)


def _prepare(element: html.HtmlElement) -> None:
    if element.tag in _PLAIN:
        element.tag = "div"
    elif element.tag == "img" and " " in element.get("alt", "").strip():
        element.tag, element.text = "span", f" {element.get('alt')} "
    elif element.tag == "br":
        _end_figure(element)
    elif element.tag == "sup":
        before = "".join(element.xpath("preceding::text()[1]"))
        element.text = raised(before, element.text_content())
        for child in list(element):
            element.remove(child)
        element.drop_tag()
    elif element.tag == "ol":
        start = element.get("start", "1")
        first = int(start) if start.isdecimal() else 1
        for number, item in enumerate(element.findall("li"), first):
            line = item
            while not (line.text or "").strip() and len(line) and line[0].tag in ("p", "div"):
                line = line[0]
            line.text = f"{number}. {(line.text or '').lstrip()}"


def _end_figure(line_break: html.HtmlElement) -> None:
    """`5 mg<br>10 mg` and `Aspirin 75 mg<br>Clopidogrel 300 mg` are two doses, not one."""
    if not _BEGINS.match(line_break.tail or ""):
        return
    before, around = line_break.getprevious(), line_break.getparent()
    if before is not None and _FIGURE.search(before.tail or ""):
        before.tail = f"{(before.tail or '').rstrip()};"
    elif before is None and around is not None and _FIGURE.search(around.text or ""):
        around.text = f"{(around.text or '').rstrip()};"


def _holds_data(table: html.HtmlElement) -> bool:
    """Whether a table with tables in its cells has a header of its own, and no headings."""
    first = next((row for row in table.iter("tr") if next(row.iterancestors("table")) is table), ())
    names = list(first)
    return len(names) > 1 and all(c.tag == "th" for c in names) and not table.xpath(_INNER_HEADINGS)


def _data_tables(page: html.HtmlElement) -> list[html.HtmlElement]:
    """Tables that hold cells; those that only lay the page out are dissolved."""
    found = []
    for table in list(page.iter("table")):
        if next((one for one in table.iterancestors("table") if one in found), None) is not None:
            continue
        laid_out = table.xpath(_LAYOUT) and not _holds_data(table)
        if table.get("role") in ("presentation", "none") or laid_out:
            for part in [
                table,
                *table.iter("thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
            ]:
                if next(part.iterancestors("table"), table) is table:
                    part.tag = "div"
        else:
            found.append(table)
    return found


def _taken_out(at: int, table: html.HtmlElement) -> tuple[Block, ...]:
    caption = table.find("caption")
    told = caption.text_content() if caption is not None else ""
    cells = table_of(table)
    place = html.Element("p")
    place.text = f"\ue000{at}\ue001"
    place.tail = table.tail
    around = table.getparent()
    if around is not None:
        around.replace(table, place)
    above = (Block(kind=BlockKind.PROSE, text=told),) if told.strip() else ()
    return (*above, Block(kind=BlockKind.TABLE, table=cells)) if cells else above
