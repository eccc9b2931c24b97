"""PDF: text in reading order, headings, page numbers, tables; scans where they can be read."""

from collections.abc import Iterator

from app.domain.errors import UnreadableDocument
from ingest.notices import Said
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated
from ingest.screening.hidden import Concealing
from ingest.sources.pdf_bounds import check_streams
from ingest.sources.pdf_columns import in_columns
from ingest.sources.pdf_edges import without_furniture
from ingest.sources.pdf_file import read_pages
from ingest.sources.pdf_headings import Headings, title_of
from ingest.sources.pdf_layout import lay_out
from ingest.sources.pdf_scans import Scans, read_scans
from ingest.sources.recognition import Recogniser

_LETTERS_A_PAGE = 20
"""A file with fewer letters a page than this holds no text."""
_VERSION = 3
_WITH_RECOGNITION = 1000


class PdfReader:
    """Reads `.pdf` files by their text layer, and pages without one by text recognition."""

    name = "pdf"

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        """None, where the extra `ocr` is not installed, leaves scans out and says so."""
        self._recogniser = recogniser

    @property
    def version(self) -> int:
        """Another one with text recognition, so that installing it reads again what was refused."""
        recognition = self._recogniser.version * _WITH_RECOGNITION if self._recogniser else 0
        return _VERSION + recognition

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() == ".pdf":
            return True
        with file.path.open("rb") as opened:
            return opened.read(5) == b"%PDF-"

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:  # noqa: ARG002
        check_streams(file.path)
        drawn = read_pages(file.path)
        scans = read_scans(file.path, drawn.pages, self._recogniser)
        if scans.letters < _LETTERS_A_PAGE * min(len(scans.pages), 5):
            raise UnreadableDocument(_why(scans))
        pages = tuple(in_columns(page) for page in without_furniture(scans.pages))
        headings = Headings(pages)
        title = title_of(pages, drawn.title, headings.body)
        blocks = tuple(block for block in lay_out(pages, headings) if not _is_title(block, title))
        hidden = tuple(one for page in drawn.pages for one in page.hidden)
        stated = Stated(recognised_pages=scans.recognised)
        yield Concealing(title=title, blocks=blocks, stated=stated, hidden=hidden)
        for notice in scans.notices:
            yield notice.record()


def _why(scans: Scans) -> str:
    """Why a file has no text."""
    if not scans.notices:
        return "The PDF has no text layer, and its pages show no text."
    if scans.notices[0].said is Said.WITHOUT_TEXT:
        return (
            f"The PDF has no text layer on {len(scans.left_out)} of {len(scans.pages)} page(s), "
            "as scans have none: install citewell[ocr], or run OCR first (e.g. ocrmypdf), and "
            "ingest it again."
        )
    return f"The PDF has no text layer. {scans.notices[0].reason}"


def _is_title(block: Block, title: str | None) -> bool:
    """The title printed as a heading; it stands at the head of every section's path already."""
    is_heading = block.kind is BlockKind.HEADING
    return is_heading and title is not None and block.text.casefold() == title.casefold()
