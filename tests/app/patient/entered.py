"""Entries of records made by hand, as they come from the reader."""

from datetime import date
from typing import Literal

from app.domain.record import (
    AllergyEntry,
    Amount,
    Coding,
    Course,
    EventEntry,
    MedicineEntry,
    PatientRecord,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
    When,
)
from app.patient.situation import situation

AS_OF = date(2026, 3, 1)


def when(text: str) -> When:
    """Of a whole day, month or year."""
    first = date.fromisoformat((text + "-01-01")[:10])
    last = date.fromisoformat(f"{text}-28" if len(text) == 7 else (text + "-12-31")[:10])
    return When(text=text, first=first, last=last)


def medicine(
    name: str,
    on: str | None = "2025-06-01",
    course: Course = Course.ACTIVE,
    until: str | None = None,
    number: int = 1,
    *,
    known: frozenset[str] | None = None,
    class_name: str | None = None,
    dosage: str = "",
    stale: bool = False,
) -> MedicineEntry:
    """Known by its first word unless told otherwise."""
    names = known if known is not None else frozenset({name.split()[0].lower()})
    return MedicineEntry(
        resource=f"MedicationRequest/{number}",
        at="Bundle.entry[1].resource",
        name=name,
        known_as=frozenset() if class_name else names,
        class_name=class_name,
        course=course,
        on=when(on) if on else None,
        until=when(until) if until else None,
        dosage=dosage,
        stale=stale,
    )


def problem(
    name: str,
    known: set[str] | None = None,
    on: str | None = "2020-01-01",
    course: Course = Course.ACTIVE,
    until: str | None = None,
    number: int = 1,
    *,
    of_family: bool = False,
    confirmed: bool = True,
    codings: tuple[Coding, ...] = (),
) -> ProblemEntry:
    return ProblemEntry(
        resource=f"Condition/{number}",
        at="Bundle.entry[2].resource",
        name=name,
        known_as=frozenset({name.lower()} if known is None else known),
        course=course,
        on=when(on) if on else None,
        until=when(until) if until else None,
        of_family=of_family,
        confirmed=confirmed,
        codings=codings,
    )


def allergy(
    name: str,
    known: set[str] | None = None,
    course: Course = Course.ACTIVE,
    number: int = 1,
    *,
    class_name: str | None = None,
    none_known: bool = False,
    reaction: str = "",
    confirmed: bool = True,
) -> AllergyEntry:
    return AllergyEntry(
        resource=f"AllergyIntolerance/{number}",
        at="Bundle.entry[3].resource",
        name=name,
        known_as=frozenset(known or ()),
        class_name=class_name,
        course=course,
        none_known=none_known,
        reaction=reaction,
        confirmed=confirmed,
    )


def result(
    analyte: str,
    value: float | None = None,
    unit: str = "",
    on: str | None = "2026-02-01",
    number: int = 1,
    *,
    words: str = "",
    stale: bool = False,
    final: bool = True,
    comparator: Literal["<", "<=", ">=", ">"] | None = None,
) -> ResultEntry:
    """`value` is in the analyte's own unit."""
    amount = None
    if value is not None:
        low = None if comparator in ("<", "<=") else value
        high = None if comparator in (">", ">=") else value
        written = f"{comparator or ''}{value:g} {unit}".strip()
        amount = Amount(low=low, high=high, comparator=comparator, unit=unit, written=written)
    return ResultEntry(
        resource=f"Observation/{number}",
        at="Bundle.entry[4].resource",
        name=analyte,
        known_as=frozenset({analyte}),
        on=when(on) if on else None,
        amount=amount,
        standard=amount,
        words=words,
        stale=stale,
        final=final,
    )


def procedure(name: str, on: str | None = "2020-01-01", *, done: bool = True) -> EventEntry:
    return EventEntry(
        kind="procedure",
        resource="Procedure/1",
        at="Bundle.entry[5].resource",
        name=name,
        on=when(on) if on else None,
        done=done,
    )


def record(
    *entries: RecordEntry,
    born: str | None = "1960-05-01",
    sex: Literal["female", "male"] | None = "female",
    as_of: date = AS_OF,
) -> PatientRecord:
    """Read on the first of March 2026, with the situation that it tells."""
    ordered = sorted(entries, key=lambda one: one.on.first if one.on else date.min, reverse=True)
    read = PatientRecord(
        patient="Patient/1",
        as_of=as_of,
        born=when(born) if born else None,
        sex=sex,
        entries=tuple(ordered),
    )
    return read.model_copy(update={"situation": situation(read)})
