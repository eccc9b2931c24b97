"""What of a record could not be used though it may state something of the person."""

import pytest

from tests.app.patient.bundles import Json, allergy, as_bytes, bundle, read, reader, request, status


@pytest.mark.parametrize(
    ("resource", "types"),
    [
        (request(status="bogus"), {"MedicationRequest"}),
        (request(authoredOn="2026-07-02"), {"MedicationRequest"}),
        (request(status="entered-in-error"), set()),
        (request(status="draft"), set()),
        (request(intent="proposal"), set()),
        (request(doNotPerform=True), set()),
        (allergy(clinicalStatus={"coding": [{"code": 5}]}), {"AllergyIntolerance"}),
        (allergy(verificationStatus=status("refuted")), set()),
        (allergy("Unknown"), set()),
        (allergy(), set()),
    ],
)
def test_types_of_what_could_not_be_read(resource: Json, types: set[str]) -> None:
    assert read(resource).unread == types


def test_of_resources_that_contradict_each_other_none_was_read() -> None:
    found = reader().read(as_bytes(bundle(request("Warfarin"), request("Aspirin"))))
    assert found.unread == {"MedicationRequest"}


def test_that_there_is_no_allergy_is_not_known_where_one_could_not_be_read() -> None:
    none = allergy("No known allergies", id="a")
    assert read(none).situation.no_allergies is not None
    unreadable = allergy(id="b", clinicalStatus={"coding": [{"code": 5}]})
    assert read(none, unreadable).situation.no_allergies is None


@pytest.mark.parametrize(
    ("substance", "known"),
    [
        ("Penicillin", True),
        ("Peanut", True),
        ("Allergy to latex", True),
        ("Penicilline", False),
        ("Rocefin", False),
    ],
)
def test_whether_it_is_known_what_an_allergy_is_to(substance: str, known: bool) -> None:
    (one,) = read(allergy(substance)).situation.allergies
    assert one.known is known
