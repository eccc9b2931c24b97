"""Documents in JSON of no form of their own. All wording is illustrative."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument
from ingest.sources.json_documents import JsonReader
from tests.ingest.sources.reading import shown, written

LONG = "Exampril may cause a rash. " * 10


def read(
    folder: Path, content: object, columns: dict[str, str] | None = None, name: str = "x.json"
) -> list[ReadDocument]:
    words = content if isinstance(content, str) else json.dumps(content)
    return list(JsonReader().read(written(folder, name, words), columns or {}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"_id": "1", "title": "Gout", "text": "Rest."}\n'),
        ("a.ndjson", '{"text": "Rest."}\n{"text": "Ice."}\n'),
        ("a.json", '[{"title": "Gout", "abstract": "Rest."}]'),
        ("a.json", json.dumps({"EXAMPRIL": LONG, "OTHERIL": ""})),
    ],
)
def test_records_with_a_text_are_known_without_a_declaration(
    tmp_path: Path, name: str, content: str
) -> None:
    assert JsonReader().accepts(written(tmp_path, name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", '{"text": "Rest."}'),
        ("a.json", json.dumps({"name": "p", "about": LONG, "scripts": {"text": "x"}})),
        ("a.json", json.dumps({"condition_name": "Gout", "introduction": LONG, "source": "x"})),
        ("a.json", '{"resourceType": "Bundle", "entry": [{"text": "private"}]}'),
        ("a.json", '{"GB": "United Kingdom", "FR": "France", "DE": "Germany"}'),
        ("a.json", "[1, 2]"),
        ("a.json", ""),
    ],
)
def test_data_is_not_taken_for_documents(tmp_path: Path, name: str, content: str) -> None:
    assert not JsonReader().accepts(written(tmp_path, name, content))


def test_each_line_is_a_document_named_by_its_title_or_its_first_words(tmp_path: Path) -> None:
    lines = [
        {"_id": 7, "title": "Gout", "text": "Rest.\n\nIce."},
        {"text": "Exampril lowers the pressure of the blood in adults who are tired of salt."},
        {"text": ""},
    ]
    one, two, three = read(tmp_path, "\n".join(map(json.dumps, lines)), name="x.jsonl")
    assert (one.record, one.title, shown(one.blocks)) == ("7", "Gout", ["Rest.", "Ice."])
    assert (two.record, two.title) == (
        "2",
        "Exampril lowers the pressure of the blood in adults who are",
    )
    assert three.blocks == ()


def test_an_object_of_texts_gives_a_document_for_each_name(tmp_path: Path) -> None:
    one, two = read(tmp_path, {"EXAMPRIL": LONG, "OTHERIL": ""})
    assert (one.record, one.title) == ("EXAMPRIL", "EXAMPRIL")
    assert (two.title, two.blocks) == ("OTHERIL", ())


def test_declared_fields_name_the_document_and_all_others_are_its_sections(tmp_path: Path) -> None:
    (made,) = read(
        tmp_path,
        {
            "condition_name": "Example fever",
            "slug": "example-fever",
            "dated": "2022-03-01",
            "introduction": "It burns.",
            "treatment": {"goals": ["Cool it."], "drug": ["Exampril 5 mg."], "other": []},
            "prognosis": None,
        },
        {"title": "condition_name", "id": "slug", "published": "dated"},
    )
    assert (made.title, made.record) == ("Example fever", "example-fever")
    assert made.stated.published == date(2022, 3, 1)
    assert shown(made.blocks) == [
        "# Introduction",
        "It burns.",
        "# Treatment",
        "## Goals",
        "Cool it.",
        "## Drug",
        "Exampril 5 mg.",
    ]


def test_a_declared_text_field_is_read_alone(tmp_path: Path) -> None:
    records = [{"n": "Gout", "words": "Rest.", "note": "internal"}, {"n": "Asthma"}]
    one, two = read(tmp_path, records, {"title": "n", "text": "words"})
    assert shown(one.blocks) == ["Rest."]
    assert two.blocks == ()


@pytest.mark.parametrize(
    ("content", "columns", "why"),
    [
        ('[{"n": "Gout"}]', {"title": "name"}, "no field 'name'.* their fields are 'n'"),
        ("[1]", {}, "no object with named fields"),
        ("[]", {}, "holds no record"),
        ('{"text": "Rest."', {}, "not whole"),
    ],
)
def test_a_file_that_is_otherwise_says_why(
    tmp_path: Path, content: str, columns: dict[str, str], why: str
) -> None:
    with pytest.raises(UnreadableDocument, match=why):
        read(tmp_path, content, columns)


def test_a_broken_line_says_which(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"after 1 record.*line 2 is no JSON"):
        read(tmp_path, '{"text": "Rest."}\n{"text": \n', name="x.jsonl")
