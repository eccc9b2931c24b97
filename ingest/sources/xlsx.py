"""XLSX workbooks: one document a sheet, as a person sees it."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import openpyxl

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument, SourceFile
from ingest.screening.hidden import Concealing
from ingest.screening.hidden_cells import HiddenCells
from ingest.sources.package import PackageKind, check_package, damaged
from ingest.sources.sheet import file_stem, has_columns, read_sheet
from ingest.sources.xlsx_rows import Shown, rows_shown

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
    """Reads `.xlsx` and `.xlsm` as they are shown. Formulas count by the value last computed.

    Left out are sheets, rows and columns that someone has hidden, and cells whose words nobody
    sees; rows that are only filtered away or folded together are read, and so is a hidden column
    that the map names.

    A column map applies to the sheets that have its columns; one that no sheet has is an error.
    """

    name = "xlsx"
    version = 5

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() in {".xlsx", ".xlsm"}

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        check_package(file, _EXCEL)
        try:
            mapped = frozenset(name.casefold().strip() for name in columns.values())
            sheets = [(title, shown) for title, shown in _sheets(file, mapped) if shown.rows]
        except _DAMAGED as error:
            raise damaged(file, _EXCEL, error) from error
        if not sheets:
            raise UnreadableDocument("The workbook is empty, or hides all that it holds.")
        several = len(sheets) > 1
        fitting = [has_columns(shown.rows, columns) for _, shown in sheets]
        for (title, shown), fits in zip(sheets, fitting, strict=True):
            # Where no sheet fits, the first says which columns it has.
            its_map = columns if fits or not any(fitting) else {}
            document = read_sheet(shown.rows, its_map, record=title if several else None)
            if document:
                named = file_stem(file.origin) if _DEFAULT_NAME.fullmatch(title) else title
                yield Concealing(
                    title=document.title or named,
                    blocks=document.blocks,
                    record=document.record,
                    hidden=shown.hidden,
                )


def _sheets(file: SourceFile, mapped: frozenset[str]) -> Iterator[tuple[str, Shown]]:
    """The visible sheets, streamed: what a sheet claims of its size is not believed."""
    with warnings.catch_warnings(), file.path.open("rb") as opened:
        warnings.simplefilter("ignore")  # of styles and extensions that hold no words
        with closing(openpyxl.load_workbook(opened, data_only=True, read_only=True)) as book:
            styles = HiddenCells()
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()
                    yield sheet.title, rows_shown(sheet, styles, mapped)
