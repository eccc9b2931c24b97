"""A small record for the documentation: illustrative, of nobody, not for clinical use."""

from typing import Any, Final


def _entry(kind: str, number: int, **said: Any) -> dict[str, Any]:
    subject = {} if kind == "Patient" else {"subject": {"reference": "Patient/1"}}
    return {"resource": {"resourceType": kind, "id": str(number), **subject, **said}}


BUNDLE: Final[dict[str, Any]] = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        _entry("Patient", 1, gender="female", birthDate="1954-08-02"),
        _entry(
            "Condition",
            2,
            code={"text": "Type 2 diabetes mellitus"},
            clinicalStatus={"coding": [{"code": "active"}]},
            onsetDateTime="2015-02",
        ),
        _entry(
            "MedicationRequest",
            3,
            status="active",
            intent="order",
            medicationCodeableConcept={"text": "Metformin 500 mg tablet"},
            authoredOn="2025-11-04",
        ),
        _entry(
            "Observation",
            4,
            status="final",
            code={"text": "HbA1c"},
            effectiveDateTime="2026-03-03",
            valueQuantity={"value": 7.4, "unit": "%"},
        ),
    ],
}
