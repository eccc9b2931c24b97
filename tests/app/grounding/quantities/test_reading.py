"""Quantities as they are read: value, measure, limit."""

from fractions import Fraction

import pytest

from app.grounding.quantities.quantity import Kind, Quantity
from app.grounding.quantities.reading import read
from tests.timed import processor_seconds


def only(text: str) -> Quantity:
    (quantity,) = read(text).quantities
    return quantity


@pytest.mark.parametrize(
    ("text", "measure", "low", "high", "bound"),
    [
        ("500 mg", "mass", "500/1000000", "500/1000000", ""),
        ("0.5 g", "mass", "500/1000000", "500/1000000", ""),
        ("5 to 10 mg", "mass", "5/1000000", "10/1000000", ""),
        ("5 mg to 10 mg", "mass", "5/1000000", "10/1000000", ""),
        ("between 5 and 10 mg", "mass", "5/1000000", "10/1000000", ""),
        ("6 months to 5 years", "time", "15778800", "157788000", ""),
        ("1,000 mL", "volume", "1/1000", "1/1000", ""),
        ("at least 61 percent", "percent", "61/100", "61/100", "at least"),
        ("no more than 5 days", "time", "432000", "432000", "at most"),
        ("should not be more than 5 days", "time", "432000", "432000", "at most"),
        (
            "(greater than or equal to 5.5 mEq/liter)",
            "equivalents/volume",
            "5.5",
            "5.5",
            "at least",
        ),
        ("12 years of age and older", "time", "378691200", "378691200", "at least"),
        ("below the age of 18", "time", "568036800", "568036800", "less than"),
        ("30 to 50 mL/min/1.73 m2", "volume/time", "1/2000000", "1/1200000", ""),
        ("150 mg/5 mL", "mass/volume", "30", "30", ""),
        ("10 mg of examplol citrate/kg", "mass/mass", "1/100000", "1/100000", ""),
        ("2.5 x 10^9/L", "number/volume", "2500000000000", "2500000000000", ""),
        ("60 bpm", "beat/time", "1", "1", ""),
        ("one and a half tablets", "tablet", "3/2", "3/2", ""),
        ("2 1/2 tablets", "tablet", "5/2", "5/2", ""),
        ("a tablet", "tablet", "1", "1", ""),
        ("3-fold", "times", "3", "3", ""),
        ("two hundred and fifty doses", "dose", "250", "250", ""),
        ("every 4 to 6 hours", "rate", "4", "6", ""),
        ("q4-6h", "rate", "4", "6", ""),
        ("at least twice a week", "rate", "2/7", "2/7", "at least"),
        ("b.i.d.", "rate", "2", "2", ""),
        ("every third day", "rate", "1/3", "1/3", ""),
        ("120/80 mmHg", "", "", "", "two"),
    ],
)
def test_a_quantity_is_read_exactly(
    text: str, measure: str, low: str, high: str, bound: str
) -> None:
    if bound == "two":
        assert [each.figures[0] for each in read(text).quantities] == [120, 80]
        return
    quantity = only(text)
    assert (quantity.measure, quantity.low, quantity.high, quantity.bound) == (
        measure,
        Fraction(low),
        Fraction(high),
        bound,
    )


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19",
        "vitamin B12",
        "CYP3A4",
        "CYP 3A4",
        "5-fluorouracil",
        "OCT3/4",
        "the half-life",
        "see Table 3",
        "Studies 1, 2 and 3",
        "section 5.1.2",
        "as shown before [3]",
        "a rash (5.1)",
        "1. Take with food",
        "the 1st, 2nd and 10th",
        "one of the drugs",
        "no one",
        "the oral cavity",
        "factor IV",
    ],
)
def test_a_name_is_no_quantity(text: str) -> None:
    assert read(text).quantities == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("type 2 diabetes", "type"),
        ("stage 4 disease", "stage"),
        ("BRCA 1 carriers", "brca"),
        ("omega-3 acids", "omega"),
    ],
)
def test_a_number_that_tells_which_one_is_a_label(text: str, named: str) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.measure, quantity.weak) == (Kind.LABEL, named, True)


def test_a_dose_per_day_is_a_dose_and_a_frequency() -> None:
    dose, rate = read("10 mg/kg/day").quantities
    assert (dose.measure, dose.written) == ("mass/mass", "10 mg/kg")
    assert (rate.kind, rate.low) == (Kind.RATE, Fraction(1))


def test_every_figure_of_a_list_takes_the_unit_at_its_end() -> None:
    assert [each.measure for each in read("5, 10, or 20 mg").quantities] == ["mass"] * 3


def test_a_column_names_the_unit_of_its_cell_and_of_no_other() -> None:
    five, other = read("Dose (mg): 5; Number: 7").quantities
    assert (five.measure, other.measure) == ("mass", "number")


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("patients with a creatinine clearance below 30 mL/min", True),
        ("doses above 40 mg had no further effect", True),
        ("children below the age of 18 years", True),
        ("wait for at least 5 days", False),
        ("give 40 mg to patients", False),
    ],
)
def test_a_figure_that_marks_whom_is_told_from_an_extent(text: str, whom: bool) -> None:
    assert only(text).whom is whom


@pytest.mark.parametrize("pattern", ["5 mg twice daily ", "1,000,", "not less than ", "1/2"])
def test_four_times_the_text_takes_about_four_times_as_long(pattern: str) -> None:
    def seconds(length: int) -> float:
        text = pattern * (length // len(pattern))
        return min(processor_seconds(lambda: read(text)) for _ in range(3))

    read("5 mg")
    assert seconds(8_000) < 10 * seconds(2_000) + 0.05
