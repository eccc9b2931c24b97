"""EPUB 2 and 3 books: their chapters in reading order, each read as the web page that it is."""

import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile
from ingest.screening.hidden import Concealing, Hidden
from ingest.screening.hidden_markup import hidden_in
from ingest.sources.decoding import decoded
from ingest.sources.epub_book import EpubBook, LockedBook
from ingest.sources.markup import blocks_in, parsed
from ingest.sources.package import PackageKind, check_package, damaged

_BOOK: Final = PackageKind(
    noun="an EPUB book",
    repair="Fetch it again.",
    unlock="is an Office document, not a book. Give it its right suffix.",
    declares_types=True,
)
_MIMETYPE: Final = b"mimetypeapplication/epub+zip"
_TYPE: Final = "epub:type"
_NOTES: Final = frozenset({"footnote", "endnote", "rearnote", "footnotes", "endnotes"})
LINKED: Final = 0.5
"""Share of a page's words inside links, above which a page that the book calls a list is one."""


class EpubReader:
    """Books without digital rights management.

    Left out: the cover, navigation, lists of contents and figures, and pages outside the linear
    order. A page number in the text is taken out, so that it never runs into a dose.
    """

    @property
    def name(self) -> str:
        return "epub"

    @property
    def version(self) -> int:
        return 3

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() == ".epub":
            return True
        with file.path.open("rb") as opened:
            return opened.read(30 + len(_MIMETYPE))[30:] == _MIMETYPE

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        check_package(file, _BOOK)
        try:
            with zipfile.ZipFile(file.path) as package:
                document = _read(EpubBook(package), file.origin)
        except LockedBook:
            raise UnreadableDocument(
                f"{file.origin} is encrypted (digital rights management). Get a copy without it."
            ) from None
        except (KeyError, ValueError, etree.LxmlError) as error:
            raise damaged(file, _BOOK, error) from error
        if all(block.kind is BlockKind.HEADING for block in document.blocks):
            raise UnreadableDocument(
                f"{file.origin} has no text: its pages are empty or hold pictures only. Pictures "
                "of text must be recognised as text first."
            )
        yield document


def _read(book: EpubBook, origin: str) -> ReadDocument:
    blocks: list[Block] = []
    hidden: list[Hidden] = []
    labels = book.labels()
    for name, is_called_list in book.chapters():
        page = _page(book.page(name), f"{origin}!/{name}")
        if page is not None and not (is_called_list and _is_list(page)):
            hidden += (
                one.model_copy(update={"how": f"{one.how}, in {clean(name)}"})
                for one in hidden_in(page)
            )
            blocks += _headed(_blocks(page, origin, name), labels.get(name))
    return Concealing(
        title=book.title, blocks=tuple(blocks), stated=book.stated, hidden=tuple(hidden)
    )


def _page(data: bytes, name: str) -> html.HtmlElement | None:
    text = decoded(data)
    return parsed(text, name) if "<" in text else None


def _is_list(page: html.HtmlElement) -> bool:
    words = len(clean(page.text_content()))
    linked = sum(len(clean(link.text_content())) for link in page.iter("a"))
    return words == 0 or linked > LINKED * words


def _blocks(page: html.HtmlElement, origin: str, name: str) -> tuple[Block, ...]:
    for element in list(page.iter()):
        _settle(element)
    try:
        return blocks_in(page)
    except RecursionError as error:
        raise UnreadableDocument(
            f"{origin} nests its elements too deeply in {clean(name)} to be read."
        ) from error


def _settle(element: html.HtmlElement) -> None:
    """Takes a page's number out, brackets a note's mark, and keeps the notes themselves."""
    if not isinstance(element.tag, str):
        return
    kinds = set(element.get(_TYPE, "").split()) | {element.get("role", "").removeprefix("doc-")}
    if "pagebreak" in kinds:
        element.drop_tree()
    elif "noteref" in kinds and not _is_raised(element):
        mark = clean(element.text_content())
        for child in list(element):
            element.remove(child)
        element.text = f"[{mark}]" if mark.isalnum() else mark
    elif kinds & _NOTES:
        element.tag = "div"


def _is_raised(element: html.HtmlElement) -> bool:
    inside = next(element.iter("sup"), None) is not None
    return inside or next(element.iterancestors("sup"), None) is not None


def _headed(blocks: tuple[Block, ...], label: str | None) -> tuple[Block, ...]:
    """A chapter that begins without a heading takes its name from the table of contents."""
    if not blocks or not label or blocks[0].kind is BlockKind.HEADING:
        return blocks
    rest = blocks[1:] if clean(blocks[0].text).casefold() == label.casefold() else blocks
    return (Block(kind=BlockKind.HEADING, text=label), *rest)
