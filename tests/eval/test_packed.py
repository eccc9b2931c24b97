"""Files as hospitals send them: other encodings, other packing, other line ends, and junk."""

import gzip
from pathlib import Path

import pytest

from eval.packed import numbered, parsed, whole_text
from eval.suite import UnusableSet

LINES = ["first", "sécond", "third"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
@pytest.mark.parametrize("packed", [False, True])
def test_packing_is_told_from_the_bytes_and_marks_and_line_ends_are_no_part_of_a_line(
    tmp_path: Path, packed: bool, name: str, mark: str, end: str
) -> None:
    path = tmp_path / name
    raw = (mark + end.join(LINES)).encode()
    path.write_bytes(gzip.compress(raw) if packed else raw)
    assert list(numbered(path)) == list(enumerate(LINES, start=1))
    assert whole_text(path).split() == LINES


def test_a_line_that_is_no_utf8_is_named_though_it_is_the_last_of_many(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"fine\n" * 5000 + "caf\xe9\n".encode("latin-1"))
    with pytest.raises(UnusableSet, match=r"a\.jsonl:5001: not UTF-8"):
        list(numbered(path))
    with pytest.raises(UnusableSet, match="not UTF-8"):
        whole_text(path)


@pytest.mark.parametrize("cut", [slice(0, 30), slice(0, -1)])
def test_a_packed_file_that_was_cut_is_an_error(tmp_path: Path, cut: slice) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress("".join(f"line {n}\n" for n in range(99)).encode())[cut])
    with pytest.raises(UnusableSet, match="unreadable after line"):
        list(numbered(path))
    with pytest.raises(UnusableSet, match="cannot be read"):
        whole_text(path)


def test_a_packed_file_with_a_broken_middle_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"line\n" * 99)[:12] + b"\xff" * 40)
    with pytest.raises(UnusableSet, match="unreadable after line 0"):
        list(numbered(path))


def test_a_folder_is_told_from_a_missing_file(tmp_path: Path) -> None:
    for path, said in ((tmp_path, "a folder"), (tmp_path / "none", "missing")):
        with pytest.raises(UnusableSet, match=said):
            list(numbered(path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": -Infinity}', "-Infinity is no number"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "limit"),
        ('{"a": 1\n"b"', "line 2"),
    ],
)
def test_what_the_standard_forbids_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parsed(text)


def test_half_a_surrogate_pair_becomes_one_question_mark_and_a_whole_pair_stays() -> None:
    assert parsed(r'["a\ud83d", "\ud83d\ude00"]') == ["a?", "😀"]
