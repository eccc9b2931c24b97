"""PowerPoint presentations: a slide is a section, its number the page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated
from ingest.screening.hidden import Concealing, Hidden
from ingest.screening.hidden_slides import hidden_on, put_away
from ingest.sources.package import PackageKind, check_package, damaged
from ingest.sources.slide_frame import take_off
from ingest.sources.slide_shapes import (
    marked_hidden,
    paragraphs,
    shape_blocks,
    theme_of,
    unwrap_alternatives,
)
from ingest.sources.stated import stated

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

NOTES: Final = "Notes"
"""Heading of what the speaker has written below a slide."""

_SUFFIXES: Final = frozenset({".pptx", ".pptm", ".ppsx", ".ppsm", ".potx"})
_UNTITLED: Final = frozenset({"powerpoint presentation", "presentation", "slide 1", "untitled"})
"""What programs write where nobody gave a title."""
_DAMAGED: Final = (
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    RuntimeError,
    NotImplementedError,
    EOFError,
)
"""What python-pptx raises on a package that breaks its own rules."""
_POWERPOINT: Final = PackageKind(
    noun="a PowerPoint presentation",
    repair="Open it in PowerPoint and save it again as .pptx.",
    unlock="has a password or is an old presentation (.ppt). Save it as .pptx without a password.",
)


class PptxReader:
    """Presentations and slide shows.

    What nobody is shown is left out: hidden slides and shapes, and what stands beside a slide. A
    speaker's notes are read as they are shown, whatever the colour of their letters.
    """

    @property
    def name(self) -> str:
        return "pptx"

    @property
    def version(self) -> int:
        return 3

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() in _SUFFIXES

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        from lxml.etree import LxmlError
        from pptx.exc import PythonPptxError

        check_package(file, _POWERPOINT)
        try:
            document = _read(_opened(file))
        except (*_DAMAGED, LxmlError, PythonPptxError) as error:
            raise damaged(file, _POWERPOINT, error) from error
        if all(block.kind is BlockKind.HEADING for block in document.blocks):
            raise UnreadableDocument(
                f"{file.origin} has no text: its slides are empty or hold pictures only. Pictures "
                "of text must be recognised as text first."
            )
        yield document


def _opened(file: SourceFile) -> "Presentation":
    from pptx.package import Package
    from pptx.parts.presentation import PresentationPart

    with file.path.open("rb") as opened:
        part = Package.open(opened).main_document_part
    if not isinstance(part, PresentationPart):
        raise ValueError("it holds another kind of document")  # noqa: TRY004 - as python-pptx does
    deck: Presentation = part.presentation
    return deck


def _read(deck: "Presentation") -> ReadDocument:
    blocks: list[Block] = []
    hidden: list[Hidden] = []
    size = (int(deck.slide_width or 0), int(deck.slide_height or 0))
    first = None
    for number, slide in enumerate(deck.slides, 1):
        if slide._element.get("show") in ("0", "false"):
            hidden += put_away("on a slide that is not shown", [slide._element], number)
            continue
        unwrap_alternatives(slide._element)
        if all(size):
            away = take_off(slide.shapes, size, slide.shapes.title)
            hidden += put_away("off the slide", away, number)
        hidden += put_away("by PowerPoint's hidden mark", marked_hidden(slide._element), number)
        hidden += hidden_on(slide, theme_of(slide), number)
        heading = _heading(slide)
        first = first or heading
        words = heading or f"Slide {number}"
        blocks.append(Block(kind=BlockKind.HEADING, text=words, page=number))
        blocks += (block for block in _body(slide, number) if block.text != words)
    core = deck.core_properties
    said = clean(core.title)
    return Concealing(
        hidden=tuple(hidden),
        title=first if not said or said.casefold() in _UNTITLED else said,
        blocks=tuple(blocks),
        stated=_stated(deck),
    )


def _heading(slide: "Slide") -> str | None:
    title = slide.shapes.title
    return clean(" ".join(paragraphs(title._element.txBody))) or None if title is not None else None


def _body(slide: "Slide", number: int) -> Iterator[Block]:
    title = slide.shapes.title
    shapes = [s for s in slide.shapes if title is None or s.shape_id != title.shape_id]
    yield from shape_blocks(shapes, number)
    notes = slide.notes_slide.notes_placeholder if slide.has_notes_slide else None
    spoken = list(paragraphs(notes._element.txBody)) if notes is not None else []
    if spoken:
        yield Block(kind=BlockKind.HEADING, text=NOTES, level=2, page=number)
    for words in spoken:
        yield Block(kind=BlockKind.PROSE, text=words, page=number)


def _stated(deck: "Presentation") -> Stated:
    """PowerPoint's own dates are of the file, not of its publication, and are left out."""
    core = deck.core_properties
    return stated(
        [("language", core.language), ("version", core.version), ("status", core.content_status)]
    )
