"""Reading a patient's record, and finding in it what a question asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from app.domain.answer import DraftClaim, Evidence
from app.domain.frozen import Frozen
from app.domain.record import PatientRecord


class RecordReader(Protocol):
    def read(self, bundle: bytes | Mapping[str, Any], as_of: date | None = None) -> PatientRecord:
        """The record of a FHIR R4 Bundle.

        Args:
            bundle: its JSON, or what that JSON was parsed to.
            as_of: the day to read it on; None: today.

        Raises:
            UnusableRecord: it is no R4 Bundle of exactly one patient, or too large; `path` names
                the place in the bundle.
        """
        ...


class RecordFound(Frozen):
    """What a record holds for one question."""

    evidence: tuple[Evidence, ...] = ()
    """Dated passages of origin RECORD, best first, labelled from the number that was asked for."""
    said: tuple[DraftClaim, ...] = ()
    """Sentences that answer what the question asks of the record, each quoting `evidence`
    verbatim; also that the record states nothing of it is said so."""
    rest: str = ""
    """What the question asks beyond the record; empty: nothing."""


class RecordFinder(Protocol):
    def find(self, text: str, record: PatientRecord, first_label: int) -> RecordFound:
        """What bears on a question, ranked in memory; nothing of it is kept."""
        ...
