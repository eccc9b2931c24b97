"""`citewell redact`, from the command line."""

import json
from pathlib import Path

from app.console.redacting import LARGEST
from tests.app.test_cli import CommandLine, citewell

__all__ = ["citewell"]

NOTE = "Mrs Hargreaves, DOB 14/03/1961, takes apixaban.\r\n"
REDACTED = "Mrs [NAME], DOB [DATE], takes apixaban.\r\n"


def test_a_file_and_standard_input_are_redacted_and_nothing_else_is_changed(
    citewell: CommandLine, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_bytes(NOTE.encode())
    assert citewell("redact", str(note)).out == REDACTED
    assert citewell("redact", "-", stdin=NOTE.encode()).out == REDACTED
    assert citewell("redact", stdin=NOTE.encode()).out == REDACTED


def test_json_gives_places_and_kinds_and_no_word_of_an_identifier(citewell: CommandLine) -> None:
    ran = citewell("redact", "--json", stdin=NOTE.encode())
    told = json.loads(ran.out)
    assert told["identifiers"] == 2
    assert told["by_kind"] == {"date": 1, "name": 1}
    assert told["redacted"] == REDACTED
    assert [NOTE[one["start"] : one["end"]] for one in told["spans"]] == [
        "Hargreaves",
        "14/03/1961",
    ]
    assert "Hargreaves" not in ran.out


def test_what_cannot_be_read_is_one_line_that_says_why(
    citewell: CommandLine, tmp_path: Path
) -> None:
    for ran, fault in (
        (citewell("redact", str(tmp_path / "none")), "cannot be read"),
        (citewell("redact", str(tmp_path)), "cannot be read"),
        (citewell("redact", stdin=b"\xff\xfe\x00"), "not UTF-8"),
        (citewell("redact", stdin=b"a" * (LARGEST + 1)), "larger than"),
    ):
        assert ran.code == 2
        assert fault in ran.err
        assert ran.err.count("\n") == 1
        assert ran.out == ""


def test_nothing_is_redacted_to_nothing(citewell: CommandLine) -> None:
    ran = citewell("redact", stdin=b"")
    assert (ran.code, ran.out) == (0, "")
