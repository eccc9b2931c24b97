"""What was said of orders is put on record before anyone sees it."""

from collections.abc import Callable, Sequence

from app.answering.auditing import orders_checked
from app.answering.recording import keep
from app.domain.ordering import OrderReport
from app.domain.ports.audit import AuditLog
from app.domain.ports.ordering import OrderChecks
from app.domain.question import Caller
from app.domain.record import MedicineEntry, PatientRecord


class AuditedOrderChecks:
    """`OrderChecks` that leaves an entry of every call.

    Args:
        required: tell nothing that could not be put on record; False: log the fault and go on.
        role: of a caller, where it is known.
    """

    def __init__(
        self,
        checks: OrderChecks,
        log: AuditLog,
        *,
        required: bool = True,
        role: Callable[[Caller], str | None] = lambda _caller: None,
    ) -> None:
        self._checks = checks
        self._log = log
        self._required = required
        self._role = role

    def check(
        self,
        record: PatientRecord,
        orders: Sequence[MedicineEntry],
        caller: Caller,
        beside: Sequence[MedicineEntry] = (),
    ) -> OrderReport:
        """Raises Unavailable: it could not be put on record."""
        report = self._checks.check(record, orders, caller, beside)
        role = self._role(caller)
        keep(
            self._log,
            lambda: orders_checked(report, record, caller, self._log, role=role),
            required=self._required,
        )
        return report
