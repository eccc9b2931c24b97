"""How a sheet of a workbook is laid out: merged cells, and what was hidden by hand.

A row that a filter takes away for the moment, or that is folded into a group, is shown again by one
click beside it, and is no hidden one. Source: ECMA-376 part 1, 18.3.
"""

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from lxml import etree
from openpyxl.utils import range_boundaries

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST: Final = 16_384
"""Columns, as Excel has."""
_TAGS: Final = ("sheetPr", "col", "row", "autoFilter", "mergeCell", "conditionalFormatting")
_TABLE: Final = "/table"
"""What the type of a relationship to a table ends with."""


class Range(NamedTuple):
    """Columns and rows from 1, both ends included."""

    left: int
    top: int
    right: int
    bottom: int

    def has_row(self, row: int) -> bool:
        return self.top <= row <= self.bottom

    def holds(self, column: int, row: int) -> bool:
        return self.left <= column <= self.right and self.has_row(row)


class SheetLayout(NamedTuple):
    merged: dict[int, list[Range]]
    """First row -> the cells that begin there and are merged over others."""
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    styled: tuple[Range, ...]
    """Where a table's style or a condition may colour cells."""

    def is_styled(self, column: int, row: int) -> bool:
        return any(one.holds(column, row) for one in self.styled)


def layout_of(sheet: "Worksheet") -> SheetLayout:
    """Reads the sheet once, as a stream."""
    marks = _Marks()
    with sheet._get_source() as source:  # type: ignore[attr-defined]
        for name, element in _elements(source):
            marks.note(name, element)
    for table in _tables(sheet):
        marks.note_table(table)
    return marks.layout()


class _Marks:
    """What a sheet's elements say, in the order in which they are met."""

    def __init__(self) -> None:
        self._merged: dict[int, list[Range]] = {}
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        self._styled: list[Range] = []
        self._filtered: list[Range] = []
        self._is_filtered = False
        self._row = 0

    def note(self, name: str, element: etree._Element) -> None:
        by_hand = _is_on(element, "hidden") and not element.get("outlineLevel")
        match name:
            case "sheetPr":
                self._is_filtered = _is_on(element, "filterMode")
            case "col" if by_hand:
                first, last = (int(element.get(end, "1")) for end in ("min", "max"))
                self._columns.update(range(first, min(last, WIDEST) + 1))
            case "row":
                self._row = int(element.get("r") or self._row + 1)
                self._rows.update((self._row,) if by_hand else ())
            case "autoFilter" if len(element):
                self._filtered += _ranges(element.get("ref", ""))
            case "mergeCell":
                for one in _ranges(element.get("ref", "")):
                    self._merged.setdefault(one.top, []).append(one)
            case "conditionalFormatting":
                self._styled += _ranges(element.get("sqref", ""))

    def note_table(self, table: etree._Element) -> None:
        its_own = list(_ranges(table.get("ref", "")))
        self._styled += its_own
        self._filtered += its_own if table.find("{*}autoFilter/*") is not None else ()

    def layout(self) -> SheetLayout:
        """Where a sheet is filtered and says not which part of it, all of it is."""
        back = {row for row in self._rows if any(one.has_row(row) for one in self._filtered)}
        all_back = self._is_filtered and not self._filtered
        return SheetLayout(
            merged=self._merged,
            hidden_rows=frozenset(() if all_back else self._rows - back),
            hidden_columns=frozenset(self._columns),
            styled=tuple(self._styled),
        )


def _elements(source: IO[bytes]) -> Iterator[tuple[str, etree._Element]]:
    streamed = etree.iterparse(
        source,
        tag=[f"{{*}}{name}" for name in _TAGS],
        resolve_entities=False,
        no_network=True,
    )
    for _, element in streamed:
        yield etree.QName(element).localname, element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _tables(sheet: "Worksheet") -> Iterator[etree._Element]:
    """The tables of the sheet, which stand in parts of their own."""
    package, path = sheet.parent._archive, sheet._worksheet_path  # type: ignore[union-attr,attr-defined]
    folder, name = posixpath.split(path)
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with suppress(KeyError):  # a sheet without relations has no part of them
        relations = etree.fromstring(package.read(f"{folder}/_rels/{name}.rels"), safe)
        for one in relations:
            if isinstance(one.tag, str) and one.get("Type", "").endswith(_TABLE):
                target = posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", "")))
                yield etree.fromstring(package.read(target.lstrip("/")), safe)


def _is_on(element: etree._Element, name: str) -> bool:
    return element.get(name) in ("1", "true")


def _ranges(places: str) -> Iterator[Range]:
    """`A1:B2 D4` as ranges; whole columns and rows reach as far as a sheet does."""
    for place in places.split():
        left, top, right, bottom = range_boundaries(place)
        yield Range(left or 1, top or 1, right or WIDEST, bottom or 1 << 20)
