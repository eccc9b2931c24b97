"""Medicines that are about to be ordered for a person, and what the checks say of each."""

from app.domain.answer import Trace
from app.domain.frozen import Frozen
from app.domain.safety import CheckVerdict


class OrderVerdicts(Frozen):
    """What the checks say of one order: warnings and blocks first, then what could not be checked;
    passes are left out."""

    order: str
    """Type and id, `MedicationRequest/17`."""
    verdicts: tuple[CheckVerdict, ...] = ()


class OrderReport(Frozen):
    """Every order that was asked about, in the order asked. Its `repr` is kept short: it must not
    reach a log."""

    orders: tuple[OrderVerdicts, ...] = ()
    without_library: str | None = None
    """Why no drug facts of an ingested library were compared; None: they were."""
    trace: Trace

    def __repr__(self) -> str:
        return f"OrderReport({len(self.orders)} orders)"

    __str__ = __repr__
