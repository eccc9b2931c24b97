"""A patient's own record as it was handed over with one question: typed, dated, each entry with the
resource it stands in. It lives as long as that question and is written nowhere.

Nothing is guessed: what the record does not state is None or empty, and what could not be used is
listed in `unusable` and treated as unknown.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.domain.frozen import Frozen
from app.domain.patient import Situation


class When(Frozen):
    """A date as the record gives it, which may be a whole month or year.

    `text` is its ISO form (`2019`, `2019-05`, `2019-05-03`), `first` and `last` the days it covers.
    """

    text: str
    first: date
    last: date

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.last < self.first:
            raise ValueError("a date ends before it starts")
        return self


class Coding(Frozen):
    """A code with the URI of its system (`http://loinc.org`), as written."""

    system: str = ""
    code: str = ""
    display: str = ""


class Entry(Frozen):
    """What every entry of a record has."""

    resource: str
    """Type and id, `Observation/17`: what is cited."""
    at: str
    """Path in the bundle, `Bundle.entry[12].resource`."""
    name: str
    """In the record's own words: the text where there is one, else a display; never empty."""
    codings: tuple[Coding, ...] = ()
    known_as: frozenset[str] = frozenset()
    """Our own names of what codes and words mean: a condition of `app.terms.conditions`,
    ingredients of `app.terms.drugs`, an analyte of `app.terms.analytes`. Empty: not known."""
    disagreement: str | None = None
    """Where code and words mean different things, both in words; both are in `known_as`."""
    on: When | None = None
    """When it was so: measured, prescribed, begun, done."""
    stale: bool = False
    """Too old, by `app/patient/shelf_lives.toml`, for a check to go by."""


class Course(StrEnum):
    """Whether something is so today."""

    ACTIVE = "active"
    PAST = "past"
    """Resolved, stopped, completed, inactive."""
    UNKNOWN = "unknown"
    """The record does not say, or says what contradicts itself."""


class ProblemEntry(Entry):
    """A Condition; one that was refuted or entered in error is in `unusable` instead."""

    kind: Literal["problem"] = "problem"
    course: Course
    until: When | None = None
    of_family: bool = False
    confirmed: bool = True
    """False: provisional, differential, unconfirmed."""


class MedicineEntry(Entry):
    """A MedicationRequest, MedicationStatement or MedicationAdministration."""

    kind: Literal["medicine"] = "medicine"
    course: Course
    until: When | None = None
    class_name: str | None = None
    """Where words mean a class of `app.terms.drugs` and no member of it."""
    dosage: str = ""
    """In words: the dosage text, else worded from its parts."""


class AllergyEntry(Entry):
    """An AllergyIntolerance that is neither refuted nor entered in error."""

    kind: Literal["allergy"] = "allergy"
    course: Course
    class_name: str | None = None
    none_known: bool = False
    """It states that there is no known allergy; `known_as` tells to what, empty: to anything."""
    intolerance: bool = False
    reaction: str = ""
    confirmed: bool = True


class Amount(Frozen):
    """A measured quantity: `low` <= value <= `high`, equal for one value.

    `comparator` keeps `<`, `<=`, `>=`, `>` of a value beyond what was measurable; the open side is
    then None.
    """

    low: float | None = None
    high: float | None = None
    comparator: Literal["<", "<=", ">=", ">"] | None = None
    unit: str = ""
    """UCUM code, after what real records write was read (`lb` -> `[lb_av]`); empty: none given."""
    written: str = ""
    """As the record writes it, `<0.5 mg/dL`."""

    @property
    def value(self) -> float | None:
        """The one value; None for a range or one beyond what was measurable."""
        return self.low if self.comparator is None and self.low == self.high else None


class ResultEntry(Entry):
    """An Observation, or one component of it (`resource` is then `Observation/17`, `at` tells
    which)."""

    kind: Literal["result"] = "result"
    amount: Amount | None = None
    """As written."""
    standard: Amount | None = None
    """In the analyte's own unit (`app.terms.analytes`); None where units are missing, do not fit,
    or the value cannot be one of a living person."""
    words: str = ""
    """Of a coded, boolean or text result."""
    course: Course = Course.PAST
    """`ACTIVE` of a state that lasts, such as a pregnancy status."""
    final: bool = True
    """False: preliminary or registered."""


class EventEntry(Entry):
    """Something that was done or given."""

    kind: Literal["procedure", "encounter", "report", "immunization"]
    until: When | None = None
    done: bool = True
    """False: planned, not done, refused."""
    words: str = ""
    """Reason, conclusion, or what else it states."""


RecordEntry = Annotated[
    ProblemEntry | MedicineEntry | AllergyEntry | ResultEntry | EventEntry,
    Field(discriminator="kind"),
]


class Unusable(Frozen):
    """A part of the bundle that was left out, and why; without a word of the patient's."""

    at: str
    """Path in the bundle, `Bundle.entry[3].resource.valueQuantity`."""
    why: str


class PatientRecord(Frozen):
    """One patient's record as of one day.

    Its `repr` is kept short on purpose: it must not reach a log.
    """

    patient: str
    """`Patient/17`: what age and sex are cited as."""
    as_of: date
    born: When | None = None
    died: When | None = None
    sex: Literal["female", "male"] | None = None
    """Administrative gender; None where it is other, unknown or missing."""
    entries: tuple[RecordEntry, ...] = ()
    """Newest first; undated ones last."""
    unusable: tuple[Unusable, ...] = ()
    unread: frozenset[str] = frozenset()
    """Types of the resources among those that may state something of the person all the same: not
    those that say themselves that they do not, such as one entered in error."""
    situation: Situation = Situation()
    """The same as the checks read it."""

    def __repr__(self) -> str:
        return f"PatientRecord({len(self.entries)} entries)"

    __str__ = __repr__
