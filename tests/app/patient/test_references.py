"""Where references lead, and where they lead nowhere."""

import pytest

from app.patient.bundle import Held
from app.patient.element import Element
from app.patient.references import References

BASE = "https://ehr.example/fhir"


def held(name: str, full_url: str, **content: object) -> Held:
    return Held("Medication", f"Medication/{name}", full_url, Element(content, f"Bundle.{name}"))


NAMED = held("a", "")
BY_UUID = held("b", "urn:uuid:0b")
BY_URL = held("c", f"{BASE}/Medication/c")
OWNER = held("owner", "", contained=[{"resourceType": "Medication", "id": "inside"}, None, 5])


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("Medication/a", NAMED),
        ("Medication/a/_history/3", NAMED),
        ("Medication/b", BY_UUID),
        ("urn:uuid:0b", BY_UUID),
        ("Medication/c", BY_URL),
        (f"{BASE}/Medication/c", BY_URL),
        (f"{BASE}/Medication/c/_history/1", BY_URL),
        (f"{BASE}/Medication/a", NAMED),
        ("https://elsewhere.example/Medication/c", None),
        ("urn:uuid:0c", None),
        ("urn:uuid:a", NAMED),
        ("urn:uuid:b", None),
        ("Medication/z", None),
        ("Patient/a", None),
        ("#none", None),
        ("#", None),
        ("", None),
        ("not a reference at all", None),
    ],
)
def test_a_reference_leads_to_what_it_names_and_nowhere_else(
    reference: str, target: Held | None
) -> None:
    found = References((NAMED, BY_UUID, BY_URL)).target(
        Element({"reference": reference}, "Bundle"), OWNER
    )
    assert found is target


def test_what_is_contained_is_cited_as_its_owner() -> None:
    found = References(()).target(Element({"reference": "#inside"}, "Bundle"), OWNER)
    assert found
    assert (found.label, found.content.at) == ("Medication/owner", "Bundle.owner.contained[0]")
