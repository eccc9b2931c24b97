"""Between two units of one analyte, exactly: by their factors, its molar mass and its charge."""

from fractions import Fraction
from typing import Final, NamedTuple

from app.patient.lab_units import LabUnit, activity
from app.terms.analytes import Analyte

NGSP_SLOPE: Final = Fraction("0.09148")
NGSP_START: Final = Fraction("2.152")
"""HbA1c: NGSP in % = 0.09148 * IFCC in mmol/mol + 2.152 (the master equation of the National
Glycohemoglobin Standardization Program)."""
_RATIO: Final = (("substance",), ("substance",))


class Conversion(NamedTuple):
    """A value in the new unit is `value * factor + offset`."""

    factor: Fraction
    offset: Fraction = Fraction(0)

    def of(self, value: float) -> float:
        """Exact up to the last rounding: a decimal of the record stays one."""
        return float(Fraction(repr(value)) * self.factor + self.offset)


def conversion(given: LabUnit, wanted: LabUnit, analyte: Analyte) -> Conversion | None:
    """How a value in `given` becomes one in `wanted`; None where it cannot."""
    if analyte.group == "sugar" and (given.over, given.under) == _RATIO and wanted.code == "%":
        return Conversion(given.factor * 1000 * NGSP_SLOPE, NGSP_START)
    given = activity(given)
    over = _substance(given.over, wanted.over, analyte.molar_mass, analyte.charges)
    under = _substance(given.under, wanted.under, analyte.under, None)
    if over is None or under is None:
        return None
    offset = (given.offset - wanted.offset) / wanted.factor
    return Conversion(given.factor * over / under / wanted.factor, offset)


def _substance(
    given: tuple[str, ...], wanted: tuple[str, ...], molar_mass: float | None, charges: int | None
) -> Fraction | None:
    """Base units of `wanted` in one of `given`."""
    if given == wanted:
        return Fraction(1)
    known = {"substance": Fraction(1)}
    if molar_mass is not None:
        known["mass"] = 1 / Fraction(repr(molar_mass))
    if charges is not None:
        known["equivalents"] = Fraction(1, charges)
    if len(given) == len(wanted) == 1 and given[0] in known and wanted[0] in known:
        return known[given[0]] / known[wanted[0]]
    return None
