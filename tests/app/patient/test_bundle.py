"""What is a Bundle, and what each of its resources is called."""

from typing import Any

import pytest

from app.domain.errors import UnusableRecord
from app.patient.bundle import opened

PATIENT = {"resourceType": "Patient", "id": "p"}


def held(*entries: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": list(entries)}


@pytest.mark.parametrize(
    ("content", "path", "says"),
    [
        ({}, "Bundle.resourceType", "no FHIR R4 Bundle"),
        ({"resourceType": "Canarywort"}, "Bundle.resourceType", "no FHIR R4 Bundle"),
        (PATIENT, "Bundle.resourceType", "Wrap it"),
        ({"resourceType": ["Bundle"]}, "Bundle.resourceType", "no FHIR R4 Bundle"),
        ({"resourceType": "Bundle", "entry": {"resource": PATIENT}}, "Bundle.entry", "list"),
        ({"resourceType": "Bundle", "type": "history"}, "Bundle.type", "gone by"),
    ],
)
def test_what_is_no_bundle_is_refused(content: dict[str, Any], path: str, says: str) -> None:
    with pytest.raises(UnusableRecord) as caught:
        opened(content)
    assert caught.value.path == path
    assert says in str(caught.value)
    assert "Canarywort" not in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "label"),
    [
        ({"resource": PATIENT}, "Patient/p"),
        ({"resource": PATIENT, "fullUrl": "urn:uuid:1f0"}, "Patient/p"),
        ({"resource": {"resourceType": "Patient"}, "fullUrl": "urn:uuid:1f0"}, "Patient/1f0"),
        ({"resource": {"resourceType": "Patient"}, "fullUrl": "http://a/Patient/9"}, "Patient/9"),
        ({"resource": {"resourceType": "Patient"}}, "Patient/entry-0"),
        ({"resource": {"resourceType": "Patient", "id": 5}}, "Patient/entry-0"),
        ({"resource": {"resourceType": "Patient", "id": "Jane Doe"}}, "Patient/entry-0"),
    ],
)  # fmt: skip
def test_a_resource_is_called_by_its_id_or_what_stands_for_it(entry: Any, label: str) -> None:
    (one,) = opened(held(entry)).held
    assert (one.label, one.content.at) == (label, "Bundle.entry[0].resource")


@pytest.mark.parametrize(
    ("entry", "at"),
    [
        (None, "Bundle.entry[0]"),
        ([], "Bundle.entry[0]"),
        ({}, "Bundle.entry[0]"),
        ({"resource": None}, "Bundle.entry[0]"),
        ({"resource": [PATIENT]}, "Bundle.entry[0].resource"),
        ({"resource": {"resourceType": "Canarywort"}}, "Bundle.entry[0].resource.resourceType"),
        ({"resource": {"id": "p"}}, "Bundle.entry[0].resource.resourceType"),
        ({"resource": {"resourceType": "Bundle"}}, "Bundle.entry[0].resource"),
    ],
)
def test_an_entry_that_holds_no_resource_of_r4_is_listed(entry: Any, at: str) -> None:
    found = opened(held(entry))
    assert found.held == ()
    (left,) = found.unusable
    assert left.at == at
    assert "Canarywort" not in left.why


def test_an_entry_that_deletes_is_no_fault() -> None:
    found = opened(held({"request": {"method": "DELETE", "url": "Patient/p"}}))
    assert found == ((), ())


@pytest.mark.parametrize("entries", [None, []])
def test_an_empty_bundle_opens(entries: Any) -> None:
    assert opened({"resourceType": "Bundle", "entry": entries}) == ((), ())
