"""Born-digital PDF: text in reading order, headings, page numbers, tables."""

from collections.abc import Iterator

from app.domain.errors import UnreadableDocument
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile
from ingest.screening.hidden import Concealing
from ingest.sources.pdf_bounds import check_streams
from ingest.sources.pdf_columns import in_columns
from ingest.sources.pdf_edges import without_furniture
from ingest.sources.pdf_headings import Headings, title_of
from ingest.sources.pdf_layout import lay_out
from ingest.sources.pdf_page import read_pages

_LETTERS_A_PAGE = 20
"""A file with fewer letters a page than this is a scan, perhaps with a stamp on it."""


class PdfReader:
    """Reads `.pdf` files that carry their text; a scan needs text recognition first."""

    name = "pdf"
    version = 3

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() == ".pdf":
            return True
        with file.path.open("rb") as opened:
            return opened.read(5) == b"%PDF-"

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:  # noqa: ARG002
        check_streams(file.path)
        drawn = read_pages(file.path)
        letters = sum(len(line.text) for page in drawn.pages for line in page.lines)
        if letters < _LETTERS_A_PAGE * min(len(drawn.pages), 5):
            raise UnreadableDocument(
                f"The PDF has no text layer on its {len(drawn.pages)} page(s), as scans have none; "
                "run OCR first (e.g. ocrmypdf) and ingest the result."
            )
        pages = tuple(in_columns(page) for page in without_furniture(drawn.pages))
        headings = Headings(pages)
        title = title_of(pages, drawn.title, headings.body)
        blocks = tuple(block for block in lay_out(pages, headings) if not _is_title(block, title))
        hidden = tuple(one for page in drawn.pages for one in page.hidden)
        yield Concealing(title=title, blocks=blocks, hidden=hidden)


def _is_title(block: Block, title: str | None) -> bool:
    """The title printed as a heading; it stands at the head of every section's path already."""
    is_heading = block.kind is BlockKind.HEADING
    return is_heading and title is not None and block.text.casefold() == title.casefold()
