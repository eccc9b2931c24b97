"""HTML that a record holds in its fields, put together as one page under the record's headings."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final, NamedTuple

from lxml import html

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import Block
from ingest.screening.hidden import Hidden
from ingest.screening.hidden_markup import hidden_in
from ingest.sources.markup import blocks_in, parsed, take_out_unshown

_HEADINGS: Final = re.compile(r"h([1-6])")
_DEEPEST: Final = 6
_MARKUP: Final = re.compile(r"<[^>]*>?|&#?\w+;?")
_RESERVED: Final = {0: None, 0xE000: None, 0xE001: None}
"""What would end the parser's text, and the signs that `markup` sets for itself."""


class Fragment(NamedTuple):
    """A piece of a page: the headings it stands under, outermost first, and its HTML.

    Its own headings count below the last of these; one that only repeats it is dropped.
    """

    path: tuple[str, ...]
    markup: str
    said: bool = True
    """False where its words are left out and only what it hides is looked for."""


class Page(NamedTuple):
    """What the fragments say, and what they hold and do not show."""

    blocks: tuple[Block, ...]
    hidden: tuple[Hidden, ...]


def page_of_fragments(fragments: Iterable[Fragment], origin: str) -> Page:
    """The blocks of all fragments that hold words, in order, each under its headings.

    A fragment is parsed by itself, so that a tag left open does not swallow what follows it.

    Raises:
        UnreadableDocument: a fragment nests too deeply to be read.
    """
    page, body = html.Element("html"), html.Element("body")
    page.append(body)
    above: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    for fragment in fragments:
        whole = _parsed(fragment.markup, origin)
        hidden += hidden_in(whole) if whole is not None else ()
        content = _content(whole, fragment.markup, origin) if fragment.said else None
        if content is None:
            continue
        shared = _shared(above, fragment.path)
        for depth, heading in enumerate(fragment.path[shared:], shared + 1):
            marked = html.Element(f"h{depth}")
            marked.text = clean(heading)
            body.append(marked)
        above = fragment.path
        _set_below(content, fragment.path)
        body.append(content)
    try:
        return Page(blocks_in(page), hidden)
    except RecursionError:
        raise _too_deep(origin) from None


def words_of(markup: str, origin: str) -> str:
    """The words that a piece of HTML shows, on one line, its paragraphs apart; "" for none."""
    content = _content(_parsed(markup, origin), markup, origin)
    if content is None:
        return ""
    take_out_unshown(content)
    for block in content.iter("p", "div", "li", "tr", "td", "br"):
        block.tail = f" {block.tail or ''}"
    return clean("".join(content.itertext()))


def as_markup(words: str) -> str:
    """Plain text as a piece of HTML."""
    return f"<p>{escape(words, quote=False)}</p>"


def _parsed(markup: str, origin: str) -> html.HtmlElement | None:
    return parsed(f"<div>{markup.translate(_RESERVED)}</div>", origin) if markup.strip() else None


def _content(whole: html.HtmlElement | None, markup: str, origin: str) -> html.HtmlElement | None:
    """The fragment's tree; None where it has no words."""
    body = whole.find("body") if whole is not None else None
    if body is not None and clean("".join(body.itertext())):
        body.tag = "div"
        return body
    if re.search(r"\w", _MARKUP.sub("", markup)):  # the parser gives up below 256 elements
        raise _too_deep(origin)
    return None


def _too_deep(origin: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"{origin} nests its HTML too deeply to be read. Save it as plain text."
    )


def _shared(above: tuple[str, ...], path: tuple[str, ...]) -> int:
    """How many of the headings stand above this fragment already."""
    same = 0
    while same < min(len(above), len(path)) and above[same] == path[same]:
        same += 1
    return same


def _set_below(content: html.HtmlElement, path: tuple[str, ...]) -> None:
    """Sets the fragment's own headings below its path, the highest of them by one level."""
    headings = [
        (one, int(found[1])) for one in content.iter() if (found := _level(one)) is not None
    ]
    if headings and path and _same(headings[0][0].text_content(), path[-1]):
        headings.pop(0)[0].drop_tree()
    if not headings:
        return
    highest = min(level for _, level in headings)
    for heading, level in headings:
        heading.tag = f"h{min(level - highest + len(path) + 1, _DEEPEST)}"


def _level(element: html.HtmlElement) -> re.Match[str] | None:
    return _HEADINGS.fullmatch(element.tag) if isinstance(element.tag, str) else None


def _same(one: str, other: str) -> bool:
    return clean(one).casefold().rstrip(":") == other.casefold().rstrip(":")
