"""Amounts with their unit: read wholly, or not at all."""

import pytest

from ingest.facts.quantities import quantities_in, quantity_at, whole_quantity


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "per"),
    [
        ("5 mg", "5", "5", "mg", "dose"),
        ("0.5 to 2 mg", "0.5", "2", "mg", "dose"),
        ("0.5 mg to 2 mg", "0.5", "2", "mg", "dose"),
        ("100\u2013200 micrograms", "0.100", "0.200", "mg", "dose"),
        ("80 \u00b5g", "0.080", "0.080", "mg", "dose"),
        ("80 mcg", "0.080", "0.080", "mg", "dose"),
        ("1,500 mg", "1500", "1500", "mg", "dose"),
        ("0.05 mg/kg/day to 0.15 mg/kg/day", "0.05", "0.15", "mg/kg", "day"),
        ("5 mg per kg daily", "5", "5", "mg/kg", "day"),
        ("4 g in 24 hours", "4000", "4000", "mg", "day"),
        ("2 mg/hour", "2", "2", "mg", "hour"),
        ("10,000 units", "10000", "10000", "unit", "dose"),
        ("400 IU", "400", "400", "IU", "dose"),
    ],
)
def test_an_amount_is_normalised(text: str, low: str, high: str, unit: str, per: str) -> None:
    found = quantity_at(text)
    assert found is not None
    assert found.end == len(text)
    assert tuple(map(str, found.quantity.normal)) == (low, high)
    assert (found.quantity.normal_unit, found.quantity.per.value) == (unit, per)


def test_a_milligram_is_a_thousand_micrograms() -> None:
    milli, micro = quantity_at("1 mg"), quantity_at("1000 micrograms")
    assert milli is not None
    assert micro is not None
    assert milli.quantity.normal == micro.quantity.normal
    assert micro.quantity.unit == "micrograms"


@pytest.mark.parametrize(
    "text",
    [
        "2,5 mg",
        "1,50 mg",
        "0,125 mg",
        "5",
        "mg 5",
        "5 to 2 mg",
        "2 mg-3 g",
        "0 mg",
        "5 mmHg",
        "5 %",
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(text: str) -> None:
    found = quantity_at(text)
    assert found is None or found.end < len(text)


def test_a_decimal_comma_is_read_where_the_language_writes_one() -> None:
    found = quantity_at("2,5 mg", language="de")
    assert found is not None
    assert str(found.quantity.low) == "2.5"
    assert quantity_at("1,000 mg", language="de") is None


@pytest.mark.parametrize(
    ("cell", "unit", "read"),
    [
        ("2.5", "mg", True),
        ("2.5 mg", "mg", True),
        ("2.5 mg", None, True),
        ("500-1000", "mg", True),
        ("2.5 g", "mg", False),
        ("2.5 mg as needed", None, False),
        ("2.5", None, False),
        ("half a tablet", None, False),
    ],
)
def test_a_cell_is_read_as_a_whole(cell: str, unit: str | None, read: bool) -> None:
    assert (whole_quantity(cell, unit) is not None) is read


def test_figures_with_a_unit_are_counted() -> None:
    assert quantities_in("160 mg, then 80 mg after 2 weeks") == 2
    assert quantities_in("after 2 weeks in 10% with 30 mL/min and 5 mg/dL") == 0
