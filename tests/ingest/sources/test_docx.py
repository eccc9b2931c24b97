"""Word documents. All clinical wording is illustrative."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
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


NAMESPACES = (
    f'{nsdecls("w")} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def run(text: str, properties: str = "") -> str:
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{told}<w:t xml:space="preserve">{text}</w:t></w:r>'


def sign(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def boxed(words: str) -> str:
    return f"<w:pict><w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent></w:pict>"


HALF = (
    "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
    "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
)
STRUCK = "<w:strike/>"
SHOWN = '<w:fldSimple w:instr="REF dose">{}</w:fldSimple>'


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        (run("LDL ") + sign("Symbol", "F0B3") + run("5"), ["LDL \u22655"]),
        (run("10") + sign("Symbol", "F0A3") + run("5"), ["10\u22645"]),
        (run("5 ") + sign("Symbol", "F06D") + run("g"), ["5 \u03bcg"]),
        (run("10") + sign("Unheard Of", "F0B3") + run("5"), ["10\u25a15"]),
        (run("5 \uf06d", '<w:rFonts w:ascii="Symbol"/>') + run("g"), ["5 \u03bcg"]),
        (run("Take 2") + HALF + run("tablets."), ["Take 2 1/2 tablets."]),
        (run("Give ") + SHOWN.format(run("12 mg")) + run("."), ["Give 12 mg."]),
        (run("Give ") + run("50 mg", STRUCK) + run("5 mg."), ["Give 5 mg."]),
        (run("Give 5 mg.", '<w:strike w:val="0"/>'), ["Give 5 mg."]),
        (
            run("Give 5 mg.") + f"<w:r>{boxed('Never intravenously.')}</w:r>",
            ["Give 5 mg.", "Never intravenously."],
        ),
        (
            run("Give.")
            + f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{boxed('Box.')}</mc:Choice>"
            f"<mc:Fallback>{boxed('Box.')}</mc:Fallback></mc:AlternateContent></w:r>",
            ["Give.", "Box."],
        ),
    ],
)
def test_what_stands_in_no_plain_run_is_read_and_what_is_struck_is_not(
    tmp_path: Path, runs: str, words: list[str]
) -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {NAMESPACES}>{runs}</w:p>"))
    assert shown(word(tmp_path, document).blocks) == words


def test_a_footnote_follows_the_paragraph_or_the_table_that_names_it(tmp_path: Path) -> None:
    document = docx.Document()
    named = "<w:r><w:footnoteReference w:id='{}'/></w:r>"
    for at, runs in enumerate((run("Give 5 mg") + named.format(2) + run("."), run("Stop."))):
        document.element.body.insert(at, parse_xml(f"<w:p {NAMESPACES}>{runs}</w:p>"))
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Examplol", "10 mg"
    table.cell(0, 1).paragraphs[0]._p.append(
        parse_xml(f"<w:r {NAMESPACES}><w:footnoteReference w:id='3'/></w:r>")
    )
    document.add_paragraph("Review.")
    notes = "".join(
        f"<w:footnote w:id='{at}'{kind}><w:p><w:r><w:footnoteRef/></w:r>{run(words)}</w:p>"
        "</w:footnote>"
        for at, kind, words in (
            (0, " w:type='separator'", "-"),
            (2, "", "Not in pregnancy."),
            (3, "", "Half of it above 75 years."),
        )
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, RT.FOOTNOTES)
    assert shown(word(tmp_path, document).blocks) == [
        "Give 5 mg[1].",
        "[1] Not in pregnancy.",
        "Stop.",
        "Examplol | 10 mg[2]",
        "[2] Half of it above 75 years.",
        "Review.",
    ]
