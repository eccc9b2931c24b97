"""What a record states, one plain sentence an entry, in our wording round the record's own words.

What is undated, old, unconfirmed, not done, preliminary or a relative's is said to be so. Nothing
that identifies the patient is read, so nothing of it can stand here.
"""

from datetime import date
from enum import StrEnum

from app.domain.frozen import Frozen
from app.domain.record import (
    AllergyEntry,
    Course,
    EventEntry,
    MedicineEntry,
    PatientRecord,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
    When,
)
from app.patient.readable import readable
from app.patient.wording import age_of, amount_of, older_than, one_line


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
    text, cut = _sentence(entry, as_of), False
    if not readable(text):
        text, cut = _sentence(_without_free_text(entry), as_of), True
        text = text if readable(text) else _unnamed(entry)
    return Line(
        kind=_kind(entry),
        text=text,
        resource=entry.resource,
        on=entry.on,
        known_as=entry.known_as,
        entry=entry,
        cut=cut,
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


def _sentence(entry: RecordEntry, as_of: date) -> str:
    match entry:
        case ProblemEntry():
            said = _problem(entry)
        case MedicineEntry():
            said = _medicine(entry)
        case AllergyEntry():
            said = _allergy(entry)
        case ResultEntry():
            said = _result(entry)
        case EventEntry():
            said = _event(entry)
    return f"{said}{_asides(entry, as_of)}."


def _asides(entry: RecordEntry, as_of: date) -> str:
    told = []
    if entry.on is None:
        told.append("undated")
    elif entry.stale:
        told.append(older_than(entry.on, as_of))
    if isinstance(entry, ProblemEntry | AllergyEntry) and not entry.confirmed:
        told.append("not confirmed")
    if isinstance(entry, ResultEntry) and not entry.final:
        told.append("preliminary")
    if entry.disagreement:
        told.append("its code and its words differ")
    return f" ({', '.join(told)})" if told else ""


def _problem(entry: ProblemEntry) -> str:
    name = one_line(entry.name)
    if entry.of_family:
        return f"Family history: {name}" + _dated(entry.on, ", recorded")
    return name + _course(entry.course, entry.on, entry.until, "resolved", "active")


def _medicine(entry: MedicineEntry) -> str:
    name = one_line(entry.name)
    if entry.dosage:
        name += f", {one_line(entry.dosage)}"
    return name + _course(entry.course, entry.on, entry.until, "stopped", "taken")


def _course(course: Course, on: When | None, until: When | None, ended: str, going: str) -> str:
    since = _dated(on, " since")
    match course:
        case Course.ACTIVE:
            ends = _dated(until, ", to end")
            return f": active{since}{ends}"
        case Course.PAST if until is not None:
            return f": {ended} {until.text}{_dated(on, ', since')}"
        case Course.PAST:
            return f": no longer {going}{_dated(on, ', recorded')}"
        case Course.UNKNOWN:
            return f": not stated whether still {going}{_dated(on, ', recorded')}"


def _allergy(entry: AllergyEntry) -> str:
    name = one_line(entry.name)
    recorded = _dated(entry.on, ", recorded")
    if entry.none_known:
        return f"Stated as: {name}{recorded}"
    if not _names_itself(name):
        name = f"{'Intolerance' if entry.intolerance else 'Allergy'} to {name}"
    if entry.reaction:
        name += f" ({one_line(entry.reaction)})"
    if entry.course is Course.PAST:
        name += ", no longer active"
    return name + recorded


def _names_itself(name: str) -> bool:
    return any(stem in name.lower() for stem in ("allerg", "intoleran", "hypersensi"))


def _result(entry: ResultEntry) -> str:
    name, words = one_line(entry.name), one_line(entry.words)
    dated = _dated(entry.on, " on")
    if entry.amount is not None and entry.amount.written:
        said = f"{name} {amount_of(entry.amount)}{dated}"
        return f"{said}, {words}" if words else said
    return (
        f"{name}: {words}{',' if dated else ''}{dated}"
        if words
        else (f"{name}: no value stated{',' if dated else ''}{dated}")
    )


def _event(entry: EventEntry) -> str:
    name, words = one_line(entry.name), one_line(entry.words)
    match entry.kind:
        case "procedure":
            said = f"{name}: {'done' if entry.done else 'not done'}"
        case "immunization":
            said = f"Immunization {name}: {'given' if entry.done else 'not given'}"
        case "encounter":
            said = f"Encounter: {name}" + ("" if entry.done else ": did not take place")
        case "report":
            said = f"Report: {name}"
    if entry.on is not None and entry.until is not None and entry.until.text[:10] != entry.on.text:
        said += f", {entry.on.text} to {entry.until.text}"
    else:
        said += _dated(entry.on, ",")
    return f"{said}: {words}" if words else said


def _dated(on: When | None, before: str) -> str:
    return "" if on is None else f"{before} {on.text}"


def _without_free_text(entry: RecordEntry) -> RecordEntry:
    blank = {"dosage": "", "reaction": "", "words": ""}
    own = {name: "" for name in blank if name in type(entry).model_fields}
    return entry.model_copy(update=own)


def _unnamed(entry: RecordEntry) -> str:
    named = ", ".join(sorted(entry.known_as)) or "not named here"
    dated = _dated(entry.on, ", ")
    return f"{_kind(entry).value}: {named}{dated}; the entry's own words are left out."
