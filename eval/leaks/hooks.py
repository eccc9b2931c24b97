"""An order before it is signed, as an order system sends it by CDS Hooks.

What the record and the draft state of medicines is plain, so that cards come; the identifiers stand
in notes, names and instructions, and in what would open a FHIR server.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from eval.leaks.canary import Canary, Kind
from eval.leaks.sent import HOOKS, Sent, post

SERVICE: Final = "citewell-order-sign"
PATH: Final = f"{HOOKS}/{SERVICE}"
FEEDBACK: Final = f"{PATH}/feedback"
_KEYS: Final = {
    "Patient": "patient",
    "MedicationRequest": "medicationRequests",
    "Condition": "conditions",
    "Observation": "observations",
}
_BEFORE: Final = {
    Kind.PERSON: "",
    Kind.PHONE: "phone ",
    Kind.MRN: "record ",
    Kind.EMAIL: "",
    Kind.ADDRESS: "living at ",
    Kind.BORN: "born ",
    Kind.CARD: "health card ",
}
_EMPTY: Final = ("medicationStatements", "allergies")


def order_signed(record: Mapping[str, Any], identifying: str) -> Sent:
    """Ibuprofen for the patient of the record, who takes warfarin.

    Args:
        record: a Bundle as `record_of` makes it, one resource of a type.
        identifying: put wherever a draft has words of its own.
    """
    held = [entry["resource"] for entry in record["entry"]]
    order = {
        "resourceType": "MedicationRequest",
        "id": "draft-1",
        "status": "draft",
        "intent": "order",
        "subject": {"reference": "Patient/1", "display": identifying},
        "requester": {"display": identifying},
        "medicationCodeableConcept": {"text": "Ibuprofen 400 mg tablet"},
        "dosageInstruction": [
            {
                "text": f"400 mg three times a day, for {identifying}",
                "patientInstruction": identifying,
            }
        ],
        "note": [{"text": identifying}],
    }
    return hook_called(
        {
            "context": {
                "userId": "Practitioner/1",
                "patientId": "1",
                "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": order}]},
            },
            "prefetch": {
                **dict.fromkeys(_EMPTY),
                **{_KEYS[each["resourceType"]]: each for each in held},
            },
            "fhirAuthorization": {"access_token": identifying, "subject": identifying},
        }
    )


def written(canaries: Iterable[Canary]) -> str:
    """The identifiers as a clinician writes them: a bare number would be anything."""
    return ", ".join(f"{_BEFORE[each.kind]}{each.text}" for each in canaries)


def hook_called(changed: Mapping[str, object]) -> Sent:
    """A call of a patient of whom nothing is told, but for what is `changed`."""
    plain = {
        "hook": "order-sign",
        "hookInstance": "6c8d33a4-1c0b-4d3e-9d7e-51f0f7a8c0de",
        "context": {"userId": "Practitioner/1", "patientId": "1"},
        "prefetch": {
            **dict.fromkeys((*_KEYS.values(), *_EMPTY)),
            "patient": {"resourceType": "Patient", "id": "1"},
        },
    }
    return post(PATH, {**plain, **changed})


def overridden(card: str, words: str) -> dict[str, object]:
    """Feedback on a card: the clinician goes on, for a reason in the words."""
    return {
        "card": card,
        "outcome": "overridden",
        "overrideReason": {"reason": {"code": "other", "display": words}, "userComment": words},
        "outcomeTimestamp": "2026-01-05T10:00:00Z",
    }
