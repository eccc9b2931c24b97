"""A made-up FHIR R4 Bundle of any size, the same for the same size.

Nothing in it is of a person. Its kinds of resources come in about the proportions of Synthea's
bundles: nearly half are results, a fifth are claims, which nobody reads for an answer.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

AS_OF: Final = date(2026, 3, 31)
BORN: Final = "1961-04-12"
_LOINC, _SNOMED = "http://loinc.org", "http://snomed.info/sct"
_RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
_HL7: Final = "http://terminology.hl7.org/CodeSystem"
_PATIENT: Final = {"reference": "Patient/made-up"}
_RESULTS: Final = (
    ("4548-4", "Hemoglobin A1c", 7.4, "%"), ("2160-0", "Creatinine", 1.3, "mg/dL"),
    ("2823-3", "Potassium", 4.4, "mmol/L"), ("29463-7", "Body weight", 78.5, "kg"),
    ("8310-5", "Body temperature", 36.9, "Cel"), ("718-7", "Hemoglobin", 12.9, "g/dL"),
    ("2093-3", "Cholesterol", 188.0, "mg/dL"), ("6301-6", "INR", 2.4, "{INR}"),
)  # fmt: skip
_MEDICINES: Final = (
    ("860975", "Metformin 500 mg"), ("314076", "Lisinopril 10 mg"), ("855332", "Warfarin 5 mg"),
    ("197361", "Amlodipine 5 mg"), ("259255", "Atorvastatin 80 mg"), ("310965", "Ibuprofen 200 mg"),
)  # fmt: skip
_PROBLEMS: Final = (
    ("44054006", "Type 2 diabetes"), ("38341003", "Hypertension"), ("195967001", "Asthma"),
    ("49436004", "Atrial fibrillation"), ("444814009", "Viral sinusitis"),
)  # fmt: skip
Resource = dict[str, Any]


def bundle(resources: int) -> bytes:
    """The JSON of a Bundle of so many resources, at least 2."""
    patient = {"resourceType": "Patient", "id": "made-up", "gender": "female", "birthDate": BORN}
    made = [patient, *(_resource(number) for number in range(1, resources))]
    entries = [
        {"fullUrl": f"urn:uuid:made-up-{at}", "resource": one} for at, one in enumerate(made)
    ]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def _concept(system: str, code: str, text: str) -> Resource:
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def _status(of: str, code: str) -> Resource:
    return {"coding": [{"system": f"{_HL7}/{of}", "code": code}]}


def _observation(number: int, day: str) -> Resource:
    code, name, value, unit = _RESULTS[number % len(_RESULTS)]
    quantity = {"value": round(value * (1 + number % 7 / 50), 3), "unit": unit, "code": unit}
    return {
        "status": "final",
        "code": _concept(_LOINC, code, name),
        "subject": _PATIENT,
        "effectiveDateTime": f"{day}T08:30:00+00:00",
        "valueQuantity": {**quantity, "system": "http://unitsofmeasure.org"},
    }


def _claim(_: int, day: str) -> Resource:
    return {
        "status": "active",
        "type": _status("claim-type", "institutional"),
        "use": "claim",
        "patient": _PATIENT,
        "created": day,
        "provider": {"display": "Made up"},
        "priority": {"coding": [{"code": "normal"}]},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "Made up"}}],
    }


def _encounter(_: int, day: str) -> Resource:
    return {
        "status": "finished",
        "class": {"system": f"{_HL7}/v3-ActCode", "code": "AMB"},
        "type": [_concept(_SNOMED, "185349003", "Check up")],
        "subject": _PATIENT,
        "period": {"start": f"{day}T08:00:00+00:00", "end": f"{day}T08:45:00+00:00"},
    }


def _immunization(_: int, day: str) -> Resource:
    return {
        "status": "completed",
        "vaccineCode": _concept("http://hl7.org/fhir/sid/cvx", "140", "Influenza"),
        "patient": _PATIENT,
        "occurrenceDateTime": day,
    }


def _condition(number: int, day: str) -> Resource:
    code, name = _PROBLEMS[number % len(_PROBLEMS)]
    return {
        "clinicalStatus": _status("condition-clinical", "active"),
        "verificationStatus": _status("condition-ver-status", "confirmed"),
        "code": _concept(_SNOMED, code, name),
        "subject": _PATIENT,
        "onsetDateTime": day,
    }


def _medicine(number: int, day: str) -> Resource:
    code, name = _MEDICINES[number % len(_MEDICINES)]
    return {
        "status": "stopped" if number % 3 == 0 else "active",
        "intent": "order",
        "medicationCodeableConcept": _concept(_RXNORM, code, name),
        "subject": _PATIENT,
        "authoredOn": day,
        "dosageInstruction": [{"text": "1 tablet twice daily"}],
    }


def _procedure(_: int, day: str) -> Resource:
    return {
        "status": "completed",
        "code": _concept(_SNOMED, "428191000124101", "Documentation of current medications"),
        "subject": _PATIENT,
        "performedDateTime": day,
    }


def _report(_: int, day: str) -> Resource:
    return {
        "status": "final",
        "code": _concept(_LOINC, "58410-2", "Complete blood count"),
        "subject": _PATIENT,
        "effectiveDateTime": day,
    }


_MAKERS: Final[tuple[tuple[str, Callable[[int, str], Resource], int], ...]] = (
    ("Observation", _observation, 24), ("Claim", _claim, 10), ("Encounter", _encounter, 5),
    ("Immunization", _immunization, 4), ("Condition", _condition, 2), ("Procedure", _procedure, 2),
    ("DiagnosticReport", _report, 1), ("MedicationRequest", _medicine, 2),
)  # fmt: skip
"""Of 50 resources."""


_PLACES: Final = tuple(place for place, one in enumerate(_MAKERS) for _ in range(one[2]))


def _resource(number: int) -> Resource:
    name, made, _ = _MAKERS[_PLACES[number * 7 % len(_PLACES)]]
    day = (AS_OF - timedelta(days=1 + number * 3 % 3_650)).isoformat()
    return {"resourceType": name, "id": f"made-up-{number}", **made(number, day)}
