"""A report that somebody was, or could have been, harmed, with the fields that such forms have.

In the spirit of MHRA's Yellow Card and FDA's form 3500, from memory: it is neither of them, and
filing it here does not file it there. Of the patient age group and sex alone.
"""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, StringConstraints

from app.domain.frozen import Frozen
from app.domain.governance import NO_NUL

EventId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=NO_NUL)
]
Story = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=5, max_length=8_000, pattern=NO_NUL)
]


def _written(day: object) -> object:
    """A number is no day, though it could be read as seconds since 1970."""
    if isinstance(day, date) or (isinstance(day, str) and _DAY.fullmatch(day)):
        return day
    raise ValueError("write a day as 2026-03-01")


_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
Day = Annotated[date, BeforeValidator(_written)]


class Seriousness(StrEnum):
    """What came of it at worst, the worst first."""

    DEATH = "death"
    LIFE_THREATENING = "life_threatening"
    HOSPITAL = "hospital"
    """Admitted, or kept there longer."""
    DISABILITY = "disability"
    """Lasting or significant."""
    CONGENITAL = "congenital"
    """A birth defect."""
    INTERVENTION = "intervention"
    """Needed, so that none of these came about."""
    MEDICALLY_SIGNIFICANT = "medically_significant"
    NOT_SERIOUS = "not_serious"
    NEAR_MISS = "near_miss"
    """Nobody was harmed, and somebody could have been."""


class Course(StrEnum):
    """How the patient is."""

    RECOVERED = "recovered"
    RECOVERING = "recovering"
    NOT_RECOVERED = "not_recovered"
    LASTING_HARM = "lasting_harm"
    DIED = "died"
    UNKNOWN = "unknown"


class ReporterRole(StrEnum):
    DOCTOR = "doctor"
    PHARMACIST = "pharmacist"
    NURSE = "nurse"
    OTHER_PROFESSIONAL = "other_professional"
    PATIENT = "patient"
    CARER = "carer"
    OTHER = "other"


class AgeGroup(StrEnum):
    NEONATE = "neonate"
    """Up to 27 days."""
    INFANT = "infant"
    """28 days to 23 months."""
    CHILD = "child"
    """2 to 11 years."""
    ADOLESCENT = "adolescent"
    """12 to 17 years."""
    ADULT = "adult"
    """18 to 64 years."""
    OLDER = "older"
    """65 years and more."""
    UNKNOWN = "unknown"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class SuspectMedicine(Frozen):
    """A medicine that may have to do with it."""

    name: Line
    dose: Line | None = None
    """Dose, route and how often, as taken."""
    taken_for: Line | None = None
    batch: Line | None = None
    started: Day | None = None
    stopped: Day | None = None


class Reporter(Frozen):
    """Who reports, and how to ask back."""

    role: ReporterRole
    name: Line | None = None
    contact: Line | None = None


class AdverseEventReport(Frozen):
    """What is filed. Identifiers are taken out of what is told in words before it is kept."""

    what_happened: Story
    happened_on: Day | None = None
    """None: not known."""
    seriousness: Seriousness
    course: Course = Course.UNKNOWN
    medicines: tuple[SuspectMedicine, ...] = Field(default=(), max_length=20)
    other_medicines: tuple[Line, ...] = Field(default=(), max_length=40)
    """Taken at the same time."""
    answer: EventId | None = None
    """The trace id of an answer that has to do with it."""
    product: Line | None = None
    """What else has: a device, a version, a screen."""
    age_group: AgeGroup = AgeGroup.UNKNOWN
    sex: Sex = Sex.UNKNOWN
    reporter: Reporter
    remarks: Annotated[str, StringConstraints(max_length=8_000, pattern=NO_NUL)] = ""


class AdverseEvent(Frozen):
    """A report as it is on record."""

    id: EventId
    at: datetime
    report: AdverseEventReport
    sent_at: datetime | None = None
    """When the webhook was told; None: it was not, or there is none."""


class Receipt(Frozen):
    """What whoever files a report is told."""

    id: EventId
    at: datetime
    listed: bool
    """Whether it is on the list of reviews, too; it is on record in any case."""
    advice: str


ADVICE: Final = (
    "This report stays with the site. Report suspected side effects to your country's medicines "
    "agency as well, and tell the care team of anybody who is unwell now."
)
