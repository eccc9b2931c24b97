"""The whole way from a bundle to a record."""

from datetime import date

import pytest

from app.domain.errors import UnusableRecord
from app.domain.ports.record import RecordReader
from app.domain.record import PatientRecord
from tests.app.patient.bundles import (
    SUBJECT,
    TODAY,
    Json,
    allergy,
    as_bytes,
    bundle,
    condition,
    fault,
    observation,
    patient,
    procedure,
    quantity,
    read,
    reader,
    request,
)


def test_it_is_read_as_of_today_or_of_a_day_that_is_given() -> None:
    port: RecordReader = reader()
    assert port.read(bundle()).as_of == TODAY
    assert port.read(bundle(), date(2025, 1, 1)).as_of == date(2025, 1, 1)


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(2026, 6, 3), date(1, 1, 1)])
def test_a_day_that_cannot_be_is_refused(day: date) -> None:
    with pytest.raises(UnusableRecord, match="lies in the future, or before 1900"):
        reader().read(as_bytes(bundle()), day)


def test_bytes_and_what_they_were_parsed_to_read_the_same() -> None:
    content = bundle(condition(), observation(valueQuantity=quantity(4)))
    assert reader().read(content) == reader().read(as_bytes(content))


def test_one_of_each_kind_is_an_entry() -> None:
    record = read(condition(), allergy(), request(), observation(valueString="x"), procedure())
    assert sorted(one.kind for one in record.entries) == [
        "allergy", "medicine", "problem", "procedure", "result",
    ]  # fmt: skip
    assert not record.unusable
    assert (record.patient, record.born and record.born.text) == ("Patient/p", "1960-02-03")


def test_the_newest_stand_first_and_the_undated_last() -> None:
    stated = {
        "old": "2020-01-01",
        "morning": "2026-05-01T08:00:00Z",
        "evening": "2026-05-01T18:00:00Z",
        "partial": "2021",
        "undated": None,
    }
    record = read(
        *(
            observation(id=name, valueString="x", effectiveDateTime=on)
            for name, on in stated.items()
        )
    )
    assert [one.resource.removeprefix("Observation/") for one in record.entries] == [
        "evening", "morning", "partial", "old", "undated",
    ]  # fmt: skip


def test_one_bad_resource_is_listed_and_the_rest_goes_on() -> None:
    record = read(condition(code={"text": 5}), request())
    assert [one.kind for one in record.entries] == ["medicine"]
    (left,) = record.unusable
    assert left.at == "Bundle.entry[1].resource.code.text"


def test_other_types_are_ignored_without_validation() -> None:
    record = read({"resourceType": "Claim", "nonsense": 1}, {"resourceType": "Practitioner"})
    assert (record.entries, record.unusable) == ((), ())


@pytest.mark.parametrize(
    ("subject", "at"),
    [
        ({"reference": "Patient/other"}, "subject.reference"),
        ({"reference": "Group/p"}, "subject.reference"),
        ({"reference": "urn:uuid:0"}, "subject.reference"),
        ({"display": "Canarywort"}, "subject"),
        ({"identifier": {"value": "Canarywort"}}, "subject"),
    ],
)
def test_what_is_of_another_person_is_left_out(subject: Json, at: str) -> None:
    where, why = fault(condition(subject=subject))
    assert where == at
    assert "Canarywort" not in why


def test_an_allergy_of_another_patient_is_left_out() -> None:
    assert fault(allergy(patient={"reference": "Patient/other"}))[0] == "patient.reference"


@pytest.mark.parametrize(
    "reference", ["urn:uuid:1f0", "Patient/p", "https://ehr.example/fhir/Patient/p"]
)
def test_the_patient_is_known_by_every_reference_to_it(reference: str) -> None:
    content = bundle(condition(subject={"reference": reference}))
    content["entry"][0]["fullUrl"] = "urn:uuid:1f0"
    assert len(reader().read(content).entries) == 1


def test_an_observation_without_a_subject_is_of_whom_the_bundle_is() -> None:
    assert len(read(observation(valueString="x", subject=None)).entries) == 1


def test_the_same_resource_twice_is_read_once() -> None:
    assert len(read(condition(), condition()).entries) == 1


def test_the_same_resource_sent_twice_at_other_times_is_read_once() -> None:
    early, late = ({"lastUpdated": f"2026-01-0{day}T00:00:00Z"} for day in (1, 2))
    record = read(condition(meta=early), condition(meta=late))
    assert (len(record.entries), record.unusable) == (1, ())


def test_of_one_id_with_two_contents_neither_is_used() -> None:
    record = read(condition("Asthma"), condition("Gout"))
    assert record.entries == ()
    assert [left.at for left in record.unusable] == [
        "Bundle.entry[1].resource",
        "Bundle.entry[2].resource",
    ]


def test_one_id_of_two_types_is_two_resources() -> None:
    assert len(read(condition(id="1"), request(id="1")).entries) == 2


def test_resources_without_an_id_are_told_apart_by_their_place() -> None:
    record = read(condition("Asthma", id=None), condition("Gout", id=None))
    assert {one.resource for one in record.entries} == {"Condition/entry-1", "Condition/entry-2"}


def test_old_results_are_marked() -> None:
    record = read(
        observation("Creatinine", id="new", valueString="x", effectiveDateTime="2026-05-01"),
        observation("Creatinine", id="old", valueString="x", effectiveDateTime="2020-05-01"),
    )
    assert [(one.resource, one.stale) for one in record.entries] == [
        ("Observation/new", False),
        ("Observation/old", True),
    ]


def test_a_record_keeps_its_words_out_of_its_repr() -> None:
    record: PatientRecord = read(condition("Canarywort"))
    assert "Canarywort" not in f"{record} {record!r}"


def test_a_modifier_that_is_not_known_leaves_its_resource_out() -> None:
    negated = condition(modifierExtension=[{"url": "https://x.example/not", "valueBoolean": True}])
    assert fault(negated)[0] == "modifierExtension"


def test_a_lone_patient_is_told_to_be_wrapped() -> None:
    with pytest.raises(UnusableRecord, match="Wrap it"):
        reader().read(as_bytes(patient()))


def test_an_empty_record_is_a_record() -> None:
    record = read()
    assert (record.entries, record.unusable) == ((), ())
    assert SUBJECT["reference"] == record.patient


def test_more_resources_than_can_be_read_in_time_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.patient.reader.MOST", 2)
    assert len(read(condition(id="1"), condition(id="2"), {"resourceType": "Claim"}).entries) == 2
    with pytest.raises(UnusableRecord, match="more than 2 resources") as caught:
        read(*(condition(id=str(number)) for number in range(3)))
    assert caught.value.path == "Bundle.entry"


def test_what_is_left_out_stands_in_the_order_of_the_bundle() -> None:
    strange = condition(subject={"reference": "Patient/other"}, id="s")
    record = read(strange, condition(code={"text": 5}, id="b"), None)
    assert [left.at for left in record.unusable] == [
        "Bundle.entry[1].resource.subject.reference",
        "Bundle.entry[2].resource.code.text",
        "Bundle.entry[3]",
    ]
