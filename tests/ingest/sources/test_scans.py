"""Scanned pages: what is read off them, what is not taken in, and what is told of it."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Table as DrawnTable  # type: ignore[import-untyped]
from reportlab.platypus import TableStyle

from app.domain.errors import UnreadableDocument
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.notices import Notice, Said, notice_in
from ingest.reading import ReadDocument, SourceFile
from ingest.report import FileOutcome
from ingest.sources import pdf_scans
from ingest.sources.ocr import installed
from ingest.sources.pdf import PdfReader
from ingest.sources.recognition import Picture, Recognised, Recogniser, Seen, SeenLine
from tests.fakes import FakeGenerations
from tests.ingest.sources.reading import shown
from tests.ingest.sources.scan_files import Draw, lines, pictured, scanned

WORDS = (
    "The illustrative dose of examplol is 2.5 mg twice a day.",
    "Give fictamine 1,200 mg on the first day, then 0.125 mg.",
    "Below 30 mL/min halve it; above that keep 10 mg/kg/day.",
)
TEXT = lines("A page of text stands in this illustrative file.", "It is read by its text layer.")
PAGE = lines(*WORDS)
RECOGNISER = installed()
needs_ocr = pytest.mark.skipif(RECOGNISER is None, reason="the extra `ocr` is not installed")


class Told:
    """A recogniser that finds the same words on every picture, as sure as it is told to be."""

    version = 7

    def __init__(self, sure: float, *words: tuple[str, float]) -> None:
        self._sure = sure
        self._words = words

    def read(self, picture: Picture) -> Recognised:
        words = tuple(
            Seen(text, 100 + at * 100, 190 + at * 100, 300, 330, sure)
            for at, (text, sure) in enumerate(self._words)
        )
        return Recognised(picture, (SeenLine(words, self._sure),) if words else ())


def read(path: Path, recogniser: Recogniser | None) -> tuple[ReadDocument, list[Notice]]:
    """The document, and the notices about its pages."""
    file = SourceFile(path=path, origin=path.name)
    document, *records = PdfReader(recogniser).read(file, {})
    notices = [notice_in(f"{path.name}#{one.record}") for one in records]
    assert all(one is not None for one in notices)
    return document, [one for one in notices if one is not None]


def text_of(path: Path) -> str:
    return " ".join(shown(read(path, RECOGNISER)[0].blocks))


def table(canvas: Canvas) -> None:
    cells = [
        ["Drug", "Dose", "Kidney function"],
        ["Examplol", "5 mg", "above 60 mL/min"],
        ["Examplol", "2.5 mg", "30 to 60 mL/min"],
        ["Fictamine", "avoid", "below 30 mL/min"],
    ]
    lines("The illustrative doses are in the table.")(canvas)
    made = DrawnTable(cells, colWidths=[120, 90, 150])
    made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    made.wrapOn(canvas, 400, 200)
    made.drawOn(canvas, 72, 590)


def columns(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 740, "An illustrative guideline")
    canvas.setFont("Helvetica", 10)
    left = ["In the left column examplol is given", "at 5 mg twice a day, and it is never"]
    left += ["given with fictamine. Watch for any", "sign of drowsiness on the first days."]
    right = ["In the right column one reads that", "the level is taken after two weeks"]
    right += ["and again after six. Stop it where", "the level is above 12 mg/L on a day."]
    lines(*left, x=60)(canvas)
    lines(*right, x=325, top=697)(canvas)


@needs_ocr
@pytest.mark.parametrize(
    ("dpi", "turned", "noise"),
    [(100, 0, 0), (150, 1.0, 10), (200, -0.7, 15), (300, 0, 20), (150, 90, 0), (150, 180, 0)],
)
def test_a_scan_is_read_word_for_word(
    tmp_path: Path, dpi: int, turned: float, noise: float
) -> None:
    path = scanned(tmp_path / "a.pdf", [pictured(PAGE, dpi, turned, noise)])
    document, notices = read(path, RECOGNISER)
    assert " ".join(shown(document.blocks)) == " ".join(WORDS)
    assert document.stated.recognised_pages == (1,)
    assert [block.page for block in document.blocks] == [1]
    assert not notices


@needs_ocr
def test_two_scanned_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = scanned(tmp_path / "a.pdf", [pictured(columns)])
    document, _ = read(path, RECOGNISER)
    text = " ".join(shown(document.blocks))
    assert document.title == "An illustrative guideline"
    assert "and it is never given with fictamine." in text
    assert text.index("drowsiness on the first days.") < text.index("In the right column")


@needs_ocr
@pytest.mark.parametrize("turned", [0.0, 0.8])
def test_a_scanned_dose_table_keeps_each_dose_in_its_row(tmp_path: Path, turned: float) -> None:
    document, _ = read(scanned(tmp_path / "a.pdf", [pictured(table, 200, turned)]), RECOGNISER)
    (found,) = [block.table for block in document.blocks if block.table]
    assert found.header == ("Drug", "Dose", "Kidney function")
    rows = [tuple(cell.replace(" ", "") for cell in row) for row in found.rows]
    assert rows == [
        ("Examplol", "5mg", "above60mL/min"),
        ("Examplol", "2.5mg", "30to60mL/min"),
        ("Fictamine", "avoid", "below30mL/min"),
    ]


@needs_ocr
def test_a_scanned_page_among_pages_of_text_stands_in_its_place(tmp_path: Path) -> None:
    document, notices = read(scanned(tmp_path / "a.pdf", [TEXT, pictured(PAGE), TEXT]), RECOGNISER)
    assert [block.page for block in document.blocks] == [1, 2, 3], shown(document.blocks)
    assert document.blocks[1].text == " ".join(WORDS)
    assert document.stated.recognised_pages == (2,)
    assert not notices


@needs_ocr
def test_a_scan_under_a_stamp_is_read(tmp_path: Path) -> None:
    stamp = "Downloaded on a day of March from an illustrative place"
    assert " ".join(WORDS) in text_of(scanned(tmp_path / "a.pdf", [pictured(PAGE)], stamp))


@needs_ocr
def test_a_scan_too_faint_for_its_doses_is_refused(tmp_path: Path) -> None:
    path = scanned(tmp_path / "a.pdf", [pictured(PAGE, 60, 0, 60)])
    with pytest.raises(UnreadableDocument, match=r"no text layer.*too faint.*Scan them again"):
        read(path, RECOGNISER)


@needs_ocr
def test_recognition_reaches_for_no_network_and_writes_to_no_terminal(tmp_path: Path) -> None:
    path = scanned(tmp_path / "a.pdf", [pictured(PAGE, 100)])
    program = f"""
import os, sys
def guard(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "urllib.Request")):
        os._exit(3)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        os._exit(4)
sys.dont_write_bytecode = True
sys.addaudithook(guard)
from pathlib import Path
from ingest.reading import SourceFile
from ingest.sources.ocr import installed
from ingest.sources.pdf import PdfReader
path = Path({str(path)!r})
(document,) = PdfReader(installed()).read(SourceFile(path=path, origin="a"), {{}})
print(document.blocks[0].text)
"""
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip() == " ".join(WORDS)


def test_without_the_extra_a_scan_says_how_to_have_it_read(tmp_path: Path) -> None:
    path = scanned(tmp_path / "a.pdf", [pictured(PAGE, 72)] * 3, "An illustrative stamp on it")
    with pytest.raises(UnreadableDocument, match=r"no text layer on 3 of 3.*citewell\[ocr\]"):
        read(path, None)


def test_without_the_extra_scanned_pages_among_text_are_named(tmp_path: Path) -> None:
    pages: list[Draw | Image.Image] = [TEXT, pictured(PAGE, 72), TEXT, pictured(PAGE, 72)]
    document, notices = read(scanned(tmp_path / "a.pdf", [*pages, pages[1]]), None)
    assert [block.page for block in document.blocks] == [1, 3]
    assert notices == [Notice(said=Said.WITHOUT_TEXT, of="pages:2,4-5")]
    assert "Pages 2, 4-5: no text layer" in notices[0].reason
    assert "citewell[ocr]" in notices[0].reason


def test_an_empty_page_is_no_scan(tmp_path: Path) -> None:
    document, notices = read(scanned(tmp_path / "a.pdf", [TEXT, lambda canvas: None, TEXT]), None)
    assert len(document.blocks) == 2
    assert not notices


def test_a_page_that_only_shows_a_picture_is_named(tmp_path: Path) -> None:
    grey = Image.new("L", (600, 800), 90)
    _, notices = read(scanned(tmp_path / "a.pdf", [TEXT, grey]), Told(0.0))
    assert notices == [Notice(said=Said.WITHOUT_WORDS, of="pages:2")]


@pytest.mark.parametrize(("sure", "taken"), [(0.99, True), (0.97, False)])
def test_a_page_counts_only_where_it_was_read_surely(
    tmp_path: Path, sure: float, taken: bool
) -> None:
    recogniser = Told(sure, ("Give", 1), ("examplol", 1))
    document, notices = read(scanned(tmp_path / "a.pdf", [TEXT, pictured(PAGE, 72)]), recogniser)
    assert any("Give examplol" in block.text for block in document.blocks) is taken
    assert document.stated.recognised_pages == ((2,) if taken else ())
    assert [one.said for one in notices] == ([] if taken else [Said.TOO_FAINT])


def test_a_number_in_doubt_is_not_taken_in_and_told(tmp_path: Path) -> None:
    recogniser = Told(0.99, ("Give", 1), ("3.300", 1), ("mg", 1), ("twice", 0.3), ("daily", 1))
    document, notices = read(scanned(tmp_path / "a.pdf", [TEXT, pictured(PAGE, 72)]), recogniser)
    assert document.blocks[-1].text.endswith("Give [unclear] mg twice daily")
    assert [one.said for one in notices] == [Said.UNCLEAR]
    assert "Pages 2" in notices[0].reason


def test_installing_the_extra_reads_the_refused_files_again() -> None:
    assert PdfReader(Told(1.0)).version != PdfReader().version


def test_a_job_tells_of_scanned_pages_and_reads_them_once_the_extra_is_there(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "corpus.toml").write_text('name = "ward"\nlicence = "CC0-1.0"\n')
    scanned(folder / "mixed.pdf", [TEXT, pictured(PAGE, 72)])
    scanned(folder / "scan.pdf", [pictured(PAGE, 72)])
    generations = FakeGenerations()

    def lines_told(recogniser: Recogniser | None) -> dict[str, tuple[FileOutcome, str]]:
        report = IngestJob(generations, [PdfReader(recogniser)], walk).run([folder])
        return {one.origin: (one.outcome, one.reason) for one in report.by_file}

    told = lines_told(None)
    assert told["mixed.pdf"] == (FileOutcome.WRITTEN, "")
    outcome, reason = told["mixed.pdf#without-text pages:2"]
    assert outcome is FileOutcome.SKIPPED
    assert "no text layer" in reason
    assert told["scan.pdf"][0] is FileOutcome.QUARANTINED
    words = [(word, 1.0) for word in ("Give", "examplol", "with", "food", "at", "dawn")]
    told = lines_told(Told(0.99, *words))
    assert told["mixed.pdf"] == told["scan.pdf"] == (FileOutcome.WRITTEN, "")
    assert not any("without-text" in origin for origin in told)
    with generations.lease() as snapshot:
        cards = [one.document.card for one in snapshot.library.split_documents()]
    pages = {card.origin: card.provenance.recognised_pages for card in cards}
    assert pages == {"mixed.pdf": (2,), "scan.pdf": (1,)}


def test_more_scans_than_can_be_read_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_scans, "_MOST_PAGES", 2)
    path = scanned(tmp_path / "a.pdf", [pictured(PAGE, 72)] * 3)
    with pytest.raises(UnreadableDocument, match="on 3 pages, more than 2"):
        read(path, Told(1.0, ("Give", 1)))


def test_scans_that_take_too_long_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_scans, "_LONGEST", -1.0)
    with pytest.raises(UnreadableDocument, match="takes longer than"):
        read(scanned(tmp_path / "a.pdf", [pictured(PAGE, 72)]), Told(1.0, ("Give", 1)))


def test_a_page_of_any_size_becomes_a_picture_of_bounded_size(tmp_path: Path) -> None:
    seen: list[tuple[int, ...]] = []

    class Measuring(Told):
        def read(self, picture: Picture) -> Recognised:
            seen.append(picture.shape)
            return super().read(picture)

    for size in ((14_400, 14_400), (14_400, 20), (3, 3)):
        canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=size)
        canvas.rect(0, 0, size[0], size[1] / 2, fill=1)
        canvas.save()
        with pytest.raises(UnreadableDocument, match="no text layer"):
            read(tmp_path / "a.pdf", Measuring(0.1, ("x", 1)))
    assert len(seen) == 3
    assert all(height * width < 13_000_000 for height, width in seen)


def test_a_picture_of_a_billion_dots_is_refused(tmp_path: Path) -> None:
    content = b"q 612 0 0 792 0 0 cm /I Do Q"
    picture = b"<</Type/XObject/Subtype/Image/Width 32000/Height 32000/ColorSpace/DeviceGray"
    (tmp_path / "a.pdf").write_bytes(
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1"
        b"/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents "
        b"4 0 R/Resources<</XObject<</I 5 0 R>>>>>>endobj\n4 0 obj<</Length %d>>stream\n%s\n"
        b"endstream endobj\n5 0 obj%s/BitsPerComponent 8/Length 4>>stream\nabcd\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>" % (len(content), content, picture)
    )
    with pytest.raises(UnreadableDocument, match=r"100 million dots.*300 dpi"):
        read(tmp_path / "a.pdf", Told(1.0))
