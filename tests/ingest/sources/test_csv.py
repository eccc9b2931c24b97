"""CSV formularies: delimiters, encodings, headers, typed rows."""

from pathlib import Path

import pytest

from app.domain.errors import UnreadableDocument
from app.domain.formulary import FormularyRow, RenalBand, RenalMeasure
from ingest.reading import BlockKind, ReadDocument, SourceFile, Table
from ingest.sources.csv import CsvReader
from tests.ingest.sources.reading import shown

DATA = Path(__file__).parents[4] / "shared/data"
FORMULARY = """Drug,Route,Dose,Unit,Frequency,Renal function,Notes
Examplamab,oral,0.5,mg,daily,CrCl 15-29 mL/min,"with food, always"
Examplamab,oral,5,mg,daily,severe impairment,
"""


def read(path: Path, content: str | bytes, columns: dict[str, str] | None = None) -> ReadDocument:
    data = content.encode() if isinstance(content, str) else content
    file = path / "formulary.csv"
    file.write_bytes(data)
    (document,) = CsvReader().read(SourceFile(path=file, origin="formulary.csv"), columns or {})
    return document


def only_table(document: ReadDocument) -> Table:
    (table,) = [block.table for block in document.blocks if block.table]
    return table


def test_a_row_becomes_a_typed_record(tmp_path: Path) -> None:
    table = only_table(read(tmp_path, FORMULARY))
    assert table.records[0] == FormularyRow(
        drug="Examplamab",
        route="oral",
        dose="0.5",
        unit="mg",
        frequency="daily",
        renal=RenalBand(measure=RenalMeasure.CRCL, low=15, high=30),
        other=(("Notes", "with food, always"),),
    )
    assert table.rows[0][5] == "CrCl 15-29 mL/min"


def test_renal_words_without_a_measure_are_kept_as_words(tmp_path: Path) -> None:
    row = only_table(read(tmp_path, FORMULARY)).records[1]
    assert row.renal is None
    assert row.other == (("Renal function", "severe impairment"),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [("Drug", "Dose", "Route"), ("Examplol", "2,5" if delimiter != "," else "2.5", "oral")]
    text = "\n".join(delimiter.join(row) for row in rows)
    record = only_table(read(tmp_path, text)).records[0]
    assert (record.drug, record.route) == ("Examplol", "oral")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    text = "Drug,Dose\nExamplinë,5 µg\n"
    record = only_table(read(tmp_path, text.encode(encoding))).records[0]
    assert (record.drug, record.dose) == ("Examplinë", "5 µg")


def test_title_lines_above_the_header_are_no_columns(tmp_path: Path) -> None:
    text = (
        "Illustrative formulary,,\n,,\nValid from spring,as revised,\nDrug,Dose,Route\nA,1,oral\n"
    )
    document = read(tmp_path, text)
    assert document.title == "Illustrative formulary"
    assert document.blocks[0].text == "Valid from spring as revised"
    assert only_table(document).header == ("Drug", "Dose", "Route")


def test_a_unit_in_the_column_name_is_the_unit(tmp_path: Path) -> None:
    record = only_table(read(tmp_path, "Medicine,Dose (mg)\nExamplol,2.50\n")).records[0]
    assert (record.dose, record.unit) == ("2.50", "mg")


def test_the_column_map_outranks_known_names(tmp_path: Path) -> None:
    text = "Artikel,Drug,Menge\nExamplol,not this,5\n"
    table = only_table(read(tmp_path, text, {"drug": "Artikel", "dose": "menge"}))
    assert table.records[0].drug == "Examplol"
    assert table.records[0].dose == "5"
    assert table.records[0].other == (("Drug", "not this"),)


def test_a_mapped_column_that_is_missing_is_named_with_those_found(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"'Arzneimittel'.*'Drug', 'Dose'"):
        read(tmp_path, "Drug,Dose\nA,1\n", {"drug": "Arzneimittel"})


def test_a_map_to_a_field_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="colour"):
        read(tmp_path, "Drug,Dose\nA,1\n", {"colour": "Dose"})


def test_a_table_without_a_drug_is_plain(tmp_path: Path) -> None:
    table = only_table(read(tmp_path, "Test,Result\nIllustrative,positive\n"))
    assert table.records == ()
    assert table.header == ("Test", "Result")


def test_a_row_without_a_drug_never_takes_the_one_above(tmp_path: Path) -> None:
    text = "Drug,Dose,Route\nA,1,oral\n,2,oral\nB,3,oral\n"
    tables = [block.table for block in read(tmp_path, text).blocks if block.table]
    assert [[row.drug for row in table.records] for table in tables] == [["A"], [], ["B"]]
    assert tables[1].rows == (("", "2", "oral"),)


def test_a_lone_cell_heads_the_rows_below_and_a_note_at_the_end_does_not(tmp_path: Path) -> None:
    text = "Drug,Dose,Route\nAnticoagulants,,\nA,1,oral\nSee the ward list,,\n"
    blocks = read(tmp_path, text).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, "Anticoagulants"),
        (BlockKind.TABLE, ""),
        (BlockKind.PROSE, "See the ward list"),
    ]


def test_ragged_rows_and_lines_in_cells_are_read(tmp_path: Path) -> None:
    text = 'Drug,Dose,Route\nA,"1\n mg",oral,more\nB\n'
    (first, second) = [block.table for block in read(tmp_path, text).blocks if block.table][:1] + [
        block.text for block in read(tmp_path, text).blocks if block.kind is BlockKind.PROSE
    ]
    assert isinstance(first, Table)
    assert first.rows == (("A", "1 mg", "oral", "more"),)
    assert second == "B"


@pytest.mark.parametrize(
    "content", [b"", b"\n\n,,,\n", b"PK\x03\x04\x00\x00", b'a,b\n1,"' + b"x" * 200_000]
)
def test_what_is_no_table_is_unreadable(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read(tmp_path, content)


@pytest.mark.skipif(not DATA.is_dir(), reason="shared data is not here")
@pytest.mark.parametrize(
    ("name", "rows", "records"),
    [
        ("labels/drug_labels_zil.csv", 115, 35),
        ("drugs/who_eml_pregnancy.csv", 442, 442),
        ("drugs/onc_high_priority.csv", 130, 0),
    ],
)
def test_real_tables_are_read_whole(name: str, rows: int, records: int) -> None:
    (document,) = CsvReader().read(SourceFile(path=DATA / name, origin=name), {})
    tables = [block.table for block in document.blocks if block.table]
    long = sum(block.level == 2 and block.text != "Further rows" for block in document.blocks)
    assert sum(len(table.rows) for table in tables) + long == rows
    assert sum(len(table.records) for table in tables) == records


def test_each_part_of_a_long_row_stands_under_what_the_row_is_about(tmp_path: Path) -> None:
    words = "Exampril may cause a rash of the hand. " * 40
    made = read(
        tmp_path,
        f"drug,section,text\nOtheril,Uses,Fever.\nExampril,Warnings,{words}\n"
        "Exampril,Uses,Pressure.\n",
    )
    lines = shown(made.blocks)
    assert lines[:3] == [
        "drug | section | text",
        "Otheril | Uses | Fever.",
        "## Exampril - Warnings",
    ]
    assert lines[3] == words.strip()
    assert lines[4:] == [
        "## Further rows",
        "drug | section | text",
        "Exampril | Uses | Pressure.",
    ]


def test_a_long_row_with_a_dose_stays_a_typed_record(tmp_path: Path) -> None:
    note = "Watch the potassium of the patient. " * 40
    made = read(tmp_path, f"drug,dose,unit,note\nExampril,5,mg,{note}\n")
    (block,) = made.blocks
    assert block.table is not None
    assert block.table.records[0].dose == "5"
