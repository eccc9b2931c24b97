"""Word documents. All clinical wording is illustrative."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument
from ingest.sources.docx import DocxReader
from tests.ingest.sources.reading import read_one, shown, written


def word(folder: Path, document: Document) -> ReadDocument:
    saved = io.BytesIO()
    document.save(saved)
    return read_one(DocxReader(), written(folder, "guide.docx", saved.getvalue()))


def test_headings_come_from_styles_and_short_lines_stay_prose(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Exampril guide", 0)
    document.add_paragraph("Give with food")
    document.add_heading("Dose", 1)
    document.add_paragraph("In renal impairment see Dose")
    document.add_heading("Renal impairment", 2)
    document.add_paragraph("Halve it.", style="List Bullet")
    document.add_paragraph("Check the level.", style="List Number")
    document.add_paragraph("Check it again.", style="List Number")
    made = word(tmp_path, document)
    assert made.title == "Exampril guide"
    assert shown(made.blocks) == [
        "# Exampril guide",
        "Give with food",
        "# Dose",
        "In renal impairment see Dose",
        "## Renal impairment",
        "Halve it.",
        "1. Check the level.",
        "2. Check it again.",
    ]


def test_a_table_keeps_its_place_its_header_and_its_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Doses by renal function:")
    table = document.add_table(rows=4, cols=3)
    rows = [("CrCl", "Dose", "Note"), ("<30", "2.5 mg", "a"), ("", "avoid", "b"), ("Note.", "", "")]
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).paragraphs[0].add_run(text).bold = i == 0
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 2))
    document.add_paragraph("Review.")
    assert shown(word(tmp_path, document).blocks) == [
        "Doses by renal function:",
        "CrCl | Dose | Note",
        "<30 | 2.5 mg | a",
        "<30 | avoid | b",
        "Note. | Note. | Note.",
        "Review.",
    ]


def test_raised_figures_keep_their_meaning(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Platelets 10")
    paragraph.add_run("9").font.superscript = True
    paragraph.add_run("/L, as advised.")
    paragraph.add_run("4").font.superscript = True
    assert shown(word(tmp_path, document).blocks) == ["Platelets 10\u2079/L, as advised.[4]"]


def test_tracked_changes_are_accepted_and_content_controls_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Give 5 mg")
    for mark in (
        "<w:ins {} w:id='1' w:author='x'><w:r><w:t> twice</w:t></w:r></w:ins>",
        "<w:del {} w:id='2' w:author='x'><w:r><w:delText> once</w:delText></w:r></w:del>",
        "<w:r {}><w:t> daily.</w:t></w:r>",
    ):
        document.element.body[0].extend([parse_xml(mark.format(nsdecls("w")))])
    control = (
        "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>Stop.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, parse_xml(control.format(nsdecls("w"))))
    assert shown(word(tmp_path, document).blocks) == ["Give 5 mg twice daily.", "Stop."]


def test_core_properties_outrank_the_first_heading(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Exampril guide"
    document.core_properties.language = "en-GB"
    document.add_heading("Dose", 1)
    document.add_paragraph("Give 5 mg.")
    document.sections[0].header.paragraphs[0].text = "Printed by"
    made = word(tmp_path, document)
    assert (made.title, made.stated.language) == ("Exampril guide", "en-GB")
    assert shown(made.blocks) == ["# Dose", "Give 5 mg."]


def zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", content)
    return made.getvalue()


def saved(document: Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0rest", "password or is an old Word document"),
        (b"just words", "is not a Word document"),
        (zipped(b"<w/>"), "is not a Word document"),
        (saved(docx.Document())[:-400], "is not a Word document"),
        (saved(docx.Document()), "has no text"),
    ],
)
def test_a_file_that_is_not_word_says_why(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocument, match=rf"guide\.docx.*{why}"):
        read_one(DocxReader(), written(tmp_path, "guide.docx", content))


def test_a_damaged_part_is_found(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Give 5 mg. " * 400)
    content = bytearray(saved(document))
    at = content.index(b"word/document.xml") + 60
    content[at : at + 40] = bytes(40)
    with pytest.raises(UnreadableDocument, match="damaged"):
        read_one(DocxReader(), written(tmp_path, "guide.docx", bytes(content)))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = zipped(bytes(130 * 1024 * 1024))
    assert len(bomb) < 2 * 1024 * 1024
    with pytest.raises(UnreadableDocument, match="unpacks to"):
        read_one(DocxReader(), written(tmp_path, "guide.docx", bomb))
