"""A patient's record on one page: what it states, each line with where it stands, and what the
checks say of it. Like the record it lives as long as the call and is written nowhere."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domain.answer import Trace
from app.domain.frozen import Frozen
from app.domain.record import Unusable
from app.domain.safety import CheckVerdict


class RecordPlace(Frozen):
    """Where something stands in the record."""

    resource: str
    """Type and id, `Observation/17`."""
    on: str | None = None
    """The date of it in ISO form, as far as it is given: `2019`, `2019-05`, `2019-05-03`."""


class SummaryLine(Frozen):
    """One sentence of the record's facts. One that cites nothing cannot be built."""

    text: str = Field(min_length=1)
    cites: tuple[RecordPlace, ...] = Field(min_length=1)
    stale: bool = False
    """Too old for a check to go by; its text says so, too."""
    before: "SummaryLine | None" = None
    """Of the latest result: the one before it."""


class SectionKind(StrEnum):
    PERSON = "person"
    PROBLEMS = "problems"
    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    RESULTS = "results"
    KIDNEYS = "kidneys"
    IMMUNIZATIONS = "immunizations"
    EVENTS = "events"
    EARLIER = "earlier"


class SummarySection(Frozen):
    """Lines of one kind; where there is none, `unknown` says that nothing is stated, which is not
    that there is nothing."""

    kind: SectionKind
    title: str
    lines: tuple[SummaryLine, ...] = ()
    unknown: str | None = None
    left_out: int = Field(default=0, ge=0)
    """Further ones, older than those shown."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if bool(self.lines) == (self.unknown is not None):
            raise ValueError("a section has lines, or says that nothing is stated")
        return self


class SummaryFinding(Frozen):
    """What a check warns of, and the entries of the record that it speaks of."""

    check: CheckVerdict
    cites: tuple[RecordPlace, ...] = ()


class PatientSummary(Frozen):
    """The record as of one day. Its `repr` is kept short: it must not reach a log."""

    patient: str
    """`Patient/17`."""
    as_of: date
    sections: tuple[SummarySection, ...]
    findings: tuple[SummaryFinding, ...] = ()
    """The gravest first."""
    checks: tuple[CheckVerdict, ...] = ()
    """Those that passed, and those that could not be made."""
    to_supply: tuple[str, ...] = ()
    """What the record lacks for the checks that could not be made."""
    unusable: tuple[Unusable, ...] = ()
    """Parts of the bundle that could not be used and count as unknown."""
    without_library: str | None = None
    """Why no drug facts of an ingested library were compared; None: they were."""
    trace: Trace

    def __repr__(self) -> str:
        return f"PatientSummary({len(self.findings)} findings)"

    __str__ = __repr__
