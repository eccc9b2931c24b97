"""A patient's record on one page, for the front doors, and the sentences it is made of."""

from datetime import date
from typing import Protocol

from app.domain.question import Caller
from app.domain.record import PatientRecord, RecordEntry
from app.domain.summary import PatientSummary, SummaryLine


class LineMaker(Protocol):
    """Says what a record states, in our wording round the record's own words."""

    def of_person(self, record: PatientRecord) -> SummaryLine:
        """Age on the record's day, and sex; where unknown, that."""
        ...

    def of_entry(self, entry: RecordEntry, as_of: date) -> SummaryLine: ...

    def of_kidneys(self, record: PatientRecord) -> tuple[SummaryLine, ...]:
        """Measures of kidney function worked out from results, each by its own name."""
        ...


class Summarising(Protocol):
    def summary(self, record: PatientRecord, caller: Caller) -> PatientSummary:
        """Needs no index; where there is one, drug facts that this caller may see are used."""
        ...
