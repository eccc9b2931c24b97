"""Bad files are named with their place."""

import gzip
import json
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, TypeAdapter

from eval.jsonl import Group, Id, read_json, read_jsonl
from eval.suite import UnusableSet


class Line(BaseModel):
    id: str
    n: int


def test_plain_and_packed_lines_read_alike(tmp_path: Path) -> None:
    text = '{"id": "a", "n": 1}\n\n{"id": "b", "n": 2}\n'
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_text(text)
    packed.write_bytes(gzip.compress(text.encode()))
    assert read_jsonl(plain, Line) == read_jsonl(packed, Line)
    assert [line.n for line in read_jsonl(plain, Line)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": "a", "n": 1}\n{"id"', r"a\.jsonl:2: not JSON"),
        ('{"id": "a", "n": 1}\n\n{"id": "b"}', r"a\.jsonl:3: n: Field required"),
        ('{"id": "a", "n": 1}\n{"id": "a", "n": 2}', r"a\.jsonl:2: the id 'a' stands on line 1"),
        ("", "is empty"),
        ("\n \n", "is empty"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    with pytest.raises(UnusableSet, match=said):
        read_jsonl(path, Line)


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="is missing"):
        read_jsonl(tmp_path / "none.jsonl", Line)
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(
        gzip.compress("".join(f'{{"id": "{n}", "n": 1}}\n' for n in range(900)).encode())[:900]
    )
    with pytest.raises(UnusableSet, match="unreadable after line"):
        read_jsonl(broken, Line)


def test_a_document_of_another_kind_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"x": {"id": "a", "n": "many"}}')
    with pytest.raises(UnusableSet, match=r"a\.json: x/n: "):
        read_json(path, TypeAdapter(dict[str, Line]))
    path.write_text("{")
    with pytest.raises(UnusableSet, match="cannot be read as JSON"):
        read_json(path, TypeAdapter(dict[str, Line]))


class Grouped(BaseModel):
    id: Id
    kind: Group = None
    label: Literal["yes", "no"] = "yes"


@pytest.mark.parametrize(("given", "read"), [(7, "7"), (0.5, "0.5"), ("007", "007")])
def test_a_number_is_an_id_by_its_digits(tmp_path: Path, given: object, read: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": given}))
    assert read_jsonl(path, Grouped)[0].id == read


def test_a_number_and_its_digits_are_one_id(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1}\n{"id": "1"}\n')
    with pytest.raises(UnusableSet, match=r"a\.jsonl:2: the id '1' stands on line 1"):
        read_jsonl(path, Grouped)


@pytest.mark.parametrize(
    ("given", "read"), [("x", "x"), (3, "3"), (" ", None), (None, None), (["x"], None), ({}, None)]
)
def test_a_field_of_the_sets_own_groups_or_is_passed_over(
    tmp_path: Path, given: object, read: str | None
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "kind": given}))
    assert read_jsonl(path, Grouped)[0].kind == read


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "a", "label": "maybe"}', r"a\.jsonl:1: label: .*'yes' or 'no', not 'maybe'\."),
        ("[1]", r"a\.jsonl:1: a JSON object is expected"),
        ('{"id": true}', r"a\.jsonl:1: id: "),
        ('{"id": null}', r"a\.jsonl:1: id: "),
        ('{"id": ""}', r"a\.jsonl:1: id: "),
    ],
)
def test_a_wrong_word_is_repeated_in_the_error(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line)
    with pytest.raises(UnusableSet, match=said):
        read_jsonl(path, Grouped)
