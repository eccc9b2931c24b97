"""Creatinine clearance from age, weight, sex and creatinine, and where it must not be worked out.

Source: Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron
1976;16:31-41: (140 - age) x weight / (72 x creatinine in mg/dL), times 0.85 in women. The weight is
the body's own; in obesity and oedema an adjusted one is used, which nobody is asked for here.
"""

from typing import Final, Literal

from app.domain.patient import Situation

MICROMOL: Final = 88.42
"""Micromol/L in 1 mg/dL of creatinine: its molar mass is 113.12 g/mol."""
WOMEN: Final = 0.85
GROWN_UP: Final = 18
NEEDED: Final = "age, sex, weight in kg and serum creatinine with its unit"
_PLAUSIBLE: Final = {"age": (18, 110), "weight": (30, 250), "creatinine": (20, 1500)}
"""Years, kilograms, micromol/L; outside of them something else was read. From memory."""


def clearance(
    age: float, weight: float, creatinine: float, sex: Literal["female", "male"]
) -> float | None:
    """mL/min, or None where a figure is not one of a grown-up person.

    Args:
        age: years.
        weight: kilograms.
        creatinine: micromol/L.
    """
    given = {"age": age, "weight": weight, "creatinine": creatinine}
    if any(not _PLAUSIBLE[name][0] <= one <= _PLAUSIBLE[name][1] for name, one in given.items()):
        return None
    value = (140 - age) * weight / (72 * creatinine / MICROMOL)
    return value * WOMEN if sex == "female" else value


def of_person(situation: Situation) -> float | None:
    """mL/min of the person told about; None where a figure is missing or is a range."""
    creatinine = next((one for one in situation.kidneys if one.measure == "creatinine"), None)
    told = (situation.age, situation.weight)
    if creatinine is None or creatinine.low != creatinine.high or situation.sex is None:
        return None
    if any(one is None or one.high - one.low > 1 for one in told):
        return None
    age, weight = (one.low for one in told if one is not None)
    return clearance(age, weight, creatinine.low, situation.sex)
