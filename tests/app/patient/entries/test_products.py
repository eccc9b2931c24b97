"""Which medicine a resource is about, wherever that is stated."""

import pytest

from tests.app.patient.bundles import Json, bundle, entry, fault, medicine, read, reader, request


def medication(**elements: object) -> Json:
    return {"resourceType": "Medication", "id": "m", **elements}


def referring(reference: str, **elements: object) -> Json:
    where = {"reference": reference, **elements}
    return request(medicationCodeableConcept=None, medicationReference=where)


@pytest.mark.parametrize(
    "reference",
    ["Medication/m", "Medication/m/_history/2", "https://ehr.example/fhir/Medication/m"],
)
def test_a_medication_of_the_bundle_names_the_medicine(reference: str) -> None:
    record = read(referring(reference), medication(code={"text": "Warfarin"}))
    assert [one.name for one in record.entries] == ["Warfarin"]
    assert not record.unusable


def test_a_medication_is_found_by_its_full_url() -> None:
    content = bundle(referring("urn:uuid:1f0"), medication(code={"text": "Warfarin"}))
    content["entry"][2]["fullUrl"] = "urn:uuid:1f0"
    assert [one.name for one in reader().read(content).entries] == ["Warfarin"]


def test_a_contained_medication_names_the_medicine() -> None:
    inside = medication(code={"text": "Warfarin"})
    found = entry({**referring("#m"), "contained": [inside]})
    assert (found.name, found.resource) == ("Warfarin", "MedicationRequest/x")


def test_ingredients_name_a_medication_without_a_code() -> None:
    parts = [{"itemCodeableConcept": {"text": name}} for name in ("Ramipril", "Amlodipine")]
    record = read(referring("Medication/m"), medication(ingredient=parts))
    assert [one.name for one in record.entries] == ["Ramipril / Amlodipine"]


def test_one_ingredient_that_nobody_names_leaves_the_medicine_out() -> None:
    parts = [{"itemCodeableConcept": {"text": "Ramipril"}}, {"itemReference": {"display": "?"}}]
    record = read(referring("Medication/m"), medication(ingredient=parts))
    assert not record.entries
    assert len(record.unusable) == 1


def test_medications_that_are_their_own_ingredients_end() -> None:
    loop = medication(ingredient=[{"itemReference": {"reference": "Medication/m"}}])
    record = read(referring("Medication/m"), loop)
    (left,) = record.unusable
    assert left.at == "Bundle.entry[1].resource.medicationReference"


def test_a_reference_that_leads_nowhere_is_left_out() -> None:
    assert fault(referring("Medication/other")) == ("medicationReference", "leads nowhere in here")


def test_the_display_of_a_reference_names_what_is_not_in_the_bundle() -> None:
    assert medicine(entry(referring("Medication/other", display="Warfarin"))).name == "Warfarin"


def test_a_medication_entered_in_error_is_nobodys_medicine() -> None:
    wrong = medication(status="entered-in-error", code={"text": "Warfarin"})
    record = read(referring("Medication/m"), wrong)
    (left,) = record.unusable
    assert left.at == "Bundle.entry[2].resource.status"
