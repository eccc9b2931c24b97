"""Superscripts, which a plain copy turns into other numbers."""

import pytest

from ingest.sources.raised import raised


@pytest.mark.parametrize(
    ("before", "words", "written"),
    [
        ("50 x 10", "9", "\u2079"),
        ("10", "-6", "\u207b\u2076"),
        ("1.73 m", "2", "\u00b2"),
        ("mg/m", "2", "\u00b2"),
        ("kg", "2", "\u00b2"),
        ("cells per mm", "3", "\u00b3"),
        ("Ca", "2+", "\u00b2\u207a"),
        ("Na", "+", "\u207a"),
        ("5 mg", "3", "[3]"),
        ("as advised.", "12,13", "[12,13]"),
        ("recommended", "4\u20136", "[4\u20136]"),
        ("the 1", "st", "st"),
        ("Brand", "\u00ae", "\u00ae"),
        ("In", "2", "[2]"),
    ],
)
def test_a_power_stays_a_power_and_a_reference_never_joins_a_dose(
    before: str, words: str, written: str
) -> None:
    assert raised(before, words) == written
