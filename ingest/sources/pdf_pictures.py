"""A PDF's pages as pictures: to see whether something stands there, and to read it.

Bounds come first: a page may claim to be kilometres wide, and a picture on it to have a billion
dots.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from ingest.sources.pdf_file import ONE_AT_A_TIME
from ingest.sources.pdf_page import Page
from ingest.sources.recognition import Picture

READING: Final = 200 / 72
"""Pixels a point: 200 dpi, at which 8 point print is 22 pixels high."""
GLANCING: Final = 36 / 72
_MOST_PIXELS: Final = 12_000_000
"""Of a page's picture; 200 dpi on A3 has 8."""
_MOST_DOTS: Final = 100_000_000
"""Of one picture on a page; A3 scanned at 600 dpi has 70 million."""
_DARK: Final = 160
_INK: Final = 0.001
"""Part of the page that is dark beside its words; a printed line has 0.0025."""
_WHOLE_PAGE: Final = 0.8
"""Part of the page that a scan's picture covers; figures leave the margins free."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page as a picture of `scale` pixels a point; None where it is too large to be drawn."""

    number: int
    picture: Picture | None
    scale: float


def shots(path: Path, numbers: Iterable[int], scale: float = READING) -> Iterator[Shot]:
    """These pages, counted from 1; those that are very large at a smaller scale."""
    with ONE_AT_A_TIME:
        document = pdfium.PdfDocument(path)
    try:
        for number in numbers:
            with ONE_AT_A_TIME:
                shot = _shot(document, number, scale)
            yield shot
    finally:
        with ONE_AT_A_TIME:
            document.close()


def shows_more(shot: Shot, page: Page) -> bool:
    """Whether something can be seen on the page beside its words."""
    if shot.picture is None:
        return True
    seen = shot.picture < _DARK
    for line in page.lines:
        for word in line.words:
            left, right = int(word.left * shot.scale), int(word.right * shot.scale) + 1
            top = int((page.height - word.top) * shot.scale)
            bottom = int((page.height - word.bottom) * shot.scale) + 1
            seen[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = False
    return bool(seen.mean() > _INK)


def whole_page_pictures(path: Path, numbers: Iterable[int]) -> frozenset[int]:
    """Those of these pages that one picture covers, as a scan with a stamp on it is covered."""
    covered = set()
    with ONE_AT_A_TIME:
        document = pdfium.PdfDocument(path)
        try:
            for number in numbers:
                page = document[number - 1]
                try:
                    if any(_covers(one, page.get_bbox()) for one in _pictures_on(page)):
                        covered.add(number)
                finally:
                    page.close()
        finally:
            document.close()
    return frozenset(covered)


def _shot(document: pdfium.PdfDocument, number: int, scale: float) -> Shot:
    page = document[number - 1]
    try:
        for one in _pictures_on(page):
            width, height = one.get_px_size()
            if width * height > _MOST_DOTS:
                return Shot(number, None, scale)
        width, height = page.get_size()
        scale = min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        drawn = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        picture = np.array(drawn.to_numpy(), dtype=np.uint8)
    finally:
        page.close()
    return Shot(number, picture.reshape(picture.shape[:2]), scale)


def _pictures_on(page: pdfium.PdfPage) -> list[pdfium.PdfImage]:
    return list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _covers(picture: pdfium.PdfImage, shown: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = picture.get_bounds()
    width = min(right, shown[2]) - max(left, shown[0])
    height = min(top, shown[3]) - max(bottom, shown[1])
    whole = (shown[2] - shown[0]) * (shown[3] - shown[1])
    return bool(width > 0 and height > 0 and width * height >= _WHOLE_PAGE * whole)
