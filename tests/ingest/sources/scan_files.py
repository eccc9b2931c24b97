"""PDFs without a text layer, made of drawn pages as a scanner makes them of printed ones."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image
from reportlab.lib.pagesizes import letter  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

Draw = Callable[[Canvas], None]


def drawn(*pages: Draw) -> bytes:
    """A PDF with a text layer."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=letter)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def pictured(page: Draw, dpi: int = 200, turned: float = 0.0, noise: float = 0.0) -> Image.Image:
    """A page as a grey picture; turned by degrees counter-clockwise, noise in grey values."""
    document = pdfium.PdfDocument(drawn(page))
    picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    document.close()
    if turned:
        picture = picture.rotate(turned, Image.Resampling.BICUBIC, turned % 90 == 0, fillcolor=255)
    if noise:
        grain = np.random.default_rng(1).normal(0, noise, (picture.height, picture.width))
        grey = np.asarray(picture, dtype=float) + grain
        picture = Image.fromarray(grey.clip(0, 255).astype(np.uint8))
    return picture


def scanned(path: Path, pages: Sequence[Draw | Image.Image], stamp: str = "") -> Path:
    """A PDF of these pages: a picture fills its page, a function draws on it with a text layer."""
    canvas = Canvas(str(path), pagesize=letter)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        if isinstance(page, Image.Image):
            wide = page.width > page.height
            size = (letter[1], letter[0]) if wide else letter
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(page), 0, 0, *size)
            if stamp:
                canvas.drawString(40, 12, stamp)
        else:
            canvas.setPageSize(letter)
            page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def lines(*texts: str, x: float = 72, top: float = 700, leading: float = 14) -> Draw:
    def draw(canvas: Canvas) -> None:
        for at, text in enumerate(texts):
            canvas.drawString(x, top - at * leading, text)

    return draw
