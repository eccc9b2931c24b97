"""Reading kidney function in questions and in sentences."""

import pytest

from app.domain.formulary import RenalMeasure
from app.generation.kidney import agreement, bands, stated

EGFR, CRCL = RenalMeasure.EGFR, RenalMeasure.CRCL


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What dose of examplol with an eGFR of 22?", ((EGFR, 22.0),)),
        ("examplol, creatinine clearance 45 mL/min", ((CRCL, 45.0),)),
        ("Dose when CrCl = 15.5?", ((CRCL, 15.5),)),
        ("Is examplol safe in a 22 year old?", ()),
        ("What is eGFR?", ()),
    ],
)
def test_a_stated_kidney_function_is_read(
    question: str, expected: tuple[tuple[RenalMeasure, float], ...]
) -> None:
    assert stated(question) == expected


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2.5 mg if CrCl 15-29 mL/min", 15.0, 30.0),
        ("when the eGFR is below 30 mL/min/1.73 m2", None, 30.0),
        ("eGFR 45 mL/min/1.73 m2 or more", 45.0, None),
        ("creatinine clearance (CrCl) < 15", None, 15.0),
        ("an eGFR of at least 60", 60.0, None),
        ("eGFR between 30 and 44", 30.0, 45.0),
        ("eGFR 30 to 44 mL/min/1.73 m2", 30.0, 45.0),
        ("eGFR \u2265 60", 60.0, None),
    ],
)
def test_a_range_is_read(text: str, low: float | None, high: float | None) -> None:
    band = bands(text)[0]
    assert (band.low, band.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Give 2.5 mg when the eGFR is 15-29.", 1),
        ("Give 5 mg when the eGFR is 30 or more.", -1),
        ("Give 2.5 mg when CrCl is 15-29 mL/min.", 0),
        ("Give 5 mg twice daily.", 0),
    ],
)
def test_one_measure_is_never_read_for_the_other(text: str, expected: int) -> None:
    assert agreement(stated("dose with an eGFR of 22"), text) == expected
