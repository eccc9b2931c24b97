"""Kidney-function bands: what is read, and above all what is not guessed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.formulary import RenalBand, RenalMeasure
from ingest.sources.renal import renal_band

EGFR, CRCL = RenalMeasure.EGFR, RenalMeasure.CRCL


@pytest.mark.parametrize(
    ("words", "measure", "low", "high"),
    [
        ("CrCl 15-29 mL/min", CRCL, 15, 30),
        ("CrCl 15\u201329 mL/min", CRCL, 15, 30),
        ("CrCl 15 to 29.9 mL/min", CRCL, 15, 30),
        ("eGFR < 30", EGFR, None, 30),
        ("eGFR <30 mL/min/1.73 m2", EGFR, None, 30),
        ("eGFR < 30 mL/min/1.73m\u00b2", EGFR, None, 30),
        ("creatinine clearance >= 50 mL/min", CRCL, 50, None),
        ("Creatinine clearance (CrCl) \u2265 50 ml/min", CRCL, 50, None),
        ("CrCl at least 50 mL/min", CRCL, 50, None),
        ("CrCl 60 mL/min or more", CRCL, 60, None),
        ("CrCl below 15 mL/min", CRCL, None, 15),
        ("less than 15 mL/min (CrCl)", CRCL, None, 15),
        ("15 <= eGFR < 30", EGFR, 15, 30),
        ("eGFR >= 15 and < 30", EGFR, 15, 30),
        ("eGFR >=15 to <30 mL/min", EGFR, 15, 30),
        ("estimated GFR 45-59", EGFR, 45, 60),
        ("ClCr: 30-59 mL/minute", CRCL, 30, 60),
    ],
)
def test_a_band_is_read(
    words: str, measure: RenalMeasure, low: float | None, high: float | None
) -> None:
    assert renal_band(words) == RenalBand(measure=measure, low=low, high=high)


def test_a_bound_that_is_included_is_inside_and_nothing_above_it() -> None:
    for words in ("CrCl <= 50", "CrCl 30-50 mL/min", "CrCl 50 or less"):
        band = renal_band(words)
        assert band
        assert band.high == math.nextafter(50, math.inf)
    band = renal_band("CrCl > 50")
    assert band
    assert band.low
    assert band.low > 50


@pytest.mark.parametrize(
    "words",
    [
        "",
        "15-29 mL/min",
        "GFR < 30",
        "severe renal impairment",
        "CrCl",
        "CrCl < 15 or on dialysis",
        "CrCl < 15, avoid unless benefit outweighs risk",
        "eGFR or CrCl < 30",
        "not CrCl < 30",
        "CrCl 50-30",
        "CrCl < 30 < 40",
        "CrCl 15-29, 30-59",
        "CrCl about 30",
        "CrCl 30",
    ],
)
def test_what_is_not_wholly_understood_is_not_guessed(words: str) -> None:
    assert renal_band(words) is None


def test_the_column_may_name_the_measure() -> None:
    expected = RenalBand(measure=CRCL, low=15, high=30)
    assert renal_band("15-29", "CrCl (mL/min)") == expected
    assert renal_band("15-29", "Renal function") is None


@given(st.integers(0, 150), st.integers(1, 60), st.sampled_from(["eGFR", "CrCl"]))
def test_any_written_range_gives_its_own_bounds(low: int, width: int, name: str) -> None:
    band = renal_band(f"{name} {low}-{low + width} mL/min")
    assert band
    assert band.low == low
    assert band.high
    assert low + width < band.high <= low + width + 1


@given(st.text(max_size=40))
def test_no_words_break_the_reading(words: str) -> None:
    band = renal_band(f"CrCl {words}")
    assert band is None or band.low is not None or band.high is not None
