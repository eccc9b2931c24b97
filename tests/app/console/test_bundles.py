"""A record from a file or standard input: what is none is one line without a word of it."""

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from app.console.bundles import Bundle, bundle_of, day_of
from app.domain.errors import ConfigurationError, UnusableRecord

CANARY = "Quixotrin-Weatherby"


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_bytes(b'\xef\xbb\xbf{"value": 7.40, "value": "\xc3\xa9"}')
    assert bundle_of(str(file), "2026-03-31", 100) == Bundle(
        '{"value": 7.40, "value": "\u00e9"}', date(2026, 3, 31)
    )


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    assert bundle_of("-", None, 100) == Bundle("{}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f'{{"name": "{CANARY}"'.encode(), "is not JSON (line 1, column "),
        (f"<Patient>{CANARY}</Patient>".encode(), "is not JSON (line 1, column 1)"),
        (b'{"name": "\xff"}', "is not UTF-8 text"),
        (b"[" * 100_000, "nested too deeply"),
        (json.dumps({"name": CANARY * 20_000}).encode(), "is larger than 300,000 bytes"),
        (b"", "is not JSON"),
    ],
)
def test_what_is_no_record_is_one_line_without_its_words(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "bundle.json"
    file.write_bytes(content)
    with pytest.raises(UnusableRecord) as raised:
        bundle_of(str(file), None, 300_000)
    assert said in str(raised.value)
    assert CANARY not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_what_is_not_there_is_one_line(tmp_path: Path) -> None:
    for file in (tmp_path / "none.json", tmp_path):
        with pytest.raises(UnusableRecord, match="cannot be read"):
            bundle_of(str(file), None, 100)


@pytest.mark.parametrize("text", ["today", "31.3.2026", "2026-3-1", "2026-02-30", "20260331", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="YYYY-MM-DD"):
        day_of(text)


def test_a_bundle_shows_nothing_of_itself() -> None:
    assert CANARY not in repr(Bundle(CANARY))
    assert CANARY not in f"{Bundle(CANARY)}"
