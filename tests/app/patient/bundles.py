"""Small bundles of nobody's record, and a reader whose today is 1 June 2026."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from app.domain.record import (
    AllergyEntry,
    EventEntry,
    MedicineEntry,
    PatientRecord,
    ProblemEntry,
    RecordEntry,
    ResultEntry,
    Unusable,
)
from app.patient.reader import FhirRecordReader

Json = dict[str, Any]
TODAY = date(2026, 6, 1)
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
SUBJECT: Json = {"reference": "Patient/p"}


class Today:
    def now(self) -> datetime:
        return datetime(2026, 6, 1, 12, tzinfo=UTC)


def reader() -> FhirRecordReader:
    return FhirRecordReader(Today())


def patient(**elements: Any) -> Json:
    return {"resourceType": "Patient", "id": "p", "birthDate": "1960-02-03", **elements}


def bundle(*resources: Any, of: Json | None = None) -> Json:
    held = [of or patient(), *resources]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one} for one in held],
    }


def read(*resources: Any, of: Json | None = None) -> PatientRecord:
    return reader().read(as_bytes(bundle(*resources, of=of)))


def as_bytes(content: Any) -> bytes:
    return json.dumps(content).encode()


def entry(*resources: Any, of: Json | None = None) -> RecordEntry:
    """The one entry that the first resource gives; nothing is unusable."""
    record = read(*resources, of=of)
    assert not record.unusable, record.unusable
    (one,) = [one for one in record.entries if one.at.startswith("Bundle.entry[1].")]
    return one


def fault(*resources: Any, of: Json | None = None) -> tuple[str, str]:
    """Where and why the one resource is unusable, its path from the resource on."""
    record = read(*resources, of=of)
    (one,) = record.unusable
    return _short(one)


def _short(one: Unusable) -> tuple[str, str]:
    assert one.at.startswith("Bundle.entry[1].resource"), one.at
    return one.at.removeprefix("Bundle.entry[1].resource").removeprefix("."), one.why


def status(code: str) -> Json:
    return {"coding": [{"code": code}]}


def condition(text: str = "Asthma", **elements: Any) -> Json:
    return _resource(
        "Condition", {"code": {"text": text}, "clinicalStatus": status("active")}, elements
    )


def allergy(text: str = "Penicillin", **elements: Any) -> Json:
    base = {"code": {"text": text}, "clinicalStatus": status("active"), "patient": SUBJECT}
    return _resource("AllergyIntolerance", base, elements, subject=None)


def request(text: str = "Metformin 500 mg tablet", **elements: Any) -> Json:
    base = {"status": "active", "intent": "order", "medicationCodeableConcept": {"text": text}}
    return _resource("MedicationRequest", {**base, "authoredOn": "2026-01-05"}, elements)


def statement(text: str = "Metformin", **elements: Any) -> Json:
    base = {"status": "active", "medicationCodeableConcept": {"text": text}}
    return _resource("MedicationStatement", base, elements)


def administration(text: str = "Heparin", **elements: Any) -> Json:
    base = {"status": "completed", "medicationCodeableConcept": {"text": text}}
    return _resource("MedicationAdministration", base, elements)


def observation(text: str = "Potassium", **elements: Any) -> Json:
    base = {"status": "final", "code": {"text": text}, "effectiveDateTime": "2026-05-01"}
    return _resource("Observation", base, elements)


def quantity(value: Any, unit: str = "mmol/L") -> Json:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def procedure(text: str = "Appendectomy", **elements: Any) -> Json:
    return _resource("Procedure", {"status": "completed", "code": {"text": text}}, elements)


def encounter(**elements: Any) -> Json:
    base = {"status": "finished", "class": {"code": "AMB", "display": "ambulatory"}}
    return _resource("Encounter", base, elements)


def report(**elements: Any) -> Json:
    base = {"status": "final", "code": {"text": "Chest X-ray"}, "effectiveDateTime": "2026-05-01"}
    return _resource("DiagnosticReport", base, elements)


def immunization(**elements: Any) -> Json:
    base = {"status": "completed", "vaccineCode": {"text": "Influenza"}, "patient": SUBJECT}
    given = {"occurrenceDateTime": "2026-05-01"}
    return _resource("Immunization", {**base, **given}, elements, subject=None)


def _resource(
    kind: str, base: Json, elements: Mapping[str, Any], subject: Json | None = SUBJECT
) -> Json:
    """Elements that are None are left out."""
    own: Json = {} if subject is None else {"subject": subject}
    stated = {"resourceType": kind, "id": "x", **own, **base, **elements}
    return {name: value for name, value in stated.items() if value is not None}


def problem(found: RecordEntry) -> ProblemEntry:
    assert isinstance(found, ProblemEntry)
    return found


def medicine(found: RecordEntry) -> MedicineEntry:
    assert isinstance(found, MedicineEntry)
    return found


def result(found: RecordEntry) -> ResultEntry:
    assert isinstance(found, ResultEntry)
    return found


def intolerance(found: RecordEntry) -> AllergyEntry:
    assert isinstance(found, AllergyEntry)
    return found


def event(found: RecordEntry) -> EventEntry:
    assert isinstance(found, EventEntry)
    return found
