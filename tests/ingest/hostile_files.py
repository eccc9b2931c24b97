"""Broken and hostile files, each with what the report must say of it. All wording is our own."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

import docx
import openpyxl
import pptx
from pptx.util import Inches
from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.report import FileOutcome
from tests.ingest.sources.spl_files import label, section
from tests.ingest.sources.test_epub import DOSE, ENCRYPTED, PAGE, book

WRITTEN = FileOutcome.WRITTEN
SKIPPED = FileOutcome.SKIPPED
QUARANTINED = FileOutcome.QUARANTINED

LEAKED = "the secret of this machine"
"""Stands in the file that external entities point to; it must never reach the index."""
EXPANDED = "expanded without end"
"""What entities would expand to."""


class Bad(NamedTuple):
    """A file, and the line it must end as; `says` is searched in the reason."""

    name: str
    content: bytes
    outcome: FileOutcome
    says: str = ""


def packed(parts: dict[str, bytes | str], whole: bytes = b"") -> bytes:
    """A ZIP of `parts` behind those of another one, `whole`, which they replace."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        if whole:
            with zipfile.ZipFile(io.BytesIO(whole)) as old:
                for name in old.namelist():
                    if name not in parts:
                        new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    made = io.BytesIO()
    save(made)
    return made.getvalue()


def entities(secret: str) -> str:
    """A document type whose entities expand a billion times, or to a file of this machine."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "{EXPANDED} ">{levels}<!ENTITY f SYSTEM "{secret}">]>'


def word(words: str = "Give 5 mg of examplol twice a day.") -> bytes:
    document = docx.Document()
    document.add_paragraph(words)
    return saved(document.save)


def slides() -> bytes:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1))
    box.text_frame.text = "Give 5 mg of examplol with food."
    return saved(deck.save)


def workbook() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (["Drug", "Dose"], ["Examplol", "5 mg in the evening"]):
        sheet.append(row)
    return saved(made.save)


def pdf(words: str = "Give 5 mg of examplol in the morning, with water.", lock: str = "") -> bytes:
    made = io.BytesIO()
    key = StandardEncryption(lock, canPrint=0) if lock else None
    canvas = Canvas(made, encrypt=key, invariant=1)
    for line in range(30):
        canvas.drawString(72, 720 - 20 * line, f"{line}. {words}")
    canvas.save()
    return made.getvalue()


def article(
    inside: str, pmid: str = "1", date: str = "<PubDate><Year>2020</Year></PubDate>"
) -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><Journal><JournalIssue>{date}"
        "</JournalIssue><Title>Illustrative Journal</Title></Journal><ArticleTitle>Examplol"
        f"</ArticleTitle>{inside}</Article></MedlineCitation></PubmedArticle>"
    )


def abstract(words: str) -> str:
    return f"<Abstract><AbstractText>{words}</AbstractText></Abstract>"


def pubmed(*articles: str, before: str = "") -> bytes:
    return f"{before}<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>".encode()


def jats(words: str, before: str = "") -> bytes:
    return (
        f"{before}<article><front><journal-meta/><article-meta><title-group><article-title>Examplol"
        f"</article-title></title-group></article-meta></front><body><p>{words}</p></body></article>"
    ).encode()


def spl(words: str, declared: str) -> bytes:
    whole = label(section(f"<paragraph>Give 5 mg {words} at night.</paragraph>", "Dose"))
    before, mark, after = whole.partition("?>")
    return (before + mark + declared + after).encode()


def xml_files(secret: str) -> Sequence[Bad]:
    declared = entities(secret)
    deep = "<b>" * 5000 + "x" + "</b>" * 5000
    whole = pubmed(article(abstract("Examplol was given to 40 people."), "21"))
    impossible = "<PubDate><Year>2021</Year><Month>13</Month><Day>45</Day></PubDate>"
    lasting = article(abstract("A date that does not exist is no reason to lose this."), "5",
                      impossible)  # fmt: skip
    return (
        Bad("pubmed_bomb.xml", pubmed(article(abstract("The &e9; dose was small."), "2"),
            before=declared), QUARANTINED, "amplification"),
        Bad("pubmed_external.xml", pubmed(article(abstract("The &f; dose was large."), "3"),
            before=declared), QUARANTINED, "entities"),
        Bad("pubmed_bomb_in_attribute.xml",
            pubmed(article(abstract("<i a='&e9;'/>x")), before=declared), QUARANTINED, "XML is"),
        Bad("pubmed_deep.xml", pubmed(article(abstract(deep))), QUARANTINED, "XML is broken.*dep"),
        Bad("pubmed_truncated.xml", whole[:-80], QUARANTINED, "XML is broken after"),
        Bad("pubmed_wrong_encoding.xml", b'<?xml version="1.0" encoding="utf-8"?>'
            + whole.replace(b"people", b"p\xe9rsonnes"), QUARANTINED, "XML is broken"),
        Bad("pubmed_no_abstract.xml", pubmed(article("", "4")), SKIPPED, "no text"),
        Bad("pubmed_no_such_date.xml", pubmed(lasting), WRITTEN),
        Bad("pubmed_one_id_twice.xml",
            pubmed(article(abstract("First words."), "6"), article(abstract("Other words."), "6")),
            WRITTEN),
        Bad("pubmed_empty_set.xml", pubmed(), QUARANTINED, "holds no"),
        Bad("pubmed_one_line.xml", pubmed(article(abstract("a" * 11_000_000))), QUARANTINED,
            "XML is broken"),
        Bad("spl_bomb.xml", spl("&e9;", declared), QUARANTINED, "broken XML .*amplification"),
        Bad("spl_external.xml", spl("&f;", declared), QUARANTINED, "entities"),
        Bad("jats_bomb.xml", jats("Examplol &e9; was given.", declared), QUARANTINED,
            "amplification"),
        Bad("jats_external.xml", jats("Examplol was &f; taken.", declared), QUARANTINED,
            "entities"),
        Bad("jats_nul.xml", jats("Examplol \0 was given."), QUARANTINED, "XML is broken"),
        Bad("jats_truncated.xml", jats("Examplol was given.")[:-12], QUARANTINED, "XML is broken"),
        Bad("empty.xml", b"", SKIPPED, "No reader"),
        Bad("unknown.xml", b"<recipe><step/></recipe>", SKIPPED, "No reader"),
    )  # fmt: skip


def page_files(secret: str) -> Sequence[Bad]:
    declared = entities(secret)
    binary = random.Random(3).randbytes(4000)
    page = "<html><body><p>{}</p></body></html>"
    wide = "<table><tr><td colspan=999999999 rowspan=999999999>Dose</td></tr><tr><td>5</td></tr>"
    return (
        Bad("bomb.xhtml", (declared + page.format("Give &e9; &f; slowly.")).encode(), WRITTEN),
        Bad("deep.html", page.format("<div>" * 3000 + "x").encode(), QUARANTINED, "too deeply"),
        Bad("endless.html", page.format("words " * 2_000_000).encode(), QUARANTINED, "10 MB"),
        Bad("wide.html", page.format(f"A wide table. {wide}").encode(), WRITTEN),
        Bad("binary.html", binary, QUARANTINED, "not text"),
        Bad("empty.html", b"", QUARANTINED, "is empty"),
        Bad("picture.html", b"\x89PNG\r\n", QUARANTINED, "a picture"),
        Bad("script.html", b"<html><script>go()</script></html>", QUARANTINED, "no text"),
        Bad("wrong_label.html", page.format("At most 5 \u00b5g.").encode("utf-16-le"), QUARANTINED,
            "not text"),
        Bad("no_such_encoding.html",
            b"<meta charset=x-undefined>" + page.format("From 5 \u00b5g.").encode("cp1252"),
            WRITTEN),
    )  # fmt: skip


def text_files() -> Sequence[Bad]:
    line = "Examplol is given twice a day to adults who need it. "
    return (
        Bad("empty.txt", b"", QUARANTINED, "is empty"),
        Bad("blank.md", b" \n\n\t", QUARANTINED, "is empty"),
        Bad("nul.txt", b"Dose\x00" * 50, QUARANTINED, "control characters"),
        Bad("mixed.txt", "At most 5 \u00b5g.\n".encode() + "And 6 \u00b5g.\n".encode("cp1252"),
            WRITTEN),
        Bad("one_line.txt", (line * 8_000).encode(), WRITTEN),
        Bad("one_line_of_34_megabytes.txt", b"words " * 5_700_000, QUARANTINED, "at most .* Split"),
        Bad("ragged.csv", b"Drug,Dose,Route\nExamplol,5 mg\nIllustril,1,2,3,4\n\n,,\n", WRITTEN),
        Bad("never_closed.csv", b'Drug,Dose\n"Examplol' + b",5\n" * 60_000, QUARANTINED,
            "breaks off at line .*quotation"),
        Bad("one_line.csv", b"Drug,Dose\n" + b"Examplol " * 300_000, QUARANTINED,
            "Line 2 has more than"),
        Bad("wide.csv", b"Drug,Dose\n" + b",".join([b"x"] * 60_000) + b"\nb,c" * 200, QUARANTINED,
            "more than 5,000,000 cells"),
        Bad("binary.csv", bytes(5000), QUARANTINED, "not text"),
        Bad("empty.csv", b"", QUARANTINED, "is empty"),
        Bad("deep.json", b'{"set_id": "1", "effective_time": "20200101", "openfda": '
            + b"[" * 200_000, QUARANTINED, "not a whole openFDA"),
    )  # fmt: skip


def pdf_files() -> Sequence[Bad]:
    loop = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]"
        b"/Count 9>>endobj\ntrailer<</Root 1 0 R>>"
    )
    return (
        Bad("truncated.pdf", pdf()[:700], QUARANTINED, "damaged|no text layer"),
        Bad("locked.pdf", pdf(lock="opensesame"), QUARANTINED, "encrypted with a password"),
        Bad("binary.pdf", random.Random(1).randbytes(4000), QUARANTINED, "not a PDF"),
        Bad("empty.pdf", b"", QUARANTINED, "not a PDF"),
        Bad("pages_in_a_circle.pdf", loop, QUARANTINED, "damaged|no text layer"),
        Bad("scan.pdf", saved(blank), QUARANTINED, "no text layer"),
        Bad("bomb.pdf", drawn(b"q " * 5_000_000), QUARANTINED, "made to fill a memory"),
    )  # fmt: skip


def drawn(instructions: bytes) -> bytes:
    """A page of these instructions, packed as tightly as can be."""
    packed_ = zlib.compress(instructions, 9)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1"
        b"/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
        b">>endobj\n4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>" % (len(packed_), packed_)
    )


def blank(made: io.BytesIO) -> None:
    canvas = Canvas(made, invariant=1)
    canvas.rect(72, 72, 300, 300)
    canvas.save()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(inside: str, after: str = "") -> bytes:
    xml = f'<worksheet xmlns="{MAIN}">{inside}{after}</worksheet>'
    return packed({SHEET: xml}, workbook())


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def office_files(secret: str) -> Sequence[Bad]:
    declared = entities(secret)
    binary = random.Random(2).randbytes(4000)
    body = "word/document.xml"
    with zipfile.ZipFile(io.BytesIO(word())) as whole:
        xml = whole.read(body).decode()
    bomb = xml.replace("?>", f"?>{declared}", 1).replace("Give", "&e9; &f;")
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", f"Row {n}")}</row>' for n in (1, 2))
    table = f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>'
    far = f"<row r='1048576'>{cell('XFD1048576', 'far away')}</row>"
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return (
        Bad("truncated.docx", word()[:-300], QUARANTINED, "not a Word document, or is damaged"),
        Bad("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + binary, QUARANTINED, "password"),
        Bad("binary.docx", binary, QUARANTINED, "not a Word document"),
        Bad("empty.docx", b"", QUARANTINED, "is empty"),
        Bad("bomb.docx", packed({body: bytes(70 << 20)}, word()), QUARANTINED, "unpacks to"),
        Bad("picture_bomb.docx", packed({"word/media/a.png": bytes(24 << 20)}, word()),
            QUARANTINED, "made to fill a memory"),
        Bad("slip.docx", packed({"../../etc/cron.d/a": "x"}, word()), QUARANTINED, "leads out"),
        Bad("entities.docx", packed({body: bomb}, word()), QUARANTINED, "declares a document type"),
        Bad("other.docx", workbook(), QUARANTINED, "not a Word document"),
        Bad("truncated.xlsx", workbook()[:-300], QUARANTINED, "not an Excel workbook, or is dam"),
        Bad("binary.xlsx", binary, QUARANTINED, "not an Excel workbook"),
        Bad("locked.xlsx", b"\xd0\xcf\x11\xe0" + binary, QUARANTINED, "encrypted"),
        Bad("huge_dimension.xlsx", sheet(table), WRITTEN),
        Bad("huge_merge.xlsx", sheet(table.replace("Row", "Line"), merged), WRITTEN),
        Bad("far_cell.xlsx", sheet(f"<sheetData>{rows}{far}</sheetData>".replace("Row", "Item")),
            WRITTEN),
        Bad("endless_rows.xlsx",
            sheet(f"<sheetData>{rows}{far.replace('1048576', '999999999')}</sheetData>"),
            QUARANTINED, "spreads over"),
        Bad("entities.xlsx", packed({"xl/workbook.xml": declared + "<a>&e9;</a>"}, workbook()),
            QUARANTINED, "declares a document type"),
        Bad("truncated.pptx", slides()[:-300], QUARANTINED, "not a PowerPoint presentation"),
        Bad("slip.pptx", packed({"/etc/cron.d/a": "x"}, slides()), QUARANTINED, "leads out"),
        Bad("bomb.pptx", packed({"ppt/slides/slide1.xml": bytes(70 << 20)}, slides()), QUARANTINED,
            "unpacks to"),
        Bad("entities.pptx", packed({"ppt/presentation.xml": declared + "<a>&e9;</a>"}, slides()),
            QUARANTINED, "declares a document type"),
        Bad("truncated.epub", book({"a.xhtml": DOSE})[:-60], QUARANTINED, "not an EPUB book"),
        Bad("slip.epub", book({"../../../a.xhtml": DOSE}), QUARANTINED, "leads out"),
        Bad("locked.epub", book({"a.xhtml": DOSE}, **{"META-INF__encryption": ENCRYPTED.format(
            "http://www.w3.org/2001/04/xmlenc#aes256-cbc")}), QUARANTINED, "is encrypted"),
        Bad("bomb.epub", book({"a.xhtml": PAGE.format(" " * (66 << 20))}), QUARANTINED, "unpacks"),
    )  # fmt: skip


def hostile_files(secret: str) -> list[Bad]:
    """Every one of them; `secret` is the address of a file that holds `LEAKED`."""
    return [
        *xml_files(secret),
        *page_files(secret),
        *text_files(),
        *pdf_files(),
        *office_files(secret),
    ]
