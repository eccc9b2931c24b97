"""XLSX workbooks: one document a sheet, as a person sees it. The only file that knows openpyxl."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

import openpyxl
from lxml import etree
from openpyxl.utils import range_boundaries

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument, SourceFile
from ingest.sources.package import PackageKind, check_package, damaged
from ingest.sources.sheet import Row, file_stem, has_columns, read_sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS: Final = 5_000_000
"""Of a sheet, empty ones between the first and the last column included: as a table every row has
as many as the widest."""
MOST_ROWS: Final = 1_048_576
"""As a sheet of Excel has; a row can claim any number."""

_EXCEL: Final = PackageKind(
    noun="an Excel workbook",
    repair="Open it in Excel and save it again as .xlsx.",
    unlock="is encrypted or in the old .xls format. Save it as .xlsx without a password.",
    largest_markup=128 * 1024 * 1024,
)
_DAMAGED: Final = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,  # of XML
    OSError,
    EOFError,
)
_DEFAULT_NAME: Final = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio)\s?\d+", re.I)


class XlsxReader:
    """Reads `.xlsx` and `.xlsm`. Formulas count by the value last computed; hidden sheets do not.

    A column map applies to the sheets that have its columns; one that no sheet has is an error.
    """

    name = "xlsx"
    version = 3

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() in {".xlsx", ".xlsm"}

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        check_package(file, _EXCEL)
        try:
            sheets = [(title, rows) for title, rows in _sheets(file) if rows]
        except _DAMAGED as error:
            raise damaged(file, _EXCEL, error) from error
        if not sheets:
            raise UnreadableDocument("The workbook is empty; there is nothing in it to ingest.")
        several = len(sheets) > 1
        mapped = [has_columns(rows, columns) for _, rows in sheets]
        for (title, rows), fits in zip(sheets, mapped, strict=True):
            # Where no sheet fits, the first says which columns it has.
            its_map = columns if fits or not any(mapped) else {}
            document = read_sheet(rows, its_map, record=title if several else None)
            if document:
                named = document.title or (
                    file_stem(file.origin) if _DEFAULT_NAME.fullmatch(title) else title
                )
                yield document.model_copy(update={"title": named})


def _sheets(file: SourceFile) -> Iterator[tuple[str, list[Row]]]:
    """The visible sheets, streamed: what a sheet claims of its size is not believed."""
    with warnings.catch_warnings(), file.path.open("rb") as opened:
        warnings.simplefilter("ignore")  # of styles and extensions that hold no words
        with closing(openpyxl.load_workbook(opened, data_only=True, read_only=True)) as book:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()
                    yield sheet.title, _rows(sheet)


def _rows(sheet: "Worksheet") -> list[Row]:
    """The rows that have words of their own; a merged cell stands in each row it reaches down to.

    Raises:
        UnreadableDocument: the sheet has too many cells to be held.
    """
    merged = _merged(sheet)
    reaching: dict[int, tuple[str, int]] = {}
    kept: list[Row] = []
    widest = 0
    for down, row in enumerate(sheet.iter_rows(), 1):
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            reaching = {column: one for column, one in reaching.items() if one[1] >= down}
            reached = {column: text for column, (text, _) in reaching.items() if text}
            texts += [""] * (max(reached, default=0) - len(texts))
            for column, text in reached.items():
                texts[column - 1] = text
            kept.append(tuple(texts))
            widest = max(widest, len(texts))
        for column, last in merged.pop(down, ()):
            reaching[column] = (texts[column - 1] if column <= len(texts) else "", last)
        if down > MOST_ROWS or len(kept) * widest > MOST_CELLS:
            raise UnreadableDocument(
                f"The sheet {sheet.title!r} spreads over more than {MOST_CELLS:,} cells. Delete "
                "what stands far away from the table, or split it."
            )
    return kept


def _merged(sheet: "Worksheet") -> dict[int, list[tuple[int, int]]]:
    """First row -> the merged cells that begin there and reach down: column and last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    with sheet._get_source() as source:  # type: ignore[attr-defined]
        elements = etree.iterparse(
            source, tag=("{*}row", "{*}mergeCell"), resolve_entities=False, no_network=True
        )
        for _, element in elements:
            if etree.QName(element).localname == "mergeCell":
                left, top, _, bottom = range_boundaries(element.get("ref", ""))
                if left and top and bottom and bottom > top:
                    found.setdefault(top, []).append((left, bottom))
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    return found


def _text(cell: "Cell | MergedCell") -> str:
    """The cell's value as a person would copy it: 0.5, 5 for 5.0, 2021-03-04, 5%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{value * 100:.12g}%"
        return str(value) if isinstance(value, int) else _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    """Fifteen digits, as many as a spreadsheet keeps; never in exponents a reader stumbles over."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    short = f"{value:.15g}"
    return short if "e" not in short else f"{value:.15f}".rstrip("0").rstrip(".") or short
