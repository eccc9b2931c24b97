"""What was prefetched becomes one Bundle of one patient, or the call is refused."""

from typing import Any

import pytest

from app.cds.prefetch import bundle_of, gathered
from app.cds.services import PREFETCH, SERVICES
from app.domain.decision_support import HookCall
from app.domain.errors import MissingPrefetch, UnusableHookCall
from tests.app.cds.calls import Json, bundle, condition, patient, prefetch, signing, taken

SERVICE = SERVICES[2]


def call(**changed: Any) -> HookCall:
    sent: dict[str, Any] = {**prefetch(), **changed}
    return signing(sent={key: value for key, value in sent.items() if value != "left out"})


def test_everything_that_was_sent_stands_in_one_bundle_with_its_place() -> None:
    found = gathered(SERVICE, signing(sent=prefetch(taken("Warfarin"), condition("Gout"))), "p")
    made, kept = bundle_of(found, "https://ehr.example/fhir/")
    assert [one["resource"]["resourceType"] for one in made["entry"]] == [
        "Patient",
        "MedicationRequest",
        "Condition",
    ]
    assert [one.at for one in kept] == [
        "prefetch.patient",
        "prefetch.medicationRequests.entry[0].resource",
        "prefetch.conditions.entry[0].resource",
    ]
    assert made["entry"][0]["fullUrl"] == "https://ehr.example/fhir/Patient/p"


def test_a_key_that_was_not_sent_is_named_and_null_is_none_found() -> None:
    gathered(SERVICE, call(conditions=None), "p")
    with pytest.raises(MissingPrefetch, match="missing: allergies, conditions\\."):
        gathered(SERVICE, call(conditions="left out", allergies="left out"), "p")
    with pytest.raises(MissingPrefetch, match=", ".join(PREFETCH)):
        gathered(SERVICE, HookCall(hook="order-sign", user="u", patient="p"), "p")


@pytest.mark.parametrize(
    "told", [None, {"resourceType": "OperationOutcome", "issue": []}, bundle()]
)
def test_without_the_patient_nothing_is_checked(told: Json | None) -> None:
    with pytest.raises(MissingPrefetch, match="missing: patient"):
        gathered(SERVICE, call(patient=told), "p")


def test_what_the_order_system_could_not_fetch_is_unknown_and_not_none() -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}
    found = gathered(SERVICE, call(allergies=outcome, conditions=bundle(outcome)), "p")
    assert found.lacking == ("allergies", "conditions")


def test_one_page_of_several_is_told() -> None:
    page = {**bundle(condition("Gout")), "link": [{"relation": "next", "url": "https://x"}]}
    assert gathered(SERVICE, call(conditions=page), "p").partial == ("conditions",)


@pytest.mark.parametrize(
    "of",
    [
        {"patient": patient() | {"id": "other"}},
        {"patient": bundle(patient(), patient() | {"id": "other"})},
        {"patient": bundle(patient(), patient(age=12))},
        {"conditions": bundle(condition("Gout") | {"subject": {"reference": "Patient/other"}})},
        {"conditions": bundle(patient() | {"id": "other"})},
        {
            "allergies": bundle(
                {
                    "resourceType": "AllergyIntolerance",
                    "patient": {"reference": "https://ehr.example/fhir/Patient/other/_history/2"},
                }
            )
        },
    ],
)
def test_two_people_are_never_mixed(of: dict[str, Any]) -> None:
    with pytest.raises(UnusableHookCall, match="Patient"):
        gathered(SERVICE, call(**of), "p")


@pytest.mark.parametrize("told", ["text", 7, True, [], {}, {"resourceType": 7}, [condition("x")]])
def test_what_is_no_resource_is_refused_with_its_key(told: object) -> None:
    with pytest.raises(UnusableHookCall, match=r"prefetch\.conditions"):
        gathered(SERVICE, call(conditions=told), "p")


def test_a_patient_without_an_id_is_the_one_in_context() -> None:
    told = {name: value for name, value in patient().items() if name != "id"}
    found = gathered(SERVICE, call(patient=told), "p")
    assert found.patient.resource["id"] == "p"


def test_templates_keep_to_what_the_specification_recommends() -> None:
    for key, template in PREFETCH.items():
        query = template.partition("?")[2]
        parameters = dict(each.split("=", 1) for each in query.split("&")) if query else {}
        assert set(parameters) <= {"patient", "status", "code", "_sort", "_count"}
        assert "{{context.patientId}}" in template, key
        assert len(template) < 2_000
