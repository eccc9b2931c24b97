"""Asking every check of a medicine that is about to be ordered; no question, no language model."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.ordering import OrderReport
from app.domain.question import Caller
from app.domain.record import MedicineEntry, PatientRecord


class OrderChecks(Protocol):
    def check(
        self,
        record: PatientRecord,
        orders: Sequence[MedicineEntry],
        caller: Caller,
        beside: Sequence[MedicineEntry] = (),
    ) -> OrderReport:
        """What speaks against starting each order for the person of the record. Two orders of one
        call are held against each other, too; what they meet together is told once, of the later.

        Args:
            orders: read as entries of a record; their course does not matter.
            beside: further orders that are about to be given and are not asked about themselves.

        Raises:
            Unavailable: answers are switched off, or it cannot be put on record what was said.
        """
        ...


class OrderWording(Protocol):
    def worded(self, order: MedicineEntry) -> str:
        """A sentence that recommends all that is in the order, with its form and its dosage, in
        words that the checks on claims read; empty: no medicine of that name is known."""
        ...
