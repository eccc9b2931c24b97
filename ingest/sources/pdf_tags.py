"""What a tagged PDF says of its own structure: headings with their level, and tables' cells.

A tag names marked-content sequences, which the words drawn on the page carry too (ISO 32000-1,
14.7 and 14.8). Producers tag unevenly, so a reader takes what is there and never relies on it.
"""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

_HEADING = re.compile(r"H([1-6])")
_DEEPEST = 40
_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """Where words stand in a tagged table; all count from 0 on their page.

    `column` counts the columns that the row's earlier cells span; a cell that reaches down from
    the row above is not among them, for producers leave that unsaid.
    """

    table: int
    row: int
    column: int
    span: int
    head: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """The heading level (1 is the outermost) or the cell of some words; None for neither."""

    heading: int | None = None
    cell: Cell | None = None


def read_tags(page: pdfium.PdfPage) -> dict[int, Tag]:
    """Marked-content id -> tag, for headings and table cells; empty for an untagged page."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    walk = _Walk()
    try:
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            walk.visit(raw.FPDF_StructTree_GetChildAtIndex(tree, at), Tag(), 0)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return walk.tags


class _Walk:
    """Down the structure tree, counting tables, rows and cells."""

    def __init__(self) -> None:
        self.tags: dict[int, Tag] = {}
        self._table = self._row = self._column = -1
        self._name = ctypes.create_string_buffer(128)
        self._number = ctypes.c_float()

    def visit(self, element: object, above: Tag, depth: int) -> None:
        if not element or depth > _DEEPEST:
            return
        tag = self._tag(element, self._role(element), above)
        for at in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                self.visit(child, tag, depth + 1)
            elif tag != Tag():
                mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
                if mark >= 0:
                    self.tags[mark] = tag

    def _tag(self, element: object, role: str, above: Tag) -> Tag:
        heading = _HEADING.fullmatch(role)
        if heading and above.cell is None:
            return Tag(heading=int(heading.group(1)))
        if role == "Table":
            self._table += 1
            self._row = -1
            return Tag()
        if role == "TR":
            self._row += 1
            self._column = 0
        elif role in {"TD", "TH"} and self._row >= 0:
            column, span = self._column, self._columns_spanned(element)
            self._column += span
            return Tag(cell=Cell(self._table, self._row, column, span, role == "TH"))
        return above

    def _columns_spanned(self, element: object) -> int:
        for at in range(max(0, raw.FPDF_StructElement_GetAttributeCount(element))):
            attributes = raw.FPDF_StructElement_GetAttributeAtIndex(element, at)
            value = raw.FPDF_StructElement_Attr_GetValue(attributes, b"ColSpan")
            if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, self._number):
                return max(1, min(int(self._number.value), _WIDEST))
        return 1

    def _role(self, element: object) -> str:
        size = raw.FPDF_StructElement_GetType(element, self._name, 128)
        return self._name.raw[: max(0, min(size, 128) - 2)].decode("utf-16-le", "replace")
