"""Markdown files. All clinical wording is illustrative."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.corpus import Status
from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument
from ingest.sources.markdown import MarkdownReader
from tests.ingest.sources.reading import read_one, shown, written


def note(folder: Path, content: str) -> ReadDocument:
    return read_one(MarkdownReader(), written(folder, "note.md", content))


def test_headings_paragraphs_lists_and_tables_come_in_order(tmp_path: Path) -> None:
    made = note(
        tmp_path,
        "# Exampril\n\nOne\nline, *not* two.\n\n## Dose\n\nGive:\n- adults\n    - 5 mg\n"
        "- children\n1. first\n2. second\n\n"
        "| Renal function | Dose |\n|---|---:|\n| CrCl <30 | 2.5 mg |\n\n"
        "Harm\n----\n\n> Quoted.\n\n```\n- as typed\n```\n",
    )
    assert made.title == "Exampril"
    assert shown(made.blocks) == [
        "# Exampril",
        "One line, not two.",
        "## Dose",
        "Give:",
        "adults",
        "5 mg",
        "children",
        "1. first",
        "2. second",
        "Renal function | Dose",
        "CrCl <30 | 2.5 mg",
        "## Harm",
        "Quoted.",
        "- as typed",
    ]


def test_front_matter_says_what_the_file_is_and_is_not_read_as_text(tmp_path: Path) -> None:
    made = note(
        tmp_path,
        "---\ntitle: 'Exampril: a guide'\npublished: 2024-02-03\nreview_due: soon\n"
        "license: CC0-1.0\nstatus: Superseded\ntags: [a]\n---\n# Dose\n\nGive 5 mg.\n",
    )
    assert made.title == "Exampril: a guide"
    assert made.stated.published == date(2024, 2, 3)
    assert made.stated.review_due is None
    assert made.stated.licence == "CC0-1.0"
    assert made.stated.status is Status.SUPERSEDED
    assert shown(made.blocks) == ["# Dose", "Give 5 mg."]


def test_toml_front_matter_is_read_too(tmp_path: Path) -> None:
    made = note(tmp_path, '+++\ntitle = "Guide"\ndate = 2024-02-03\n+++\nText.\n')
    assert (made.title, made.stated.published) == ("Guide", date(2024, 2, 3))


def test_a_rule_at_the_top_is_not_front_matter(tmp_path: Path) -> None:
    assert shown(note(tmp_path, "---\n\nText.\n\n---\n\nMore.\n").blocks) == ["Text.", "More."]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "is empty"),
        ("# Dose\n", "no text below its headings"),
        ("---\ntitle: x\n---\n", "no text below its headings"),
        ("+++\ntitle = \n+++\nText.", "not TOML"),
        ("<!-- x -->", "cannot be read"),
    ],
)
def test_a_note_that_cannot_be_read_says_why(tmp_path: Path, content: str, why: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"note.md.*{why}"):
        note(tmp_path, content)


def test_struck_words_are_not_read_and_a_tilde_is(tmp_path: Path) -> None:
    made = note(tmp_path, "# Exampril\n\nGive ~~50 mg~~ 5 mg, or ~10 mg, in ~~adults\n")
    assert shown(made.blocks)[1:] == ["Give 5 mg, or ~10 mg, in ~~adults"]


def test_a_numbered_list_behind_a_list_in_a_list_is_one_of_its_own(tmp_path: Path) -> None:
    made = note(tmp_path, "# Exampril\n\n- adults\n    - at most 300 mg\n1. first\n2. second\n")
    assert shown(made.blocks)[1:] == ["adults", "at most 300 mg", "1. first", "2. second"]
