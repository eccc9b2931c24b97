"""Kidney function worked out from serum creatinine: two measures that are never one for the other.

Creatinine clearance (mL/min): Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum
creatinine. Nephron 1976;16:31-41: (140 - age) x weight / (72 x creatinine in mg/dL), times 0.85 in
women. The weight is the body's own; in obesity and oedema an adjusted one is used, which nobody is
asked for here.

eGFR (mL/min/1.73 m2): Inker LA, Eneanya ND, Coresh J, et al. New creatinine- and cystatin C-based
equations to estimate GFR without race. N Engl J Med 2021;385:1737-1749 (CKD-EPI 2021).
"""

from typing import Final, Literal

Sex = Literal["female", "male"]
MICROMOL: Final = 88.42
"""Micromol/L in 1 mg/dL of creatinine: its molar mass is 113.12 g/mol."""
GROWN_UP: Final = 18
"""Years from which the two hold."""
_WOMEN: Final = 0.85
_PLAUSIBLE: Final = {"age": (18, 110), "weight": (30, 250), "creatinine": (20, 1500)}
"""Years, kilograms, micromol/L; outside of them something else was read. From memory."""
_AT: Final[dict[Sex, float]] = {"female": 0.7, "male": 0.9}
_EXPONENT: Final[dict[Sex, float]] = {"female": -0.241, "male": -0.302}


def cockcroft_gault(age: float, weight: float, creatinine: float, sex: Sex) -> float | None:
    """Creatinine clearance in mL/min, or None where a figure is not one of a grown-up person.

    Args:
        age: years.
        weight: kilograms.
        creatinine: micromol/L.
    """
    if not _plausible(age=age, weight=weight, creatinine=creatinine):
        return None
    value = (140 - age) * weight / (72 * creatinine / MICROMOL)
    return value * _WOMEN if sex == "female" else value


def ckd_epi_2021(age: float, creatinine: float, sex: Sex) -> float | None:
    """eGFR in mL/min/1.73 m2, or None where a figure is not one of a grown-up person.

    Args:
        age: years.
        creatinine: micromol/L.
    """
    if not _plausible(age=age, creatinine=creatinine):
        return None
    ratio = creatinine / MICROMOL / _AT[sex]
    value = 142.0 * min(ratio, 1.0) ** _EXPONENT[sex] * max(ratio, 1.0) ** -1.2 * 0.9938**age
    return float(value * 1.012 if sex == "female" else value)


def _plausible(**given: float) -> bool:
    return all(_PLAUSIBLE[name][0] <= one <= _PLAUSIBLE[name][1] for name, one in given.items())
