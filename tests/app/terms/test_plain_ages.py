"""Ages in the words of everyday: decades, births, hours, numbers written out, bands in one text."""

from math import inf

import pytest

from app.terms.age_groups import YEAR, Ages
from app.terms.ages import ages_in
from app.terms.written_numbers import number

DAY = 12 / 365.25


@pytest.mark.parametrize(
    ("heading", "low", "high"),
    [
        ("Over 3 years and under 10 years", 3 * YEAR, 10 * YEAR),
        ("From 2 years up to 6 years", 2 * YEAR, 6 * YEAR),
        ("65 years and under", 0, 65 * YEAR),
        ("Younger adults without frailty", 18 * YEAR, 40 * YEAR),
    ],
)
def test_two_bounds_of_a_heading_are_one_range(heading: str, low: float, high: float) -> None:
    assert ages_in(heading, heading=True) == (Ages(low, high),)


def test_a_list_of_bands_is_one_of_ages() -> None:
    assert len(ages_in("2-3 years, 5 mg; 4-7 years, 8 mg; 8 years and above, 10 mg")) == 3
    assert ages_in("Seen after 2-3 years; 4 mg") == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Our lad is seven and wheezy.", 7 * YEAR, 8 * YEAR),
        ("my daughter's two, and snuffly", 2 * YEAR, 3 * YEAR),
        ("a seventy-four-year-old", 74 * YEAR, 75 * YEAR),
        ("Schoolboy, 9, nits", 9 * YEAR, 10 * YEAR),
        ("Seventeen, tired all the time", 17 * YEAR, 18 * YEAR),
        ("the cut-off at 71?", 71 * YEAR, 72 * YEAR),
        ("she has just turned 66", 65 * YEAR, 67 * YEAR),
        ("a man in his late fifties", 56 * YEAR, 60 * YEAR),
        ("she is in her 80s", 80 * YEAR, 90 * YEAR),
        ("aged 9/12", 9, 10),
        ("a girl born this morning", 0, 1),
        ("a week-old girl", 7 * DAY, 14 * DAY),
        ("under a year old", 0, YEAR),
        ("offered after the age of 70", 70 * YEAR, inf),
        ("patients 60+ years", 60 * YEAR, inf),
        ("people in later life", 65 * YEAR, inf),
    ],
)
def test_an_age_in_plain_words_is_read(text: str, low: float, high: float) -> None:
    assert Ages(low, high) in [pytest.approx(one) for one in ages_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "in the 1970s",
        "my dose is six, and rising",
        "my pressure is 90",
        "an HbA1c steady at 52?",
        "for over a year",
        "twenty years ago",
        "sixty tablets",
        "12, 14 and 16 mg",
        "her eGFR is now 25.",
        "her HbA1c is 9.",
        "his BMI is now 17",
        "his albumin is 25, and",
        "her GCS is 9.",
    ],
)
def test_figures_and_decades_that_are_no_ages_are_not_read(text: str) -> None:
    assert ages_in(text) == ()


def test_both_bands_of_one_sentence_are_read() -> None:
    text = "Below the age of 75 aim for 40; from 75 years onward, aim for 45."
    assert set(ages_in(text)) == {Ages(0, 75 * YEAR), Ages(75 * YEAR, inf)}


@pytest.mark.parametrize(
    ("written", "value"), [("twelve", 12), ("forty-one", 41), ("ninety", 90), ("2.5", 2.5)]
)
def test_a_number_written_out_is_its_value(written: str, value: float) -> None:
    assert number(written) == value
