"""One row of a drug formulary as a typed record."""

from enum import StrEnum

from app.domain.frozen import Frozen


class RenalMeasure(StrEnum):
    """The kidney measure a dose band is stated in; one is never read for another."""

    EGFR = "egfr"
    """Estimated glomerular filtration rate, mL/min/1.73 m2."""
    CRCL = "crcl"
    """Creatinine clearance (Cockcroft-Gault), mL/min."""


class RenalBand(Frozen):
    """`low <= measure < high`; None leaves that side open."""

    measure: RenalMeasure
    low: float | None = None
    high: float | None = None


class FormularyRow(Frozen):
    """A formulary row; a column the table lacks is None, one it has beyond these is in `other`."""

    drug: str
    ingredient: str | None = None
    form: str | None = None
    route: str | None = None
    indication: str | None = None
    population: str | None = None
    dose: str | None = None
    """The dose as written, e.g. `2.5`; its unit stands in `unit`."""
    unit: str | None = None
    frequency: str | None = None
    maximum: str | None = None
    renal: RenalBand | None = None
    restriction: str | None = None
    other: tuple[tuple[str, str], ...] = ()
