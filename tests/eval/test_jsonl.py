"""Bad files are named with their place."""

import gzip
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

from eval.jsonl import read_json, read_jsonl
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
