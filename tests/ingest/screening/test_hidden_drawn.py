from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.screening.hidden import Hidden
from ingest.sources.pdf_file import read_pages

WORDS = "the dose is fifty milligrams"


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 600, WORDS)


def on_blue(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0.5)
    canvas.rect(60, 590, 300, 30, fill=1, stroke=0)
    white(canvas)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(72, 600, WORDS)


def outside(canvas: Canvas) -> None:
    canvas.drawString(72, 1200, WORDS)


def not_inked(canvas: Canvas) -> None:
    text = canvas.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textOut(WORDS)
    canvas.drawText(text)


def hidden(file: Path, draw: Callable[[Canvas], None]) -> tuple[Hidden, ...]:
    canvas = Canvas(str(file), pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 760, "Examplol is taken twice a day with a glass of water.")
    canvas.showPage()
    canvas.setFont("Helvetica", 11)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    first, second = read_pages(file).pages
    assert first.hidden == ()
    return second.hidden


@pytest.mark.parametrize(
    ("draw", "deliberate"), [(white, True), (tiny, True), (outside, False), (not_inked, False)]
)
def test_words_that_nobody_sees_are_found_on_their_page(
    tmp_path: Path, draw: Callable[[Canvas], None], deliberate: bool
) -> None:
    (found,) = hidden(tmp_path / "a.pdf", draw)
    assert (found.text, found.page, found.deliberate) == (WORDS, 2, deliberate)


def test_white_words_on_a_painted_ground_are_seen(tmp_path: Path) -> None:
    assert hidden(tmp_path / "a.pdf", on_blue) == ()
