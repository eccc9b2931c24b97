"""Workbooks: sheets, merged cells, formulas, numbers as a person sees them."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument, SourceFile
from ingest.sources.xlsx import XlsxReader

REAL = Path(__file__).parents[4] / "shared/data/drugs/FDA-OI-DIDB-07142015-psp40004-0489-sd3.xlsx"
Sheets = dict[str, list[list[object]]]


def save(path: Path, sheets: Sheets, merge: str | None = None) -> Path:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    book.save(path)
    return path


def read(path: Path, columns: dict[str, str] | None = None) -> list[ReadDocument]:
    return list(XlsxReader().read(SourceFile(path=path, origin=path.name), columns or {}))


def rows_of(document: ReadDocument) -> list[tuple[str, ...]]:
    return [row for block in document.blocks if block.table for row in block.table.rows]


def test_numbers_and_dates_read_as_written(tmp_path: Path) -> None:
    midnight = datetime(2021, 3, 4)  # noqa: DTZ001 - workbooks know no time zone
    row: list[object] = ["A", 0.5, 5.0, 0.1 + 0.2, 1e-7, midnight, date(2020, 1, 2), True]
    names: list[object] = ["Drug", "b", "c", "d", "e", "f", "g", "h"]
    (document,) = read(save(tmp_path / "a.xlsx", {"Sheet1": [names, row]}))
    expected = ("A", "0.5", "5", "0.3", "0.0000001", "2021-03-04", "2020-01-02", "TRUE")
    assert rows_of(document) == [expected]
    assert document.title == "a"


def test_a_percentage_keeps_its_sign(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"S": [["Drug", "Strength"], ["A", 0.05]]})
    book = openpyxl.load_workbook(path)
    book["S"]["B2"].number_format = "0.0%"
    book.save(path)
    (document,) = read(path)
    assert rows_of(document) == [("A", "5%")]


def test_a_drug_merged_over_rows_stands_in_each(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Drug", "Route", "Dose"], ["A", "oral", 1], ["", "iv", 2]]
    (document,) = read(save(tmp_path / "a.xlsx", {"S": rows}, merge="A2:A3"))
    records = [record for block in document.blocks if block.table for record in block.table.records]
    assert [(record.drug, record.dose) for record in records] == [("A", "1"), ("A", "2")]


def test_every_sheet_is_a_document_and_an_empty_one_is_none(tmp_path: Path) -> None:
    table: list[list[object]] = [["Drug", "Dose"], ["A", 1]]
    path = save(tmp_path / "a.xlsx", {"Adults": table, "Empty": [], "Children": table})
    documents = read(path)
    assert [(doc.record, doc.title) for doc in documents] == [
        ("Adults", "Adults"),
        ("Children", "Children"),
    ]


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    table: list[list[object]] = [["Drug", "Dose"], ["A", 1]]
    path = save(tmp_path / "a.xlsx", {"Shown": table, "Hidden": table})
    book = openpyxl.load_workbook(path)
    book["Hidden"].sheet_state = "hidden"
    book.save(path)
    assert [document.record for document in read(path)] == [None]


def test_a_formula_never_computed_is_empty(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Drug", "Dose", "Route"], ["A", "=1+1", "oral"]]
    (document,) = read(save(tmp_path / "a.xlsx", {"S": rows}))
    assert rows_of(document) == [("A", "", "oral")]


def test_the_column_map_holds_for_the_sheets_that_have_its_columns(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx",
        {"Notes": [["Key", "Meaning"], ["x", "y"]], "List": [["Artikel", "Menge"], ["A", 2]]},
    )
    notes, formulary = read(path, {"drug": "Artikel"})
    assert [block.table.records for block in notes.blocks if block.table] == [()]
    assert [b.table.records[0].drug for b in formulary.blocks if b.table] == ["A"]
    with pytest.raises(UnreadableDocument, match="'Key', 'Meaning'"):
        read(path, {"drug": "Nowhere"})


@pytest.mark.parametrize("content", [b"", b"no zip", b"\xd0\xcf\x11\xe0 old or encrypted"])
def test_what_is_no_workbook_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument):
        read(path)


def test_another_zip_or_a_truncated_workbook_is_unreadable(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as other:
        other.writestr("a.txt", "a")
    whole = save(tmp_path / "a.xlsx", {"S": [["Drug", "Dose"], ["A", 1]]}).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    for name in ("other.xlsx", "cut.xlsx"):
        with pytest.raises(UnreadableDocument):
            read(tmp_path / name)


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="empty"):
        read(save(tmp_path / "a.xlsx", {"S": []}))


@pytest.mark.skipif(not REAL.is_file(), reason="shared data is not here")
def test_a_real_workbook_is_read() -> None:
    (document,) = read(REAL)
    assert any("varenicline" in row for row in rows_of(document))


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (0.5, '0.00 "mg"', "0.5 mg"),
        (1500, '#,##0\\ "mg"', "1500 mg"),
        (3, '"<"0;[Red]-0', "<3"),
        (0.25, "0%", "25%"),
        (10, '_($* #,##0.00_);_($* "-"_)', "10"),
        (0.5, "General", "0.5"),
        (0.5, "0.00E+00", "0.5"),
    ],
)
def test_a_unit_or_a_comparator_that_only_the_format_writes_is_read(
    tmp_path: Path, value: float, shown_as: str, text: str
) -> None:
    path = save(tmp_path / "a.xlsx", {"S": [["Drug", "Amount", "Note"], ["A", value, "n"]]})
    book = openpyxl.load_workbook(path)
    book["S"]["B2"].number_format = shown_as
    book.save(path)
    (document,) = read(path)
    assert rows_of(document) == [("A", text, "n")]


def test_a_struck_cell_is_not_read(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"S": [["Drug", "Dose", "Note"], ["A", "50 mg", "n"]]})
    book = openpyxl.load_workbook(path)
    book["S"]["B2"].font = Font(strike=True)
    book.save(path)
    (document,) = read(path)
    assert rows_of(document) == [("A", "", "n")]


def test_a_further_table_of_a_sheet_goes_by_its_own_header(tmp_path: Path) -> None:
    """0.1 mg/kg for a child must not stand under the adults' `Dose (mg)`."""
    rows: list[list[object]] = [
        ["Drug", "Dose (mg)", "Route"],
        ["Examplol", 5, "oral"],
        ["Children"],
        ["Drug", "mg/kg"],
        ["Examplol", 0.1],
    ]
    (document,) = read(save(tmp_path / "a.xlsx", {"S": rows}))
    tables = [(block.text, block.table) for block in document.blocks]
    assert [table.header for _, table in tables if table] == [
        ("Drug", "Dose (mg)", "Route"),
        ("Drug", "mg/kg"),
    ]
    assert rows_of(document)[-1] == ("Examplol", "0.1")


def test_tables_side_by_side_never_mix_their_drugs(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Drug", "Dose", None, "Drug", "Max daily dose"],
        ["Alol", "5 mg", None, "Blol", "10 mg/day"],
        ["Clol", "6 mg"],
    ]
    (document,) = read(save(tmp_path / "a.xlsx", {"S": rows}))
    assert rows_of(document) == [("Alol", "5 mg"), ("Clol", "6 mg"), ("Blol", "10 mg/day")]
    records = [r for block in document.blocks if block.table for r in block.table.records]
    assert [(one.drug, one.maximum) for one in records if one.drug == "Alol"] == [("Alol", None)]
