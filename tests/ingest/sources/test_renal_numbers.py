"""Figures of a kidney band are never run together."""

import pytest

from ingest.sources.renal import renal_band


@pytest.mark.parametrize(
    "words",
    [
        "CrCl < 30,5 mL/min",
        "CrCl < 1,5",
        "CrCl < 3 0 mL/min",
        "CrCl < 30 (50) mL/min",
        "CrCl <30 mL/min 50",
        "CrCl < 30\u00b75",
        "CrCl < 1.2.3",
        "CrCl < 30\u00bd",
    ],
)
def test_figures_that_stand_apart_are_not_one_number(words: str) -> None:
    assert renal_band(words) is None


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"])
def test_a_band_is_one_with_any_dash(dash: str) -> None:
    band = renal_band(f"CrCl 15{dash}29 mL/min")
    assert band is not None
    assert (band.low, band.high) == (15.0, 30.0)
