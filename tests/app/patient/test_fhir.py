"""What the R4 models refuse, as paths and reasons without a word of the resource."""

import pytest

from app.patient.fhir import READ, faults
from tests.app.patient.bundles import Json, administration, observation

WORD = "Canarywort"


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        (observation(valueQuantity={"value": WORD}), ".valueQuantity.value"),
        (observation(code=WORD), ".code"),
        (observation(code={"coding": [{"code": 5}]}), ".code.coding[0].code"),
        (observation(code={"coding": [{}, {"code": [WORD]}]}), ".code.coding[1].code"),
        (observation(code=None), ".code"),
        (observation(effectiveDateTime=WORD), ".effectiveDateTime"),
        (observation(canarywort=WORD), ".canarywort"),
        ({**observation(), f"{WORD} of": 1}, ""),
        (observation(component=[{"code": {"text": 5}}]), ".component[0].code.text"),
        (observation(valueString=WORD, valueBoolean=True), ".value[x]"),
        (administration(effectiveDateTime=None), ".effective[x]"),
        (observation(extension=[{"url": WORD, "resource": {}}]), ".extension[0].resource"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_its_path(resource: Json, path: str) -> None:
    found = faults(resource["resourceType"], resource)
    assert path in [fault.path for fault in found]
    assert not any(WORD in fault.path + fault.why for fault in found)


def test_a_contained_type_that_r4_does_not_have_is_a_fault_and_no_crash() -> None:
    assert faults("Observation", observation(contained=[{"resourceType": WORD}]))


@pytest.mark.parametrize("kind", READ)
def test_every_type_that_is_read_has_a_model(kind: str) -> None:
    assert faults(kind, {"resourceType": "Bundle"})


def test_what_is_r4_has_no_fault() -> None:
    assert faults("Observation", observation(valueString="x")) == ()
