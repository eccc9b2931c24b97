"""What a record states, one plain sentence an entry, in our wording round the record's own words.

What is undated, old, unconfirmed, not done, preliminary or a relative's is said to be so. Nothing
that identifies the patient is read, so nothing of it can stand here.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from app.domain.frozen import Frozen
from app.domain.record import PatientRecord, RecordEntry, When
from app.patient.entry_sentence import sentence
from app.patient.readable import readable
from app.patient.wording import age_of, dated


class Kind(StrEnum):
    """What a line is about; the heading it stands under."""

    PERSON = "Person"
    PROBLEM = "Problems"
    MEDICINE = "Medicines"
    ALLERGY = "Allergies"
    RESULT = "Results"
    DERIVED = "Worked out from results"
    PROCEDURE = "Procedures"
    ENCOUNTER = "Encounters"
    REPORT = "Reports"
    IMMUNIZATION = "Immunizations"


class Line(Frozen):
    """One sentence of a record.

    Attributes:
        resource: what it is cited by, `Observation/17`.
        on: the date of what it states; None for an undated one.
        known_as: our own names of what it is about, as `Entry.known_as`.
        entry: None for what is worked out and for the person's own line.
        cut: words of the entry were left out, for they speak to a language model.
    """

    kind: Kind
    text: str
    resource: str
    on: When | None = None
    known_as: frozenset[str] = frozenset()
    entry: RecordEntry | None = None
    cut: bool = False


def lines_of(record: PatientRecord) -> tuple[Line, ...]:
    """The person's line and one of each entry, in the record's order: newest first."""
    return (person_line(record), *(line_of(each, record.as_of) for each in record.entries))


def line_of(entry: RecordEntry, as_of: date) -> Line:
    """The line of one entry; free text that bids its reader do something is left out of it."""
    said = (sentence(each, as_of) for each in (entry, *_with_less(entry)))
    text = next(filter(readable, said), None) or _bare(entry)
    return Line(
        kind=_kind(entry),
        text=text,
        resource=entry.resource,
        on=entry.on,
        known_as=entry.known_as,
        entry=entry,
        cut=text != sentence(entry, as_of),
    )


def person_line(record: PatientRecord) -> Line:
    """Age on the day the record is read, and sex; where unknown, that."""
    age = "date of birth not stated"
    if record.born is not None:
        until = record.died.first if record.died else record.as_of
        age = f"aged {age_of(record.born, until)}"
    sex = record.sex or "sex not stated as female or male"
    if record.died is not None:
        text = f"Patient: {age} at death in {record.died.text}, {sex}."
    else:
        text = f"Patient: {age} on {record.as_of.isoformat()}, {sex}."
    return Line(kind=Kind.PERSON, text=text, resource=record.patient)


def _kind(entry: RecordEntry) -> Kind:
    return Kind[entry.kind.upper()]


def _with_less(entry: RecordEntry) -> Iterator[RecordEntry]:
    """The entry without its free text, then under our own name for it, too."""
    free = ("dosage", "reaction", "words")
    blank: dict[str, str] = {name: "" for name in free if name in type(entry).model_fields}
    yield entry.model_copy(update=blank)
    named = ", ".join(sorted(entry.known_as)) or "an entry that is not named here"
    yield entry.model_copy(update={**blank, "name": f"{named} [its own words are left out]"})


def _bare(entry: RecordEntry) -> str:
    return f"{_kind(entry).value}: an entry whose words are left out{dated(entry.on, ',')}."
