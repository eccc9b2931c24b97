"""Opens a PDF and reads its pages as PDFium tells them."""

import threading
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from app.domain.errors import UnreadableDocument
from ingest.screening.hidden_drawn import Box, hidden_on
from ingest.sources.pdf_drawn import grounds, rules
from ingest.sources.pdf_letters import Letters
from ingest.sources.pdf_page import Page
from ingest.sources.pdf_tags import read_tags

ONE_AT_A_TIME = threading.Lock()
"""PDFium is not thread-safe, not even on different documents."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A whole PDF as drawn, and what its metadata name it."""

    pages: tuple[Page, ...]
    title: str


def read_pages(path: Path) -> Pages:
    """Everything on the file's pages.

    Raises:
        UnreadableDocument: the file is encrypted, or not a PDF that PDFium can open.
    """
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if error.err_code == raw.FPDF_ERR_PASSWORD:
                raise UnreadableDocument(
                    "The PDF is encrypted with a password; save a copy without one."
                ) from None
            raise UnreadableDocument(
                "The PDF cannot be opened: it is damaged or not a PDF; fetch it again."
            ) from None
        try:
            facts = document.get_metadata_dict()
            pages = tuple(_page(document, index) for index in range(len(document)))
        except pdfium.PdfiumError as error:
            raise UnreadableDocument(f"The PDF is damaged: {error}; fetch it again.") from None
        finally:
            document.close()
    return Pages(pages, facts.get("Title", ""))


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            shown = Box(*page.get_bbox())
            letters = Letters(text_page, read_tags(page), shown)
            lines = tuple(letters.lines())
        finally:
            text_page.close()
        hidden = hidden_on(letters.drawn, shown, index + 1, lambda: tuple(grounds(page)))
        width, height = shown.right - shown.left, shown.top - shown.bottom
        return Page(index + 1, width, height, lines, tuple(rules(page)), hidden)
    finally:
        page.close()
