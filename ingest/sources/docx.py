"""Word documents: heading styles, lists with their numbers, tables with merged cells."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lxml import html

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated
from ingest.screening.hidden import Concealing
from ingest.screening.hidden_word import hidden_in
from ingest.sources.elements import blocks_of, keep_offline, settled
from ingest.sources.package import PackageKind, check_package, damaged
from ingest.sources.stated import stated
from ingest.sources.table_markup import table_of
from ingest.sources.word_markup import unwrap, write_out, write_out_raised
from ingest.sources.word_notes import set_notes

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph
    from unstructured.documents.elements import Element

LOOKED_AHEAD: Final = 3
"""Headings that unstructured may have left out before one is no longer looked for."""
LONGEST_NUMBER: Final = 12
"""Characters of a heading's automatic number."""

_DAMAGED: Final = (
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    RuntimeError,
    EOFError,
)
"""What python-docx raises on a package that breaks its own rules."""

_WORD: Final = PackageKind(
    noun="a Word document",
    repair="Open it in Word and save it again as .docx.",
    unlock="has a password or is an old Word document (.doc). Save it as .docx without a password.",
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class DocxReader:
    """`.docx` and `.docm`, their macros left alone."""

    @property
    def name(self) -> str:
        return "docx"

    @property
    def version(self) -> int:
        return 3

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() in {".docx", ".docm"}

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        word = _opened(file)
        try:
            document = _read(word, file.origin)
        except _DAMAGED as error:
            raise damaged(file, _WORD, error) from error
        yield document


def _read(word: "WordDocument", origin: str) -> ReadDocument:
    set_notes(word)
    unwrap(word)
    write_out(word)
    hidden = hidden_in(word)
    headings = [(clean(p.text), level) for p in word.paragraphs if (level := _level(p))]
    header_rows = [_has_header_row(table) for table in word.tables]
    write_out_raised(word)
    blocks = _blocks(word, headings, header_rows)
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise UnreadableDocument(
            f"{origin} has no text: it is empty or holds pictures only. Scans must be "
            "recognised as text first."
        )
    title = clean(word.core_properties.title) or next(
        (clean(p.text) for p in word.paragraphs if _style(p) == "Title" and p.text.strip()),
        headings[0][0] if headings else None,
    )
    return Concealing(title=title, blocks=blocks, stated=_stated(word), hidden=hidden)


def _opened(file: SourceFile) -> "WordDocument":
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    check_package(file, _WORD)
    try:
        with file.path.open("rb") as opened:
            return docx.Document(opened)
    except ValueError as error:
        raise damaged(file, _WORD, ValueError("it holds another kind of document")) from error
    except (*_DAMAGED, PackageNotFoundError, LxmlError) as error:
        raise damaged(file, _WORD, error) from error


def _blocks(
    word: "WordDocument", headings: list[tuple[str, int]], header_rows: list[bool]
) -> tuple[Block, ...]:
    keep_offline()
    from unstructured.partition.docx import partition_docx

    changed = io.BytesIO()
    word.save(changed)
    changed.seek(0)
    elements = partition_docx(file=changed, languages=[""])
    with_header = iter(header_rows)
    left = list(headings)

    def level(element: "Element") -> int | None:
        """Headings come in the order of their paragraphs; one that is not met is passed over."""
        words = clean(element.text)
        for at, (heading, depth) in enumerate(left[:LOOKED_AHEAD]):
            if words == heading or _is_numbered(words, heading):
                del left[: at + 1]
                return depth
        return None

    def table(element: "Element") -> tuple[Block, ...] | None:
        if element.category != "Table":
            return None
        first_is_header = next(with_header, False)
        markup = element.metadata.text_as_html
        if markup is None:
            return (Block(kind=BlockKind.PROSE, text=element.text),)
        cells = table_of(html.fragment_fromstring(markup), header_first=first_is_header)
        return (Block(kind=BlockKind.TABLE, table=cells),) if cells else ()

    return settled(tuple(blocks_of(elements, level, table)))


def _is_numbered(words: str, heading: str) -> bool:
    """Whether `words` are the heading behind the number that Word shows before it."""
    number = words.removesuffix(f" {heading}")
    return number != words and len(number) <= LONGEST_NUMBER and " " not in number


def _style(paragraph: "Paragraph") -> str:
    style = paragraph.style
    return (style.name or "") if style is not None else ""


def _level(paragraph: "Paragraph") -> int | None:
    """1-9 for a heading, by its style (`Heading 2`, `Title`) or its outline level."""
    if not paragraph.text.strip():
        return None
    name = _style(paragraph)
    if name == "Title":
        return 1
    if name.startswith("Heading ") and name[8:].isdigit():
        return max(int(name[8:]), 1)
    style = paragraph.style
    for element in (paragraph._p, style.element if style is not None else None):
        outline = element.find(f".//{_W}outlineLvl") if element is not None else None
        if outline is not None:
            depth = int(outline.get(f"{_W}val", "9"))
            return depth + 1 if depth < 9 else None
    return None


def _has_header_row(table: "WordTable") -> bool:
    """Whether the first row is repeated on each page, or all its words are bold."""
    rows = table._tbl.tr_lst
    if not rows:
        return False
    if rows[0].find(f"{_W}trPr/{_W}tblHeader") is not None:
        return True
    runs = [run for cell in table.rows[0].cells for p in cell.paragraphs for run in p.runs]
    worded = [run for run in runs if run.text.strip()]
    return bool(worded) and all(run.bold for run in worded)


def _stated(word: "WordDocument") -> Stated:
    """Word's own dates are of the file, not of its publication, and are left out."""
    core = word.core_properties
    return stated(
        [("language", core.language), ("version", core.version), ("status", core.content_status)]
    )
