"""Bytes that are, and are not, the JSON of a bundle."""

import math
from decimal import Decimal

import pytest

from app.domain.errors import UnusableRecord
from app.patient.json_text import LARGEST, Repeated, parsed

WORD = "Canarywort"


def refused(data: bytes) -> str:
    with pytest.raises(UnusableRecord) as caught:
        parsed(data)
    assert caught.value.path == "Bundle"
    assert WORD not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None  # a decoder's error would hold the whole text
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (f"{WORD}".encode(), "not JSON"),
        (f'{{"a": "{WORD}'.encode(), "not JSON"),
        (f'{{"a": {WORD}}}'.encode(), "not JSON"),
        (f"<Bundle><id value='{WORD}'/></Bundle>".encode(), "XML"),
        (b"<?xml version='1.0'?><Bundle/>", "XML"),
        (f'{{"a": "{WORD}"}}\n{{"a": 2}}\n'.encode(), "NDJSON"),
        (f'["{WORD}"]'.encode(), "no object"),
        (b"5", "no object"),
        (b"null", "no object"),
        (f'"{WORD}"'.encode(), "no object"),
        (f'{{"a": "{WORD}é"}}'.encode("latin-1"), "not UTF-8"),
        (f'{{"a": "{WORD}"}}'.encode("utf-16"), "not UTF-8"),
        (b"[" * 10_000, "too deep"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too deep"),
        (b" " * (LARGEST + 1), "larger than 64 MB"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_json_object_is_refused_without_a_word_of_it(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_a_byte_order_mark_is_read_over() -> None:
    assert parsed(b"\xef\xbb\xbf" + b'{"a": 1}') == {"a": 1}


def test_decimals_keep_their_digits() -> None:
    assert str(parsed(b'{"a": 7.40}')["a"]) == "7.40"
    assert parsed(b'{"a": 1.5e2}')["a"] == Decimal(150)


@pytest.mark.parametrize(
    "number",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "1e-999",
        "9" * 5000,
        "0." + "1" * 100,
        "1e999999999",
    ],
)
def test_what_no_measure_can_be_is_no_number(number: str) -> None:
    assert math.isnan(parsed(f'{{"a": {number}}}'.encode())["a"])


@pytest.mark.parametrize("number", ["0", "-0", "0.0", "12", "178.69452909041775", "1e9"])
def test_measures_are_numbers(number: str) -> None:
    assert float(parsed(f'{{"a": {number}}}'.encode())["a"]) == float(number)


def test_an_element_that_is_stated_twice_is_marked() -> None:
    assert isinstance(parsed(b'{"a": {"b": 1, "b": 2}}')["a"], Repeated)
    assert not isinstance(parsed(b'{"a": {"b": 1, "c": 2}}')["a"], Repeated)
