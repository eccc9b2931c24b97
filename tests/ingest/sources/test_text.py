"""Plain text. All clinical wording is illustrative."""

from pathlib import Path

import pytest

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument
from ingest.sources.text import TextReader
from tests.ingest.sources.reading import read_one, shown, written


def plain(folder: Path, content: str | bytes) -> ReadDocument:
    return read_one(TextReader(), written(folder, "note.txt", content))


def test_wrapped_lines_are_one_paragraph_and_a_dose_is_not_torn(tmp_path: Path) -> None:
    made = plain(
        tmp_path, "Give, e.g. at night, a dose of 2.5\nmg and check\nthe level.\n\nStop.\n"
    )
    assert shown(made.blocks) == [
        "Give, e.g. at night, a dose of 2.5 mg and check the level.",
        "Stop.",
    ]


def test_items_and_columns_keep_lines_of_their_own(tmp_path: Path) -> None:
    made = plain(
        tmp_path,
        "Doses in adults:\n- 5 mg by\n  mouth\n* 10 mg\n1. Stop\n2. Wait\n"
        "\nDrug     Dose\nA        5 mg\n",
    )
    assert [" ".join(line.split()) for line in shown(made.blocks)] == [
        "Doses in adults:",
        "5 mg by mouth",
        "10 mg",
        "1. Stop",
        "2. Wait",
        "Drug Dose",
        "A 5 mg",
    ]


def test_a_line_that_was_ended_early_is_not_joined_to_the_next(tmp_path: Path) -> None:
    made = plain(
        tmp_path,
        "EXAMPRIL\nIntroduction\nIt lowers the pressure and is given by mouth at a dose of\n"
        "5 mg once a day.\nStop it before surgery.\n",
    )
    assert shown(made.blocks)[1:] == [
        "## Introduction",
        "It lowers the pressure and is given by mouth at a dose of 5 mg once a day.",
        "Stop it before surgery.",
    ]


def test_long_lines_are_paragraphs_without_empty_lines_between(tmp_path: Path) -> None:
    line = "This sentence of the illustrative guide is long enough. " * 3
    made = plain(tmp_path, f"{line}\n{line}\n")
    assert shown(made.blocks) == [line.strip(), line.strip()]


def test_only_numbered_or_underlined_lines_are_headings(tmp_path: Path) -> None:
    made = plain(
        tmp_path,
        "Exampril guide\n==============\n\n2 Dose\n\nGive 5 mg.\n\n2.1 Renal impairment\n\n"
        ""
        "Halve it.\n\nHarm\n----\nRash.\n\n"
        "WARNING\n\nStop at once.\n\n5 Mg daily for 3 days\n\nThen stop.\n",
    )
    assert made.title == "Exampril guide"
    assert shown(made.blocks) == [
        "# Exampril guide",
        "# 2 Dose",
        "Give 5 mg.",
        "## 2.1 Renal impairment",
        "Halve it.",
        "## Harm",
        "Rash.",
        "WARNING",
        "Stop at once.",
        "5 Mg daily for 3 days",
        "Then stop.",
    ]


def test_a_short_first_line_is_the_title(tmp_path: Path) -> None:
    made = plain(tmp_path, "Exampril guide\n\nGive 5 mg.\n")
    assert (made.title, shown(made.blocks)) == (
        "Exampril guide",
        ["# Exampril guide", "Give 5 mg."],
    )
    assert plain(tmp_path, "Give 5 mg.\n\nStop.").title is None


def test_the_names_of_clinical_sections_are_headings_wherever_they_stand(tmp_path: Path) -> None:
    made = plain(
        tmp_path,
        "EXAMPLE FEVER\nIntroduction\nAn invented illness that spreads with the wind of the\n"
        "north (NW)\nTransmission\n\u30fb By wind\nTREATMENT OF EXAMPLE FEVER\n"
        "Drug Treatment:\n- Exampril 5 mg\n\nWARNING\n\nStop in treatment failure\n",
    )
    assert shown(made.blocks)[1:] == [
        "## Introduction",
        "An invented illness that spreads with the wind of the north (NW)",
        "## Transmission",
        "By wind",
        "# TREATMENT OF EXAMPLE FEVER",
        "## Drug Treatment:",
        "Exampril 5 mg",
        "WARNING",
        "Stop in treatment failure",
    ]


def test_a_sentence_above_the_first_section_names_the_document(tmp_path: Path) -> None:
    made = plain(tmp_path, "Label of Exampril, containing examprilat.\n\nWARNINGS\n\nRash.\n")
    assert made.title == "Label of Exampril, containing examprilat"
    assert shown(made.blocks)[0] == "Label of Exampril, containing examprilat."
    assert plain(tmp_path, "CONTRAINDICATIONS\n\nNever in fever.\n").title == "note"


def test_a_minus_sign_is_no_bullet(tmp_path: Path) -> None:
    made = plain(tmp_path, "Keep at\n\n-5 \u00b0C\n\n\u20135 points\n\n- 5 mg\n\u2022Rash\n")
    assert shown(made.blocks)[1:] == ["-5 \u00b0C", "\u20135 points", "5 mg", "Rash"]


def test_tags_that_were_left_at_the_lines_beginning_are_no_words(tmp_path: Path) -> None:
    made = plain(
        tmp_path,
        "Exampril\n\n <paragraph>\n <main>Never in:\n <item>\n <item>Fever.\n <item>Rash.\n"
        " </paragraph>\n\nIf pH <b then stop.\n",
    )
    assert shown(made.blocks)[1:] == ["Never in:", "Fever.", "Rash.", "If pH <b then stop."]


def test_a_form_feed_turns_the_page(tmp_path: Path) -> None:
    made = plain(tmp_path, "One.\n\fTwo.\n\f\fFour.")
    assert [(block.text, block.page) for block in made.blocks] == [
        ("One.", 1),
        ("Two.", 2),
        ("Four.", 4),
    ]


def test_old_line_ends_and_latin_1_are_read(tmp_path: Path) -> None:
    made = plain(tmp_path, "Keep at 5 \u00b0C.\r\rThen \u00b1 2.\r\nStop.".encode("latin-1"))
    assert shown(made.blocks) == ["Keep at 5 \u00b0C.", "Then \u00b1 2. Stop."]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\n \f\n", "is empty"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"\x7fELF\x00\x00\x00\x01" * 20, "is not text"),
        (b"Dose\n====\n", "no text below its headings"),
    ],
)
def test_a_file_that_is_not_text_says_why(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"note.txt.*{why}"):
        plain(tmp_path, content)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Give 0\u00b75 mg.", "Give 0\u00b75 mg."),
        ("Give 5 - 10 mg, or 20 \u2013 30 mg.", "Give 5 - 10 mg, or 20 \u2013 30 mg."),
        ("\u2022 2\u00b75 mg \u2022 daily", "2\u00b75 mg \u2022 daily"),
        ("  \u00b7 Give 5 mg.", "Give 5 mg."),
        ("- Give 5 mg.", "Give 5 mg."),
    ],
)
def test_only_a_sign_at_the_beginning_of_a_line_is_a_bullet(
    tmp_path: Path, line: str, read: str
) -> None:
    """Taken for one within a line, the point of 0\u00b75 mg was lost, and the dash of a range."""
    assert shown(plain(tmp_path, f"Doses in adults are these.\n\n{line}\n").blocks)[-1] == read
