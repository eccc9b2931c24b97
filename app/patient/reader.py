"""Reads a patient's record from a FHIR R4 Bundle, step by step; keeps nothing of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from app.domain.errors import UnusableRecord
from app.domain.ports.clock import Clock
from app.domain.record import PatientRecord, RecordEntry, Unusable
from app.patient import json_text
from app.patient.bundle import Held, opened
from app.patient.dates import moment
from app.patient.element import Element
from app.patient.entries import (
    allergies,
    encounters,
    immunizations,
    medicines,
    problems,
    procedures,
    reports,
    results,
)
from app.patient.left_out import LeftOut, entry_number, left_out
from app.patient.names import Names
from app.patient.person import A_DAY, EARLIEST_BIRTH, only
from app.patient.reading import Read, Reading
from app.patient.references import References
from app.patient.releases import must_be_r4
from app.patient.shelf_lives import stale
from app.patient.situation import situation
from app.patient.validity import must_be_r4_resource

READERS: Final[Mapping[str, Read]] = MappingProxyType(
    {
        "AllergyIntolerance": allergies.allergy,
        "Condition": problems.problem,
        "DiagnosticReport": reports.report,
        "Encounter": encounters.encounter,
        "Immunization": immunizations.immunization,
        "MedicationAdministration": medicines.administration,
        "MedicationRequest": medicines.request,
        "MedicationStatement": medicines.statement,
        "Observation": results.result,
        "Procedure": procedures.procedure,
    }
)
"""Every other type is ignored."""
MOST: Final = 50_000
"""Resources that are read: 15 s on one core, and more than a long illness leaves."""
HOW_IT_WAS_SENT: Final = frozenset({"meta", "text"})
SUBJECTS: Final = ("subject", "patient")


class FhirRecordReader:
    """The port `RecordReader` over FHIR R4."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def read(self, bundle: bytes | Mapping[str, Any], as_of: date | None = None) -> PatientRecord:
        """See the port. 1,000 resources take 0.3 s of one core, the first of all 0.5 s more."""
        today = self._clock.now().date()
        if as_of is not None:
            today = _possible(as_of, today)
        # 1. JSON, a Bundle, R4
        content = json_text.parsed(bundle) if isinstance(bundle, bytes) else dict(bundle)
        found = opened(content)
        must_be_r4(Element(content, "Bundle"), found.held)
        if sum(held.type in READERS for held in found.held) > MOST:
            raise UnusableRecord(
                f"The Bundle has more than {MOST:,} resources to read. Leave out old observations.",
                "Bundle.entry",
            )
        # 2. of exactly one patient
        person = only(found.held, today)
        reading = Reading(References(found.held), Names(), person, today)
        # 3. resource by resource
        unusable = [*found.unusable, *person.unusable]
        dated: list[tuple[date, float, RecordEntry]] = []
        unread: set[str] = set()
        for held in _once(_valid(found.held, unusable, unread), unusable, unread):
            for one in _read(held, reading, unread):
                if isinstance(one, Unusable):
                    unusable.append(one)
                else:
                    dated.append((one.on.first if one.on else date.min, _moment(held), one))
        dated.sort(key=lambda one: one[:2], reverse=True)
        entries = (one for _, _, one in dated)
        record = PatientRecord(
            patient=person.held.label,
            as_of=today,
            born=person.born,
            died=person.died,
            sex=person.sex,
            entries=tuple(_marked(one, reading) for one in entries),
            unusable=tuple(sorted(unusable, key=entry_number)),
            unread=frozenset(unread),
        )
        return record.model_copy(update={"situation": situation(record)})


def _possible(as_of: date, today: date) -> date:
    if not EARLIEST_BIRTH <= as_of <= today + A_DAY:
        raise UnusableRecord(
            "The day for which the record is to be read lies in the future, or before "
            f"{EARLIEST_BIRTH.year}. Send one up to today, or none."
        )
    return as_of


def _read(held: Held, reading: Reading, unread: set[str]) -> Iterator[RecordEntry | Unusable]:
    try:
        _must_be_of(held, reading)
        yield from READERS[held.type](held, reading)
    except LeftOut as fault:
        if not fault.meant:
            unread.add(held.type)
        yield fault.part


def _valid(held: tuple[Held, ...], unusable: list[Unusable], unread: set[str]) -> Iterator[Held]:
    for one in held:
        if one.type not in READERS:
            continue
        try:
            must_be_r4_resource(one)
        except LeftOut as fault:
            unusable.append(fault.part)
            unread.add(one.type)
        else:
            yield one


def _once(held: Iterator[Held], unusable: list[Unusable], unread: set[str]) -> Iterator[Held]:
    """Each once; of resources that contradict each other none."""
    by_label: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        by_label[one.label].append(one)
    for same in by_label.values():
        first, *others = same
        if all(_stated(one) == _stated(first) for one in others):
            yield first
        else:
            why = "another resource of this type and id says something else"
            unusable.extend(left_out(one.content.at, why) for one in same)
            unread.add(first.type)


def _stated(held: Held) -> dict[str, Any]:
    """What a resource says, without what says when and how it was sent."""
    content = held.content.value
    stated = content if isinstance(content, dict) else {}
    return {name: value for name, value in stated.items() if name not in HOW_IT_WAS_SENT}


def _must_be_of(held: Held, reading: Reading) -> None:
    """What R4 lets state no subject, such as an Observation, is then of whom the bundle is."""
    for name in SUBJECTS:
        subject = held.content.child(name)
        if not subject:
            continue
        if not subject.text("reference"):
            raise LeftOut(subject.at, "does not refer to the Patient of the bundle")
        target = reading.references.target(subject, held)
        if target is None or target.label != reading.person.held.label:
            raise LeftOut(f"{subject.at}.reference", "is not the Patient of the bundle")


def _moment(held: Held) -> float:
    """What came later on one day."""
    for name in ("effectiveDateTime", "effectiveInstant", "authoredOn", "occurrenceDateTime"):
        found = moment(held.content.child(name))
        if found:
            return found
    return 0.0


def _marked(entry: RecordEntry, reading: Reading) -> RecordEntry:
    if stale(entry, reading.person.born, reading.as_of):
        return entry.model_copy(update={"stale": True})
    return entry
