"""Forty synthetic records of Synthea, where those are at ../shared/data: read whole, and held
against their JSON. Not a word of them stands here, only ids and paths."""

import json
import tarfile
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from app.domain.record import Course, MedicineEntry, PatientRecord, ProblemEntry
from tests.app.patient.bundles import reader

ARCHIVE: Final = Path(__file__).parents[4] / "shared/data/fhir/synthea_r4_40.tar.gz"
pytestmark = pytest.mark.skipif(
    not ARCHIVE.is_file(), reason="the public records are not at ../shared/data"
)
KINDS: Final = {
    "AllergyIntolerance": "allergy",
    "Condition": "problem",
    "DiagnosticReport": "report",
    "Encounter": "encounter",
    "Immunization": "immunization",
    "MedicationRequest": "medicine",
    "Procedure": "procedure",
}
SPOTS: Final = [
    # id of a resource, path in it, path in the entry that was read from it
    ("76bc2bcd-3074-46b9-bc18-18daf50825a2", "birthDate", "born.text"),
    ("6099858f-4c54-4c3e-a3f3-01e678457cc0", "gender", "sex"),
    ("bae2bf00-eca1-47fb-bb43-272f8de1449c", "gender", "sex"),
    ("66c50e41-41a0-4061-9a4d-d8955ac7313f", "code.text", "name"),
    ("98384561-4fc9-4cb3-920e-a365eb9d8ee7", "onsetDateTime", "on"),
    ("5d73bc3f-7f5d-4353-bbcb-379bc3068332", "abatementDateTime", "until"),
    ("098ff338-8395-4244-bdfb-5558fe6fa510", "code.coding.0.code", "codings.0.code"),
    ("eb872069-3f45-4f46-b3a6-d9b3e6eaed70", "abatementDateTime", "until"),
    ("eb0e2385-773b-4315-9a70-46d510f0cc76", "medicationCodeableConcept.text", "name"),
    ("d1ff3205-ec3a-435b-ae9b-715bac802268", "authoredOn", "on"),
    (
        "1b0c630b-cfc7-42f8-9624-5ce93a3fea94",
        "medicationCodeableConcept.coding.0.code",
        "codings.0.code",
    ),
    ("152b99d8-a318-40ad-af6f-70eedb00807b", "code.text", "name"),
    ("c19963a7-8b3b-4912-95c8-896eecc8f3b8", "recordedDate", "on"),
    ("765b83c1-aa02-4ca7-b436-e78d94599894", "valueQuantity.value", "amount.low"),
    ("acf6b054-a2d0-4ecb-9e61-63d127d68745", "valueQuantity.value", "amount.high"),
    ("614afbcd-e801-4939-bb16-6908a8597af0", "valueQuantity.value", "amount.low"),
    ("2e1937c1-b8f1-4655-9c6d-3741f0a5d569", "code.coding.0.code", "codings.0.code"),
    ("61f381bf-ec5c-41d8-919c-4b3d02eeb11e", "valueCodeableConcept.text", "words"),
    ("e97e6a5b-2db4-41b9-b484-445ce4e8387f", "effectiveDateTime", "on"),
    ("b60535b0-c31e-41b2-b270-cba34d9144f4", "component.0.valueQuantity.value", "amount.low"),
    ("9de1a3bc-4c4a-4f5f-b74b-d6e8195f6658", "performedPeriod.start", "on"),
    ("0c0adfeb-9a00-436b-a0c0-9760fe353496", "performedPeriod.end", "until"),
    ("82b53372-fe9c-4bbe-90bc-9ae1c5524adc", "type.0.text", "name"),
    ("228c1d96-c110-4763-b947-c6be8d5b56e7", "period.end", "until"),
    ("b431ebe7-2ba4-4073-ad10-a63fdfc20b15", "vaccineCode.coding.0.code", "codings.0.code"),
    ("fe774d5d-2b15-40a2-aa4e-aafc99b7655a", "effectiveDateTime", "on"),
]


@cache
def read() -> tuple[tuple[dict[str, Any], PatientRecord], ...]:
    with tarfile.open(ARCHIVE) as archive:
        members = sorted(one.name for one in archive.getmembers() if one.name.endswith(".json"))
        texts = [archive.extractfile(name) for name in members]
        contents = [text.read() for text in texts if text]
    return tuple((json.loads(text), reader().read(text)) for text in contents)


def resources(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"]]


def test_every_bundle_is_read_whole() -> None:
    assert len(read()) == 40
    for _, record in read():
        assert record.unusable == ()


def test_every_resource_that_is_read_gives_its_entries() -> None:
    for bundle, record in read():
        wanted: Counter[str] = Counter()
        for one in resources(bundle):
            if one["resourceType"] in KINDS:
                wanted[KINDS[one["resourceType"]]] += 1
            elif one["resourceType"] == "Observation":
                own = sum(name.startswith("value") for name in one)
                wanted["result"] += own + len(one.get("component", []))
        assert Counter(entry.kind for entry in record.entries) == +wanted


def test_courses_are_the_statuses_of_the_json() -> None:
    for bundle, record in read():
        problems, medicines = Counter[Course](), Counter[Course]()
        for one in resources(bundle):
            if one["resourceType"] == "Condition":
                active = one["clinicalStatus"]["coding"][0]["code"] == "active"
                history = one["code"]["text"].startswith("History of")
                problems[Course.ACTIVE if active and not history else Course.PAST] += 1
            if one["resourceType"] == "MedicationRequest":
                medicines[Course.ACTIVE if one["status"] == "active" else Course.PAST] += 1
        entries = record.entries
        assert Counter(one.course for one in entries if isinstance(one, MedicineEntry)) == medicines
        assert Counter(one.course for one in entries if isinstance(one, ProblemEntry)) == problems


def test_entries_stand_newest_first_and_none_is_undated() -> None:
    for _, record in read():
        days = [entry.on.first for entry in record.entries if entry.on]
        assert days == sorted(days, reverse=True)
        assert len(days) == len(record.entries)


@pytest.mark.parametrize(("resource_id", "path", "attribute"), SPOTS)
def test_a_fact_is_the_one_at_its_path(resource_id: str, path: str, attribute: str) -> None:
    for bundle, record in read():
        for resource in resources(bundle):
            if resource["id"] == resource_id:
                stated = at(resource, path)
                told = [at(one, attribute) for one in sources(record, resource, path)]
                assert told == [stated[:10] if attribute in {"on", "until"} else stated]
                return
    pytest.fail("no such resource")


def sources(record: PatientRecord, resource: dict[str, Any], path: str) -> list[Any]:
    """What was read of the resource, or of the component that the path is of."""
    label = f"{resource['resourceType']}/{resource['id']}"
    if record.patient == label:
        return [record]
    part = "component[0]" if path.startswith("component") else ""
    return [one for one in record.entries if one.resource == label and one.at.endswith(part)]


def at(value: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(value, list | tuple):
            value = value[int(step)]
        else:
            value = value[step] if isinstance(value, dict) else getattr(value, step)
    if hasattr(value, "first"):
        assert isinstance(value.first, date)
        return value.text
    return value
