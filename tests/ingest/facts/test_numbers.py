"""How a number of a dose may be written: read surely, or not at all."""

from decimal import Decimal

import pytest

from ingest.facts.numbers import number
from ingest.facts.quantities import quantities_in, quantity_at


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [
        ("2.5", "en", "2.5"),
        ("0\u00b75", "en", "0.5"),
        ("0\u22195", "en", "0.5"),
        ("0\u22c55", "en", "0.5"),
        ("0\u20275", "en", "0.5"),
        (".5", "en", "0.5"),
        ("0.125", "en", "0.125"),
        ("0.500", "en", "0.5"),
        ("1.125", "en", "1.125"),
        ("1\u00b7250", "en", "1.25"),
        ("1,000", "en", "1000"),
        ("1,000.5", "en-GB", "1000.5"),
        ("2,5", "de", "2.5"),
        ("0,125", "de", "0.125"),
        ("\u00bd", "en", "0.5"),
        ("1\u00bd", "en", "1.5"),
        ("1 \u00bd", "en", "1.5"),
        ("2\u00be", "fr", "2.75"),
    ],
)
def test_a_number_that_is_sure_is_read(written: str, language: str, value: str) -> None:
    assert number(written, language) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("1.000", "en"),
        ("2.500", "en"),
        ("1.000", "de"),
        ("1.125", "de"),
        ("1,000", "de"),
        ("1,125", "fr"),
        ("2,5", "en"),
        ("1,00,000", "en"),
        ("05", "en"),
        ("00.5", "en"),
        ("\u00b75", "en"),
        ("1.5\u00bd", "en"),
        ("\u2153", "en"),
        ("1.2.3", "en"),
        ("5,", "en"),
        ("", "en"),
    ],
)
def test_a_number_that_may_be_another_is_not_read(written: str, language: str) -> None:
    assert number(written, language) is None


@pytest.mark.parametrize(
    "text",
    [
        "1/2 tablet",
        "1 1/2 tablets",
        "1-1/2 tablets",
        "1 000 mg",
        "2 500 mg tablets",
        "1'000 mg",
        "1.000.000 units",
        "5\u2153 mg",
        "\u22125 mg",
        "05 mg",
        "1.2.3 mg",
        "5 x 10 mg",
    ],
)
def test_what_stands_before_a_unit_is_read_from_its_first_figure_or_not_at_all(text: str) -> None:
    assert quantity_at(text) is None


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2012", "\u2013", "\u2014", "\u2212"])
def test_a_range_is_one_with_any_dash(dash: str) -> None:
    found = quantity_at(f"5{dash}10 mg")
    assert found is not None
    assert (found.quantity.low, found.quantity.high) == (Decimal(5), Decimal(10))


@pytest.mark.parametrize("text", [".5 mg", "\u00bd tablet", "0\u00b75 mg", "1/2 tablet", "05 mg"])
def test_an_amount_is_met_however_it_is_written(text: str) -> None:
    assert quantities_in(text) == 1
    assert quantities_in(f"more than {text} a day") == 1
