"""XLSX workbooks: one document a sheet, as a person sees it. The only file that knows openpyxl."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument, SourceFile
from ingest.sources.sheet import Row, has_columns, read_sheet

_OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of old `.xls` files and of encrypted `.xlsx` ones."""
_LARGEST = 500_000_000
"""Bytes a workbook may unpack to; openpyxl holds it in memory."""
_DEFAULT_NAME = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio)\s?\d+", re.I)


class XlsxReader:
    """Reads `.xlsx` and `.xlsm`. Formulas count by the value last computed; hidden sheets do not.

    A column map applies to the sheets that have its columns; one that no sheet has is an error.
    """

    name = "xlsx"
    version = 1

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() in {".xlsx", ".xlsm"}

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        sheets = [(sheet.title, list(_rows(sheet))) for sheet in _sheets(file.path)]
        sheets = [(title, rows) for title, rows in sheets if any(any(row) for row in rows)]
        if not sheets:
            raise UnreadableDocument("The workbook is empty; there is nothing in it to ingest.")
        several = len(sheets) > 1
        mapped = [has_columns(rows, columns) for _, rows in sheets]
        for (title, rows), fits in zip(sheets, mapped, strict=True):
            # Where no sheet fits, the first says which columns it has.
            its_map = columns if fits or not any(mapped) else {}
            document = read_sheet(rows, its_map, record=title if several else None)
            if document:
                named = document.title or (None if _DEFAULT_NAME.fullmatch(title) else title)
                yield document.model_copy(update={"title": named})


def _sheets(path: Path) -> list[Worksheet]:
    with path.open("rb") as opened:
        if opened.read(4) == _OLE:
            raise UnreadableDocument(
                "The workbook is encrypted or in the old .xls format; save it as plain .xlsx."
            )
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST:
                raise UnreadableDocument(
                    f"The workbook unpacks to more than {_LARGEST // 1_000_000} MB; split it."
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that hold no words
            book = openpyxl.load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        raise UnreadableDocument(
            f"The workbook cannot be opened ({error}); save it again as .xlsx."
        ) from None
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _rows(sheet: Worksheet) -> Iterator[Row]:
    reaching = _reaching_down(sheet)
    for down, row in enumerate(sheet.iter_rows(), 1):
        yield tuple(
            reaching.get((down, across)) or _text(cell) for across, cell in enumerate(row, 1)
        )


def _reaching_down(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """(row, column) -> the text of the merged cell that reaches down to it."""
    reached = {}
    last = sheet.max_row
    for merged in sheet.merged_cells.ranges:
        text = _text(sheet.cell(merged.min_row, merged.min_col))
        for row in range(merged.min_row + 1, min(merged.max_row, last) + 1):
            reached[row, merged.min_col] = text
    return reached


def _text(cell: Cell | MergedCell) -> str:
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
