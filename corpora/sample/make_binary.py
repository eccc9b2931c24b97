"""Writes the sample's DOCX, PDF and XLSX files from the texts in `sources/`.

Run `python corpora/sample/make_binary.py` after a change to a text. The same texts give the same
files, byte for byte, with the same library versions. Needs python-docx, reportlab and openpyxl.

A text holds blocks parted by blank lines: `# heading` (more marks, deeper level), lines that
start with `|` for a table whose first row is its header, anything else a paragraph.
"""

import re
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
from docx import Document
from pydantic import BaseModel, ConfigDict
from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import getSampleStyleSheet  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    Flowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

HERE = Path(__file__).resolve().parent
PUBLISHER = "Citewell sample library"
MODIFIED = re.compile(rb"<(dcterms:modified[^>]*)>[^<]*<")
WRITTEN = datetime(2024, 1, 1)  # noqa: DTZ001 - office files hold local time without a zone


class Source(BaseModel):
    """One file to write; `text` for DOCX and PDF, `header` and `rows` for XLSX."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    title: str
    text: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str | int | float, ...], ...] = ()


class Heading(Flowable):  # type: ignore[misc]
    """A PDF heading that is also an entry of the file's outline; level 0 is the title."""

    def __init__(self, text: str, level: int) -> None:
        super().__init__()
        self.level, self.text = level, text
        style = getSampleStyleSheet()["Title" if level == 0 else f"Heading{level}"]
        style.spaceBefore = 12
        self.paragraph = Paragraph(text, style)
        self.keepWithNext = True

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab's name
        return float(self.paragraph.getSpaceBefore())

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        return float(self.paragraph.getSpaceAfter())

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        size: tuple[float, float] = self.paragraph.wrap(width, height)
        return size

    def draw(self) -> None:
        self.canv.bookmarkPage(self.text)
        self.canv.addOutlineEntry(self.text, self.text, self.level)
        self.paragraph.drawOn(self.canv, 0, 0)


def blocks(text: str) -> Iterator[str]:
    """The text's blocks, without the blank lines between them."""
    return (block.strip() for block in text.split("\n\n") if block.strip())


def heading(block: str) -> tuple[str, int]:
    """A heading block's words and its level from 1; level 0 where the block is no heading."""
    words = block.lstrip("#")
    return words.strip(), len(block) - len(words)


def cells(block: str) -> list[list[str]]:
    """The rows of a table block."""
    return [[c.strip() for c in row.strip("| ").split("|")] for row in block.splitlines()]


def write_docx(source: Source, target: Path) -> None:
    document = Document()
    document.core_properties.title = source.title
    document.core_properties.author = PUBLISHER
    document.core_properties.created = document.core_properties.modified = WRITTEN
    document.add_heading(source.title, level=0)
    for block in blocks(source.text):
        words, level = heading(block)
        if level:
            document.add_heading(words, level=level)
        elif block.startswith("|"):
            rows = cells(block)
            table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for r, row in enumerate(rows):
                for c, words_of_cell in enumerate(row):
                    table.cell(r, c).text = words_of_cell
        else:
            document.add_paragraph(block)
    document.save(str(target))
    settle(target)


def write_pdf(source: Source, target: Path) -> None:
    styles = getSampleStyleSheet()
    story: list[Flowable] = [Heading(source.title, 0)]
    for block in blocks(source.text):
        words, level = heading(block)
        if level:
            story.append(Heading(words, level))
        elif block.startswith("|"):
            grid = [[Paragraph(cell, styles["BodyText"]) for cell in row] for row in cells(block)]
            lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)]
            story += [Table(grid, style=lines, repeatRows=1), Spacer(1, 8)]
        else:
            story.append(Paragraph(block, styles["BodyText"]))

    def furniture(canvas: Canvas, _: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, A4[1] - 40, PUBLISHER)
        page = canvas.getPageNumber()
        canvas.drawString(72, 36, f"Illustrative sample, not for clinical use - page {page}")

    template = SimpleDocTemplate(
        str(target), pagesize=A4, title=source.title, author=PUBLISHER, invariant=1, lang="en-GB"
    )
    template.build(story, onFirstPage=furniture, onLaterPages=furniture)


def write_xlsx(source: Source, target: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = source.title
    for row in (source.header, *source.rows):
        sheet.append([cell if cell != "" else None for cell in row])
    workbook.properties.creator = PUBLISHER
    workbook.properties.created = WRITTEN
    workbook.save(target)
    settle(target)


def settle(target: Path) -> None:
    """Rewrites an office file's zip with `WRITTEN` as every time, so that it does not change."""
    with zipfile.ZipFile(target) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    modified = f"<\\g<1>>{WRITTEN.isoformat()}Z<".encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, date_time=WRITTEN.timetuple()[:6])
            if name == "docProps/core.xml":  # openpyxl writes the clock's time into it
                content = MODIFIED.sub(modified, content)
            archive.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED)


WRITERS = {".docx": write_docx, ".pdf": write_pdf, ".xlsx": write_xlsx}


def main() -> None:
    for text in sorted((HERE / "sources").glob("*.toml")):
        source = Source.model_validate(tomllib.loads(text.read_text(encoding="utf-8")))
        WRITERS[source.path.suffix](source, HERE / source.path)


if __name__ == "__main__":
    main()
