"""What is drawn on a PDF's page beside its letters: ruling lines, and the grounds of words."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from ingest.screening.hidden_drawn import WHITEST, Box
from ingest.sources.pdf_page import Rule

_THICKEST_RULE = 2.0
"""Points. A thicker filled box is shading behind words, not a rule."""
_SHORTEST_RULE = 8.0
_MOST_CORNERS = 1000
_BOX_CORNERS = 5
_MOST_PATHS = 4000
"""A page with more drawn paths than this is a figure or a map, where no table is looked for."""


def grounds(page: pdfium.PdfPage) -> Iterator[Box]:
    """The boxes of what is painted in another colour than white; pictures and forms count too."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    red, green, blue, cover = (ctypes.c_uint() for _ in range(4))
    for painted in page.get_objects(max_depth=1):
        if painted.type == raw.FPDF_PAGEOBJ_TEXT:
            continue
        if painted.type == raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPath_GetDrawMode(painted.raw, fill, stroke)
            raw.FPDFPageObj_GetFillColor(painted.raw, red, green, blue, cover)
            white = min(red.value, green.value, blue.value) >= WHITEST
            if not fill.value or white or not cover.value:
                continue
        yield Box(*painted.get_bounds())


def rules(page: pdfium.PdfPage) -> Iterator[Rule]:
    """The page's straight lines, also those drawn as thin boxes; none of a figure or a map."""
    paths = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1))
    if len(paths) > _MOST_PATHS:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for path in paths:
        raw.FPDFPath_GetDrawMode(path.raw, fill, stroke)
        if not stroke.value and raw.FPDFPath_CountSegments(path.raw) <= _BOX_CORNERS:
            left, bottom, right, top = path.get_bounds()
            if fill.value and min(right - left, top - bottom) < _THICKEST_RULE:
                yield from _straight((left, bottom), (right, top))
            continue
        for points in _outlines(path):
            if stroke.value:
                for start, end in pairwise(points):
                    yield from _straight(start, end)
            elif fill.value and len(points) > 1:  # a border drawn as a thin filled box
                xs, ys = [point[0] for point in points], [point[1] for point in points]
                if min(max(xs) - min(xs), max(ys) - min(ys)) < _THICKEST_RULE:
                    yield from _straight((min(xs), min(ys)), (max(xs), max(ys)))


def _outlines(path: pdfium.PdfObject) -> Iterator[list[tuple[float, float]]]:
    """The corners of each subpath on the page; a closed one ends where it began."""
    matrix, x, y = path.get_matrix(), ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(path.raw), _MOST_CORNERS)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    across, up = abs(a[0] - b[0]), abs(a[1] - b[1])
    if up < _THICKEST_RULE and across >= _SHORTEST_RULE:
        yield Rule(True, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))
    elif across < _THICKEST_RULE and up >= _SHORTEST_RULE:
        yield Rule(False, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1]))
