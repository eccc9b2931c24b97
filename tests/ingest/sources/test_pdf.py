"""PDF: reading order, headings, running heads, hyphens, tables, and files that cannot be read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import letter  # type: ignore[import-untyped]
from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Table as DrawnTable  # type: ignore[import-untyped]
from reportlab.platypus import TableStyle

from app.domain.errors import UnreadableDocument
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.sources.pdf import PdfReader

DATA = Path(__file__).parents[4] / "shared/data/guidelines"
LEFT, RIGHT, TOP, LEADING = 50, 320, 700, 13


def draw(path: Path, *pages: Callable[[Canvas], None], **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=letter, **options)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def column(canvas: Canvas, x: float, lines: list[str], top: float = TOP) -> None:
    for at, line in enumerate(lines):
        canvas.drawString(x, top - at * LEADING, line)


def read(path: Path) -> ReadDocument:
    (document,) = PdfReader().read(SourceFile(path=path, origin=path.name), {})
    return document


def prose(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks if block.kind is BlockKind.PROSE]


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        column(
            canvas, LEFT, ["An illustrative sentence begins in", "the left column and goes on in"]
        )
        column(canvas, RIGHT, ["the right one, then it turns the", "page without an end and"])

    def second(canvas: Canvas) -> None:
        column(canvas, LEFT, ["stops here.", "A second sentence follows it."])

    document = read(draw(tmp_path / "a.pdf", first, second))
    assert prose(document)[0] == (
        "An illustrative sentence begins in the left column and goes on in the right one, then it "
        "turns the page without an end and stops here. A second sentence follows it."
    )


def test_columns_drawn_line_by_line_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left line {at} of illustrative words goes on" for at in "abcdefgh"]
    right = [f"right line {at} of illustrative words goes on" for at in "abcdefgh"]

    def page(canvas: Canvas) -> None:
        for at, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(LEFT, TOP - at * LEADING, one)
            canvas.drawString(RIGHT, TOP - at * LEADING, other)

    text = " ".join(prose(read(draw(tmp_path / "a.pdf", page))))
    assert text == " ".join([*left, *right])


def test_headings_are_told_by_size_and_weight_and_bear_levels_and_pages(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(LEFT, 740, "An illustrative guideline")
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(LEFT, 700, "Dosing")
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(LEFT, 680, "In adults")
        canvas.setFont("Helvetica", 10)
        column(canvas, LEFT, ["Give an illustrative amount,", "and then no more of it."], 660)

    def next_page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(LEFT, 700, "Monitoring")
        canvas.setFont("Helvetica", 10)
        column(canvas, LEFT, ["Watch for illustrative effects."], 680)

    document = read(draw(tmp_path / "a.pdf", page, next_page))
    assert document.title == "An illustrative guideline"
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    assert [(b.text, b.page) for b in headings] == [
        ("Dosing", 1),
        ("In adults", 1),
        ("Monitoring", 2),
    ]
    assert headings[0].level == headings[2].level < headings[1].level


def test_a_recommendation_printed_in_bold_is_prose_not_a_heading(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 10)
        column(canvas, LEFT, ["Clinicians should offer the illustrative", "treatment to everyone."])
        canvas.setFont("Helvetica", 10)
        column(canvas, LEFT, [f"Line {at} of plain illustrative words" for at in range(9)], 600)

    document = read(draw(tmp_path / "a.pdf", page))
    assert "Clinicians should offer the illustrative treatment to everyone." in prose(document)


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def drawn(canvas: Canvas) -> None:
            canvas.drawString(LEFT, 765, f"Illustrative Society 2031 Page {number}")
            canvas.drawString(300, 30, str(number))
            column(canvas, LEFT, [f"Sentence {'abcdef'[number]} stands on this page."])

        return drawn

    document = read(draw(tmp_path / "a.pdf", *[page(number) for number in range(1, 6)]))
    assert prose(document) == [f"Sentence {letter} stands on this page." for letter in "bcdef"]
    assert [block.page for block in document.blocks] == [1, 2, 3, 4, 5]


def test_line_numbers_in_the_margin_never_enter_a_sentence(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for at in range(8):
            canvas.drawString(30, TOP - at * LEADING, str(at + 41))
            canvas.drawString(72, TOP - at * LEADING, f"word{'abcdefgh'[at]} goes on and")

    (text,) = prose(read(draw(tmp_path / "a.pdf", page)))
    assert text.startswith("worda goes on and wordb")
    assert not any(digit.isdigit() for digit in text)


def test_a_broken_word_is_mended_and_a_real_hyphen_stays(tmp_path: Path) -> None:
    lines = [
        "A vaccination is illustrative. The vacci-",
        "nation is over. It was virus-specific, as virus-",
        "specific as could be, and EXMPL-",
        "mediated, at 5-",
        "10 mg, with well made and long",
    ]
    (text,) = prose(read(draw(tmp_path / "a.pdf", lambda canvas: column(canvas, LEFT, lines))))
    assert "The vaccination is over." in text
    assert "as virus-specific as" in text
    assert "EXMPL-mediated, at 5-10 mg" in text


def test_a_raised_exponent_never_makes_a_bigger_number(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, TOP)
        text.textOut("Platelets below 20 x 10")
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut("9")
        text.setFont("Helvetica", 10)
        text.setRise(0)
        text.textOut("/L are illustrative.")
        canvas.drawText(text)

    (text,) = prose(read(draw(tmp_path / "a.pdf", page)))
    assert "109" not in text
    assert "10^9" in text


def test_a_ruled_table_reads_row_by_row(tmp_path: Path) -> None:
    cells = [["Drug", "Dose", "Route"], ["Examplol", "5 mg", "oral"], ["Examplamab", "1 g", "iv"]]

    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, ["The illustrative doses are in the table."])
        table = DrawnTable(cells)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        table.wrapOn(canvas, 400, 200)
        table.drawOn(canvas, LEFT, 600)
        column(canvas, LEFT, ["After the table comes this."], 560)

    document = read(draw(tmp_path / "a.pdf", page))
    (table,) = [block.table for block in document.blocks if block.table]
    assert table.header == ("Drug", "Dose", "Route")
    assert table.rows == (("Examplol", "5 mg", "oral"), ("Examplamab", "1 g", "iv"))
    assert [block.kind.value for block in document.blocks] == ["prose", "table", "prose"]


def test_shading_behind_words_makes_no_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColor(colors.lightgrey)
        for row in range(4):
            for across in range(3):
                canvas.rect(LEFT + across * 60, TOP - 4 - row * LEADING, 60, LEADING, 0, 1)
        canvas.setFillColor(colors.black)
        column(canvas, LEFT, ["Four lines of illustrative", "words are", "marked in", "grey here."])

    document = read(draw(tmp_path / "a.pdf", page))
    assert prose(document) == ["Four lines of illustrative words are marked in grey here."]


def test_items_of_a_list_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    lines = [
        "Consider the following:",
        "1. First an illustrative item",
        "2. Then a second",
        "3. End",
    ]
    document = read(draw(tmp_path / "a.pdf", lambda canvas: column(canvas, LEFT, lines)))
    assert prose(document)[-3:] == lines[1:]


def test_a_scan_says_that_it_needs_text_recognition(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", lambda canvas: canvas.rect(50, 50, 400, 600, fill=1))
    with pytest.raises(UnreadableDocument, match=r"no text layer.*run OCR first"):
        read(path)


def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    path = draw(
        tmp_path / "a.pdf",
        lambda canvas: column(canvas, LEFT, ["Illustrative words behind a password."]),
        encrypt=StandardEncryption("secret", canPrint=0),
    )
    with pytest.raises(UnreadableDocument, match="password"):
        read(path)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"no pdf at all", b"%PDF-1.4\n" + b"x" * 999]
)
def test_a_damaged_file_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument):
        read(path)


def test_a_truncated_file_is_unreadable_or_read_never_a_crash(tmp_path: Path) -> None:
    lines = ["Illustrative words, enough of them to be a page."] * 20
    whole = draw(tmp_path / "a.pdf", *[lambda canvas: column(canvas, LEFT, lines)] * 3).read_bytes()
    unread = 0
    for part in range(1, 8):
        path = tmp_path / "cut.pdf"
        path.write_bytes(whole[: len(whole) * part // 8])
        try:
            read(path)
        except UnreadableDocument:
            unread += 1
    assert unread > 0


def test_two_threads_read_at_once(tmp_path: Path) -> None:
    lines = ["Illustrative words, enough of them to be a page."] * 20
    path = draw(tmp_path / "a.pdf", *[lambda canvas: column(canvas, LEFT, lines)] * 5)
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(read, [path] * 8))
    assert all(document == documents[0] for document in documents)


needs_mmwr = pytest.mark.skipif(not DATA.is_dir(), reason="shared guideline PDFs are not here")


@needs_mmwr
def test_a_real_dose_table_keeps_each_regimen_with_its_condition() -> None:
    document = read(DATA / "cdc_mmwr/rr5902.pdf")
    assert document.title
    assert document.title.startswith("Use of a Reduced (4-Dose)")
    tables = [block.table for block in document.blocks if block.table]
    table = next(table for table in tables if table.header[:1] == ("Vaccination status",))
    statuses = [(row[0].rstrip("*"), row[1]) for row in table.rows]
    assert statuses.count(("Previously vaccinated", "Vaccine")) == 1
    assert statuses.count(("Not previously vaccinated", "Vaccine")) == 1
    assert all(len(row) == 3 and all(row) for row in table.rows)


@needs_mmwr
def test_a_real_header_of_two_rows_stands_over_its_own_columns() -> None:
    document = read(DATA / "cdc_mmwr/rr5901.pdf")
    tables = [block.table for block in document.blocks if block.table and block.page == 14]
    header = next(table.header for table in tables if table.rows[0][0] == "Pain")
    doses = [name.partition("JE-VC")[0].partition("Placebo")[0].strip() for name in header]
    expected = ["Post dose 1", "Post dose 2", "Post dose 1 or 2"]
    assert doses == ["Reaction", *(dose for dose in expected for _ in range(2))]


@needs_mmwr
def test_a_real_two_column_report_reads_in_order_without_its_furniture() -> None:
    document = read(DATA / "cdc_mmwr/rr5902.pdf")
    text = "\n".join(prose(document))
    assert "\ufffe" not in text
    assert "Recommendations and Reports 3" not in text
    headings = [b.text for b in document.blocks if b.kind is BlockKind.HEADING]
    wanted = ["Introduction", "Methods", "Rationale for Reduced Doses of Human Rabies Vaccine"]
    assert [heading for heading in headings if heading in wanted] == wanted


@needs_mmwr
def test_a_real_draft_is_read_without_its_line_numbers() -> None:
    document = read(DATA / "cdc_opioid/CDC-2022-0024-0002_content.pdf")
    (table,) = [block.table for block in document.blocks if block.table]
    assert ("Morphine", "1") in table.rows
    assert not any("703 federal" in text or text[:4].isdigit() for text in prose(document)[:200])
    pages = [block.page or 0 for block in document.blocks]
    assert pages == sorted(pages)
    assert max(pages) > 200
