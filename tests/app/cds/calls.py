"""Calls of an order system about nobody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.cds.services import PREFETCH
from app.domain.decision_support import HookCall
from tests.app.patient.bundles import LOINC, TODAY, UCUM, status

Json = dict[str, Any]
SUBJECT: Json = {"reference": "Patient/p"}
LAST_WEEK = (TODAY - timedelta(days=7)).isoformat()


def patient(age: int = 45, sex: str = "female") -> Json:
    born = f"{TODAY.year - age}-01-15"
    return {"resourceType": "Patient", "id": "p", "gender": sex, "birthDate": born}


def order(name: str, text: str, dosage: str | None = None, **more: Any) -> Json:
    told: Json = {
        "resourceType": "MedicationRequest",
        "id": name,
        "status": "draft",
        "intent": "order",
        "subject": SUBJECT,
        "medicationCodeableConcept": {"text": text},
        **more,
    }
    return told if dosage is None else {**told, "dosageInstruction": [{"text": dosage}]}


def taken(text: str, name: str = "taken", **more: Any) -> Json:
    return order(name, text, status="active", authoredOn=LAST_WEEK, **more)


def allergy(text: str, name: str = "allergy") -> Json:
    return {
        "resourceType": "AllergyIntolerance",
        "id": name,
        "patient": SUBJECT,
        "clinicalStatus": status("active"),
        "code": {"text": text},
        "reaction": [{"manifestation": [{"text": "anaphylaxis"}]}],
    }


def condition(text: str, name: str = "condition") -> Json:
    return {
        "resourceType": "Condition",
        "id": name,
        "subject": SUBJECT,
        "clinicalStatus": status("active"),
        "code": {"text": text},
    }


def result(code: str, text: str, **value: Any) -> Json:
    return {
        "resourceType": "Observation",
        "id": f"o{code}",
        "status": "final",
        "subject": SUBJECT,
        "code": {"coding": [{"system": LOINC, "code": code}], "text": text},
        "effectiveDateTime": LAST_WEEK,
        **value,
    }


def measured(code: str, text: str, value: float, unit: str) -> Json:
    quantity = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return result(code, text, valueQuantity=quantity)


def bundle(*resources: Any) -> Json:
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": one} for one in resources],
    }


def prefetch(*resources: Json, of: Json | None = None) -> dict[str, Json | None]:
    """Every key of the services; null where nothing is found."""
    keys = {
        "MedicationRequest": "medicationRequests",
        "MedicationStatement": "medicationStatements",
        "AllergyIntolerance": "allergies",
        "Condition": "conditions",
        "Observation": "observations",
    }
    found: dict[str, list[Json]] = {}
    for one in resources:
        found.setdefault(keys[one["resourceType"]], []).append(one)
    told: dict[str, Json | None] = dict.fromkeys(PREFETCH)
    told |= {key: bundle(*each) for key, each in found.items()}
    return {**told, "patient": of or patient()}


def signing(*orders: Any, sent: dict[str, Any] | None = None, **more: Any) -> HookCall:
    """A call of order-sign."""
    told: dict[str, Any] = {
        "hook": "order-sign",
        "user": "Practitioner/example",
        "patient": "p",
        "prefetch": prefetch() if sent is None else sent,
        "draft_orders": bundle(*orders),
        **more,
    }
    return HookCall(**told)


def selecting(selections: Sequence[str], *orders: Any, **more: Any) -> HookCall:
    return signing(*orders, hook="order-select", selections=tuple(selections), **more)


def viewing(*resources: Json, **more: Any) -> HookCall:
    return signing(sent=prefetch(*resources), hook="patient-view", **more)
