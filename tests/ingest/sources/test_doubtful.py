"""Numbers that English does not write so are not believed."""

import pytest

from ingest.sources.doubtful import UNCLEAR, cleared


@pytest.mark.parametrize(
    "written",
    ["3.300", "6.200;", "1.125", "0,75", "1,2000", "8.I", "S.1", "10O", "6,20(", "l.5"],
)
def test_a_number_of_a_shape_that_misreading_makes_is_unclear(written: str) -> None:
    assert list(cleared([("Give", 1.0), (written, 1.0), ("mg", 1.0)])) == ["Give", UNCLEAR, "mg"]


@pytest.mark.parametrize(
    "written",
    ["3,300", "0.125", "2.5", "10", "1,200,000", "5-10", "(12", "B12", "O2", "5mg/kg", "0.005",
     "2031", "10(4)", "1988;10(Suppl", "15-29", "1.25", "12.5", "10^9", "CYP2D6", "1/2"],
)  # fmt: skip
def test_numbers_as_guidelines_write_them_stay(written: str) -> None:
    assert list(cleared([("Give", 1.0), (written, 1.0)])) == ["Give", written]


def test_a_number_read_with_little_confidence_is_unclear_and_a_word_is_not() -> None:
    assert list(cleared([("maybe", 0.2), ("12", 0.49), ("12", 0.5)])) == ["maybe", UNCLEAR, "12"]


@pytest.mark.parametrize("unit", ["meg", "meg/kg", "meg."])
def test_a_misread_unit_behind_a_number_is_unclear(unit: str) -> None:
    assert list(cleared([("25", 1.0), (unit, 1.0)])) == ["25", UNCLEAR]
    assert list(cleared([("Meg", 1.0), (unit, 1.0)])) == ["Meg", unit]


def test_a_word_keeps_its_letters_before_a_number_in_doubt() -> None:
    assert list(cleared([("trial.1,3", 1.0)])) == [f"trial{UNCLEAR}"]


def test_a_thousand_cut_in_two_by_a_space_is_unclear() -> None:
    read = list(cleared([("Give", 1.0), ("6,", 1.0), ("700", 1.0), ("mg", 1.0)]))
    assert read == ["Give", UNCLEAR, UNCLEAR, "mg"]
    listed = ["in", "2,", "4", "and", "6,", "in", "1999,", "200"]
    assert list(cleared((word, 1.0) for word in listed)) == listed


@pytest.mark.parametrize("words", ["05 mg", "(05 mg)", "025 mcg/kg", "05mg", "00.5 mg"])
def test_a_dose_that_has_most_likely_lost_its_point_is_unclear(words: str) -> None:
    read = list(cleared([("Give", 1.0), *((word, 1.0) for word in words.split())]))
    assert read[:2] == ["Give", UNCLEAR]


@pytest.mark.parametrize("words", ["05 June", "08:00 mg", "05/06/2024", "0.5 mg", "0 mg", "No. 05"])
def test_a_nought_at_the_beginning_of_a_day_or_a_time_stays(words: str) -> None:
    given = words.split()
    assert list(cleared([(word, 1.0) for word in given])) == given
