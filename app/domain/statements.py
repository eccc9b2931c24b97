"""A sentence that somebody is about to say or do, and what the checks say of it."""

from app.domain.answer import Trace
from app.domain.frozen import Frozen
from app.domain.safety import CheckVerdict, Finding


class StatementReport(Frozen):
    """Its `repr` is kept short: it must not reach a log."""

    findings: tuple[Finding, ...] = ()
    """What takes it out of a machine's hands: pass these on first."""
    checks: tuple[CheckVerdict, ...]
    """Every screen and check once at least; a pass is told as a pass."""
    to_supply: tuple[str, ...] = ()
    """What to add to what is told of the person for the checks that could not be made."""
    without_library: str | None = None
    """Why no drug facts of an ingested library were compared; None: they were."""
    trace: Trace

    def __repr__(self) -> str:
        return f"StatementReport({len(self.checks)} checks)"

    __str__ = __repr__
