"""Sheets as people lay them out: several tables, units in a row of their own, no header, merged
cells, and numbers that are shown otherwise than they are kept."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from ingest.assemble import assemble
from ingest.sources.csv import CsvReader
from ingest.sources.xlsx import XlsxReader
from tests.ingest.sources.reading import read_one, written
from tests.ingest.test_assemble import PROVENANCE

Rows = Sequence[Sequence[object]]


def lines(folder: Path, rows: Rows, merged: Sequence[str] = ()) -> list[str]:
    """The sheet's rows as they are read from a workbook; from CSV too where nothing is merged."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    made = io.BytesIO()
    book.save(made)
    read = read_one(XlsxReader(), written(folder, "a.xlsx", made.getvalue()))
    text = assemble(read, "a", PROVENANCE).document.text
    if not merged:
        plain = "\n".join(",".join("" if c is None else str(c) for c in row) for row in rows)
        other = read_one(CsvReader(), written(folder, "a.csv", plain))
        assert assemble(other, "a", PROVENANCE).document.text == text
    return [line for line in text.split("\n") if line]


def shown_as(folder: Path, value: float, number_format: str) -> str:
    book = openpyxl.Workbook()
    for row in (["Drug", "Note"], ["Examplol", value]):
        book.worksheets[0].append(row)
    book.worksheets[0]["B2"].number_format = number_format
    made = io.BytesIO()
    book.save(made)
    read = read_one(XlsxReader(), written(folder, "a.xlsx", made.getvalue()))
    return assemble(read, "a", PROVENANCE).document.text.partition("Note: ")[2].removesuffix(".")


def test_a_table_below_another_does_not_go_by_its_names(tmp_path: Path) -> None:
    first: Rows = (["Drug", "Dose (mg)"], ["Examplol", 5], ["Otherine", 10], [])
    assert lines(tmp_path, [*first, ["Salt", "Normal range"], ["Madeupium", "3.5-5"]]) == [
        "Drug: Examplol; Dose (mg): 5.",
        "Drug: Otherine; Dose (mg): 10.",
        "Salt | Normal range",
        "Madeupium | 3.5-5",
    ]
    assert lines(tmp_path, [*first, ["Medicine", "Highest dose"], ["Thirdine", "50 mg"]])[2:] == [
        "Medicine: Thirdine; Highest dose: 50 mg.",
    ]


def test_an_empty_row_between_rows_of_one_table_changes_nothing(tmp_path: Path) -> None:
    rows: Rows = (
        ["Drug", "Dose (mg)"],
        ["Examplol", 5],
        [],
        [],
        ["Otherine", 10],
        [],
        ["Thirdine", 2],
    )
    assert lines(tmp_path, rows) == [
        "Drug: Examplol; Dose (mg): 5.",
        "Drug: Otherine; Dose (mg): 10.",
        "Drug: Thirdine; Dose (mg): 2.",
    ]


def test_units_in_a_row_below_the_names_belong_to_them(tmp_path: Path) -> None:
    rows = (["Drug", "Dose", "Highest"], [None, "mg", "(g/day)"], ["Examplol", 5, 1])
    assert lines(tmp_path, rows) == ["Drug: Examplol; Dose (mg): 5; Highest (g/day): 1."]


def test_a_table_without_a_header_keeps_its_first_row(tmp_path: Path) -> None:
    rows = (["Examplol", "5 mg", "oral"], ["Otherine", "10 mg", "into a vein"])
    assert lines(tmp_path, rows) == ["Examplol | 5 mg | oral", "Otherine | 10 mg | into a vein"]
    numbers = (["Examplol", 5, "oral"], ["Otherine", 10, "into a vein"])
    assert lines(tmp_path, numbers)[0] == "Examplol | 5 | oral"


@pytest.mark.parametrize("names", [("2019", "2020"), ("0-17 years", "18-64 years")])
def test_years_and_ages_are_names_of_columns(names: tuple[str, str], tmp_path: Path) -> None:
    rows = (["Region", "Kind", "What", *names], ["North", "a", "b", "12", "15"])
    assert lines(tmp_path, rows) == [
        f"Region: North; Kind: a; What: b; {names[0]}: 12; {names[1]}: 15."
    ]


def test_a_cell_across_columns_holds_for_each_of_them(tmp_path: Path) -> None:
    names, last = ["Drug", "Adults", "Children"], ["Otherine", "1 mg", "2 mg"]
    assert lines(tmp_path, (names, ["Examplol", "5 mg", None], last), ["B2:C2"]) == [
        "Drug: Examplol; Adults: 5 mg; Children: 5 mg.",
        "Drug: Otherine; Adults: 1 mg; Children: 2 mg.",
    ]
    assert lines(tmp_path, (names, ["Pain", None, None], last), ["A2:B2"])[0] == "Pain"


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1500, "0.0,", "1.5"),
        (2500000, '0.0,,"M"', "2.5M"),
        (1500, "#,##0", "1500"),
        (1500.5, '#,##0.0 "mg"', "1500.5 mg"),
        (-3, '0 "up";0 "down"', "3 down"),
        (3, '0 "up";0 "down"', "3 up"),
        (-3, '0 "mg"', "-3 mg"),
        (-2.5, "0.0;[Red](0.0)", "-2.5"),
        (0, '0;-0;"none"', "none"),
        (0, "0;-0;;@", "0"),
        (0, '0.0 "mg"', "0 mg"),
        (0.05, "0%", "5%"),
        (-0.05, "0%;-0%", "-5%"),
        (5, '[<1]0.00 "mg";0 "g"', "5"),
    ],
)
def test_a_number_is_what_its_format_shows(
    value: float, number_format: str, shown: str, tmp_path: Path
) -> None:
    assert shown_as(tmp_path, value, number_format) == shown


def test_an_empty_row_inside_a_header_does_not_part_it(tmp_path: Path) -> None:
    last = ["Examplol", "5 mg", "2 mg"]
    over: Rows = (["Dose", None, None], [], ["Drug", "Adults", "Children"], last)
    beside: Rows = (["Drug", "Dose", None], [], [None, "Adults", "Children"], last)
    assert lines(tmp_path, over, ["A1:C1"])[-1] == "Drug: Examplol; Adults: 5 mg; Children: 2 mg."
    assert lines(tmp_path, beside, ["B1:C1"])[-1] == (
        "Drug: Examplol; Dose Adults: 5 mg; Dose Children: 2 mg."
    )
