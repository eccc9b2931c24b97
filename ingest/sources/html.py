"""HTML and XHTML pages: what the page is about, without what the site puts around it."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import html

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated
from ingest.screening.hidden import Concealing
from ingest.screening.hidden_markup import hidden_in
from ingest.sources.decoding import read_text
from ingest.sources.markup import blocks_in, parsed
from ingest.sources.stated import stated

_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_PAGE: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.I
)


class HtmlReader:
    """Web pages, saved or exported; a file without a suffix that begins like one is one too."""

    @property
    def name(self) -> str:
        return "html"

    @property
    def version(self) -> int:
        return 4

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix:
            return file.path.suffix.lower() in _SUFFIXES
        with file.path.open("rb") as opened:
            return bool(_PAGE.match(opened.read(512)))

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        text = read_text(file)
        if "<" not in text:
            raise UnreadableDocument(
                f"{file.origin} holds no HTML. Name it .txt if it is plain text."
            )
        page = parsed(text, file.origin)
        title, said, hidden = _title(page), _stated(page), hidden_in(page)
        try:
            blocks = blocks_in(page)
        except RecursionError as error:
            raise UnreadableDocument(
                f"{file.origin} nests its elements too deeply to be read. Save it as plain text."
            ) from error
        if not any(block.kind is not BlockKind.HEADING for block in blocks):
            raise UnreadableDocument(
                f"{file.origin} has no text: it holds pictures only, or a script writes it. Save "
                "the page after it has loaded, or give its text as a file."
            )
        yield Concealing(
            title=title or _first_heading(blocks), blocks=blocks, stated=said, hidden=hidden
        )


def _title(page: html.HtmlElement) -> str | None:
    """`title`, or the first `h1` where `title` only adds the name of the site to it."""
    titles = [
        clean(title.text_content())
        for head in page.iter("head")
        for title in head.iterchildren("title")
    ]
    heads = [clean(h.text_content()) for h in page.iter("h1")]
    heads = [head for head in heads if head]
    title = next(filter(None, titles), None)
    if title is None or (heads and heads[0].casefold() in title.casefold()):
        return heads[0] if heads else None
    return title


def _first_heading(blocks: tuple[Block, ...]) -> str | None:
    return next((b.text for b in blocks if b.kind is BlockKind.HEADING), None)


def _stated(page: html.HtmlElement) -> Stated:
    pairs = [
        (meta.get("name") or meta.get("property") or "", meta.get("content") or "")
        for meta in page.iter("meta")
    ]
    pairs += [(link.get("rel") or "", link.get("href") or "") for link in page.iter("link")]
    return stated([*pairs, ("lang", page.get("lang") or "")])
