"""A workbook's header of several rows: every figure keeps the band it is for."""

from pathlib import Path

import openpyxl
import pytest

from ingest.reading import SourceFile, Table
from ingest.sources.xlsx import XlsxReader


def table(tmp_path: Path, rows: list[list[object]], merged: list[str]) -> Table:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    path = tmp_path / "a.xlsx"
    book.save(path)
    (document,) = XlsxReader().read(SourceFile(path=path, origin="a.xlsx"), {})
    (found,) = [block.table for block in document.blocks if block.table]
    return found


def test_bands_below_a_wide_name_bear_it(tmp_path: Path) -> None:
    made = table(
        tmp_path,
        [
            ["Compound", None, "Liver", None, "Kidney", None, "Note"],
            ["Code", "Called", "mild", "severe", "mild", "severe", None],
            ["E-1", "examplol", 1.5, 2.5, 3.5, 4.5, "none"],
        ],
        ["A1:B1", "C1:D1", "E1:F1", "G1:G2"],
    )
    assert made.header == (
        *("Compound Code", "Compound Called", "Liver mild", "Liver severe"),
        *("Kidney mild", "Kidney severe", "Note"),
    )
    assert made.rows == (("E-1", "examplol", "1.5", "2.5", "3.5", "4.5", "none"),)


def test_three_rows_of_a_header_are_one(tmp_path: Path) -> None:
    made = table(
        tmp_path,
        [
            ["Examplol", None, None, "Other", None],
            ["Exposure", None, "Seen in", "Exposure", None],
            ["mild", "severe", None, "mild", "severe"],
            [1, 2, "ten persons", 3, 4],
        ],
        ["A1:C1", "D1:E1", "A2:B2", "D2:E2"],
    )
    assert made.header[:3] == (
        "Examplol Exposure mild",
        "Examplol Exposure severe",
        "Examplol Seen in",
    )
    assert made.header[3:] == ("Other Exposure mild", "Other Exposure severe")


@pytest.mark.parametrize("below", [["examplol", "yes", "no"], ["examplol", 5, 10]])
def test_a_row_of_data_below_a_wide_name_is_no_header(tmp_path: Path, below: list[object]) -> None:
    rows: list[list[object]] = [["Drug", "Use", None], below, ["other", "no", "yes"]]
    made = table(tmp_path, rows, ["B1:C1"])
    assert len(made.rows) == 2
