"""Kidney function from creatinine, against figures that were worked out apart from the code."""

import pytest

from app.terms.kidney_formulas import MICROMOL, Sex, ckd_epi_2021, cockcroft_gault


@pytest.mark.parametrize(
    ("milligrams", "age", "sex", "expected"),
    [
        (0.5, 20, "female", 137.61),
        (0.7, 50, "female", 105.30),
        (0.8, 50, "female", 89.71),
        (1.0, 60, "female", 64.50),
        (1.9, 78, "female", 26.69),
        (4.2, 33, "female", 13.63),
        (0.6, 19, "male", 142.61),
        (0.9, 40, "male", 110.73),
        (1.0, 60, "male", 86.16),
        (1.2, 55, "male", 71.42),
        (2.5, 70, "male", 26.96),
        (7.0, 81, "male", 7.32),
    ],
)
def test_ckd_epi_of_2021(milligrams: float, age: float, sex: Sex, expected: float) -> None:
    """By logarithms to forty digits, in the form that the authors print."""
    assert ckd_epi_2021(age, milligrams * MICROMOL, sex) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("age", "weight", "milligrams", "sex", "expected"),
    [
        (60, 72, 1.0, "male", 80.0),
        (60, 72, 1.0, "female", 68.0),
        (80, 50, 1.5, "female", 23.61),
        (25, 90, 0.8, "male", 179.69),
    ],
)
def test_cockcroft_and_gault(
    age: float, weight: float, milligrams: float, sex: Sex, expected: float
) -> None:
    """By hand: (140 - 60) x 72 / (72 x 1) = 80 mL/min at 1 mg/dL; 0.85 of it in a woman."""
    found = cockcroft_gault(age, weight, milligrams * MICROMOL, sex)
    assert found == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("age", "weight", "creatinine"), [(12, 40, 60), (70, 7000, 90), (70, 70, 1), (150, 70, 90)]
)
def test_nothing_is_worked_out_of_figures_of_nobody(
    age: float, weight: float, creatinine: float
) -> None:
    assert cockcroft_gault(age, weight, creatinine, "male") is None
    if weight < 1000:
        assert ckd_epi_2021(age, creatinine, "male") is None


def test_the_two_measures_differ() -> None:
    """A small old woman: her eGFR alone would call her kidneys better than her clearance does."""
    egfr = ckd_epi_2021(88, 90, "female")
    clearance = cockcroft_gault(88, 42, 90, "female")
    assert egfr is not None
    assert clearance is not None
    assert egfr > 1.5 * clearance
