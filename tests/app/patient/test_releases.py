"""Bundles of other releases of FHIR are refused as a whole; R4's own are not."""

from typing import Any

import pytest

from app.domain.errors import UnusableRecord
from tests.app.patient.bundles import (
    Json,
    allergy,
    bundle,
    condition,
    observation,
    patient,
    procedure,
    read,
    reader,
    request,
    statement,
)

HL7 = "http://hl7.org/fhir"


@pytest.mark.parametrize(
    ("resource", "release", "element"),
    [
        (request(medication={"concept": {"text": "Warfarin"}}), "R5", "medication"),
        (statement(medication={"concept": {"text": "Warfarin"}}), "R5", "medication"),
        (procedure(occurrenceDateTime="2020-01-01"), "R5", "occurrenceDateTime"),
        ({"resourceType": "Encounter", "class": [{"text": "x"}]}, "R5", "class"),
        (condition(clinicalStatus="active"), "STU3", "clinicalStatus"),
        (allergy(verificationStatus="confirmed"), "STU3", "verificationStatus"),
        (condition(assertedDate="2020-01-01"), "STU3", "assertedDate"),
        (statement(taken="n"), "STU3", "taken"),
        (procedure(notDone=True), "STU3", "notDone"),
        (observation(comment="x"), "STU3", "comment"),
        (statement(wasNotTaken=True), "DSTU2", "wasNotTaken"),
    ],
)
def test_a_form_that_r4_does_not_have_shows_the_release(
    resource: Json, release: str, element: str
) -> None:
    with pytest.raises(UnusableRecord, match=f"FHIR {release}, not in R4") as caught:
        read(resource)
    assert caught.value.path == f"Bundle.entry[1].resource.{element}"


@pytest.mark.parametrize(
    "profile",
    [
        f"{HL7}/StructureDefinition/Patient|5.0.0",
        f"{HL7}/StructureDefinition/Patient|3.0.2",
        f"{HL7}/STU3/StructureDefinition/Patient",
        f"{HL7}/5.0/StructureDefinition/Patient",
    ],
)
def test_a_profile_of_another_release_is_refused(profile: str) -> None:
    with pytest.raises(UnusableRecord) as caught:
        read(of=patient(meta={"profile": [profile]}))
    assert caught.value.path == "Bundle.entry[0].resource.meta.profile[0]"


@pytest.mark.parametrize(
    "profile",
    [
        f"{HL7}/StructureDefinition/Patient",
        f"{HL7}/StructureDefinition/Patient|4.0.1",
        f"{HL7}/us/core/StructureDefinition/us-core-patient|3.1.1",
        f"{HL7}/uv/ips/StructureDefinition/Patient-uv-ips|1.1.0",
        "https://fhir.example/R5/StructureDefinition/Patient",
        "5.0.0",
    ],
)
def test_the_version_of_somebody_elses_profile_is_not_that_of_fhir(profile: str) -> None:
    assert read(of=patient(meta={"profile": [profile]})).patient == "Patient/p"


@pytest.mark.parametrize(
    ("version", "accepted"), [("4.0.1", True), ("5.0.0", False), ("3.0.2", False)]
)
def test_a_stated_version_counts(version: str, accepted: bool) -> None:
    content: dict[str, Any] = {**bundle(), "fhirVersion": version}
    if accepted:
        assert reader().read(content).patient == "Patient/p"
        return
    with pytest.raises(UnusableRecord) as caught:
        reader().read(content)
    assert caught.value.path == "Bundle.fhirVersion"
