"""Two pieces of evidence that disagree, and which of them is preferred by which rule."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from app.domain.citation import Citation
from app.domain.corpus import DocumentCard
from app.domain.frozen import Frozen


class About(StrEnum):
    """What two sources state differently of one drug."""

    DOSE = "dose"
    FREQUENCY = "frequency"
    DURATION = "duration"
    LIMIT = "limit"
    """A maximum, or the kidney function from which it is forbidden."""
    DIRECTION = "direction"
    """One advises it and the other advises against it."""


class Side(Frozen):
    """One of the two: its words, and the document with its date, grade, place and version."""

    citation: Citation
    document: DocumentCard
    says: str = Field(min_length=1)
    """What it states of the matter, in its own words: `250 mg`, `contraindicated`."""

    @property
    def dated(self) -> date | None:
        """Effective, else published; None where neither is stated."""
        return self.document.provenance.dated


class Disagreement(Frozen):
    """What is disagreed on; the first side is the one that the answer quotes."""

    about: About
    subject: str = Field(min_length=1)
    """The drug, by its ingredients."""
    sides: tuple[Side, Side]


class Preference(Frozen):
    """Which side is preferred, and why."""

    side: int | None = Field(default=None, ge=0, le=1)
    """Position in `sides`; None where no rule decides."""
    rule: str
    """The rule's name, `none` where none decides."""
    why: str
    """The rule in a clinician's words, with what each side states."""


class Conflict(Disagreement):
    """A disagreement, weighed."""

    preference: Preference
