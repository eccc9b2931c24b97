"""Line ends of every kind, and signs of old code pages, in every format that is text."""

import io
from pathlib import Path

import openpyxl
import pytest

from ingest.assemble import assemble
from ingest.reading import Reader
from ingest.sources.csv import CsvReader
from ingest.sources.html import HtmlReader
from ingest.sources.jats import JatsReader
from ingest.sources.markdown import MarkdownReader
from ingest.sources.text import TextReader
from ingest.sources.xlsx import XlsxReader
from tests.ingest.hostile_files import jats
from tests.ingest.sources.reading import read_one, shown, written
from tests.ingest.test_assemble import PROVENANCE

LINES = ("DOSAGE", "Give 5 mg of examplol once a day.", "WARNINGS", "Never give 50 mg of it.")
ENDS = {
    "lf": "\n",
    "cr": "\r",
    "crlf": "\r\n",
    "cr twice": "\r\r\n",
    "line tabulation": "\v",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
}


def text_of(reader: Reader, folder: Path, name: str, content: str | bytes) -> str:
    read = read_one(reader, written(folder, name, content))
    return assemble(read, name, PROVENANCE).document.text


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_line_of_text_ends_where_it_is_seen_to_end(end: str, tmp_path: Path) -> None:
    blocks = read_one(TextReader(), written(tmp_path, "a.txt", end.join(LINES))).blocks
    assert shown(blocks) == [f"# {LINES[0]}", LINES[1], f"# {LINES[2]}", LINES[3]]


@pytest.mark.parametrize("end", ["\r\r\n", "\u2028"])
def test_a_wrapped_dose_is_joined_to_its_unit(end: str, tmp_path: Path) -> None:
    lines = ("Give examplol at a dose of 2.5", "mg once a day with food always.")
    blocks = read_one(TextReader(), written(tmp_path, "a.txt", end.join(lines))).blocks
    assert shown(blocks) == [" ".join(lines)]


def test_a_sentence_that_runs_over_a_page_is_one(tmp_path: Path) -> None:
    content = "WARNINGS\nNever give more than 10\n\fmg of examplol.\n\fIt is illustrative."
    blocks = read_one(TextReader(), written(tmp_path, "a.txt", content)).blocks
    assert shown(blocks) == [
        "# WARNINGS",
        "Never give more than 10 mg of examplol.",
        "It is illustrative.",
    ]
    assert [(block.page, block.turns) for block in blocks] == [(1, ()), (1, ((24, 2),)), (3, ())]


@pytest.mark.parametrize("end", [*ENDS.values(), "\n\f", "\f"], ids=[*ENDS, "page", "page alone"])
def test_a_heading_of_markdown_is_one_behind_any_line_end(end: str, tmp_path: Path) -> None:
    content = f"# Examplol{end}{end}## Dose{end}{end}Give 5 mg once a day.\n"
    blocks = read_one(MarkdownReader(), written(tmp_path, "a.md", content)).blocks
    assert shown(blocks) == ["# Examplol", "## Dose", "Give 5 mg once a day."]


def test_a_line_end_in_a_cell_of_markdown_stays_in_the_cell(tmp_path: Path) -> None:
    content = "Examplol:\n\n| Dose | Note |\n|---|---|\n| 5 mg\u2028or 10 mg | with\vfood |\n"
    text = text_of(MarkdownReader(), tmp_path, "a.md", content)
    assert "Dose: 5 mg or 10 mg; Note: with food." in text


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\r\r\n"])
def test_a_row_of_a_table_ends_where_it_is_seen_to_end(end: str, tmp_path: Path) -> None:
    rows = ("Drug;Note", "Examplol;x,y\u2028z,q", "Otherine;r,s\vt,u", "\fThirdine;v,w\x85x,y")
    text = text_of(CsvReader(), tmp_path, "a.csv", end.join(rows))
    assert text.split("\n") == [
        "Drug: Examplol; Note: x,y z,q.",
        "Drug: Otherine; Note: r,s t,u.",
        "Drug: Thirdine; Note: v,w x,y.",
    ]


def test_the_line_that_tells_excel_the_delimiter_is_no_title(tmp_path: Path) -> None:
    content = "sep=;\r\nDrug;Dose, given\r\nExamplol;5 mg, slowly\r\n"
    read = read_one(CsvReader(), written(tmp_path, "local-list.csv", content))
    assert read.title == "local-list"
    assert shown(read.blocks) == ["Drug | Dose, given", "Examplol | 5 mg, slowly"]
    tabs = read_one(CsvReader(), written(tmp_path, "b.csv", "sep=\t\nDrug\tDose\nExamplol\t5 mg"))
    assert shown(tabs.blocks) == ["Drug | Dose", "Examplol | 5 mg"]


def test_a_line_end_in_a_cell_of_a_workbook_is_a_blank(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Drug", "Dose"])
    book.worksheets[0].append(["Examplol_x000D_\nretard", "5 mg_x000A_or 10 mg_x005F_x"])
    made = io.BytesIO()
    book.save(made)
    text = text_of(XlsxReader(), tmp_path, "a.xlsx", made.getvalue())
    assert text == "Drug: Examplol retard; Dose: 5 mg or 10 mg_x."


@pytest.mark.parametrize(
    ("reader", "name", "content"),
    [
        (TextReader(), "a.txt", b"Give 5\x9610 mg a day.\x81"),
        (HtmlReader(), "a.html", b'<meta charset="iso-8859-1"><p>Give 5\x9610 mg a day.</p>'),
        (HtmlReader(), "b.html", b"<p>Give 5&#150;10 mg a day.</p>"),
        (MarkdownReader(), "a.md", b"Give 5\x9610 mg a day.\x81"),
        (
            JatsReader(),
            "a.nxml",
            jats("Give 5\x9610 mg a day.", '<?xml version="1.0" encoding="ISO-8859-1"?>')
            .decode()
            .encode("latin-1"),
        ),
    ],
)
def test_a_dash_of_an_old_code_page_does_not_join_two_figures(
    reader: Reader, name: str, content: bytes, tmp_path: Path
) -> None:
    assert "Give 5\u201310 mg a day." in text_of(reader, tmp_path, name, content)


@pytest.mark.parametrize("dot", ["\u00b7", "\u2219", "\u22c5", "\u2027"])
def test_a_raised_dot_before_a_figure_is_a_decimal_point(dot: str, tmp_path: Path) -> None:
    content = f"Give\n\n{dot}5 mg of examplol once a day\n\n0{dot}5 mg of otherine"
    blocks = read_one(TextReader(), written(tmp_path, "a.txt", content)).blocks
    assert shown(blocks)[-2:] == [f"{dot}5 mg of examplol once a day", f"0{dot}5 mg of otherine"]


@pytest.mark.parametrize(
    "bullet", "\u2022\u2023\u2043\u2219\u25aa\u25ab\u25a0\u25cf\u25cb\u25e6\u30fb\u00b7"
)
def test_every_bullet_begins_an_item(bullet: str, tmp_path: Path) -> None:
    items = ("5 mg of examplol once a day in the morning", "10 mg of otherine twice a day")
    content = "".join(f"{bullet} {item}\n" for item in items)
    blocks = read_one(TextReader(), written(tmp_path, "a.txt", f"Give:\n{content}")).blocks
    assert shown(blocks) == ["Give:", *items]
