"""Observations: values of all kinds, components, what has no value, what is not final."""

from typing import Any

import pytest

from app.domain.record import Course
from tests.app.patient.bundles import (
    LOINC,
    Json,
    entry,
    fault,
    observation,
    quantity,
    read,
    result,
)


def coded(code: str, text: str = "") -> Json:
    return {"coding": [{"system": LOINC, "code": code}], "text": text}


def test_a_quantity_is_read_with_its_unit_and_as_written() -> None:
    found = result(entry(observation(valueQuantity=quantity(4.2))))
    assert found.amount
    assert (found.amount.value, found.amount.unit, found.amount.written) == (
        4.2,
        "mmol/L",
        "4.2 mmol/L",
    )


def test_digits_are_kept_as_they_were_written() -> None:
    found = result(entry(observation("HbA1c", valueQuantity=quantity("7.40", "%"))))
    assert found.amount
    assert found.amount.written == "7.40 %"
    assert found.amount.value == 7.4


def test_a_comparator_leaves_one_side_open() -> None:
    found = result(
        entry(observation("Something", valueQuantity={**quantity(0.5), "comparator": "<"}))
    )
    assert found.amount
    assert (found.amount.low, found.amount.high, found.amount.value) == (None, 0.5, None)


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        ({"valueCodeableConcept": {"text": "Positive"}}, "Positive"),
        ({"valueString": "clear, colourless"}, "clear, colourless"),
        ({"valueBoolean": True}, "yes"),
        ({"valueBoolean": False}, "no"),
        ({"valueDateTime": "2026-01"}, "2026-01"),
        ({"valueTime": "08:30:00"}, "08:30:00"),
        (
            {"valuePeriod": {"start": "2026-01-01", "end": "2026-02-01"}},
            "from 2026-01-01 to 2026-02-01",
        ),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1:128"),
    ],
)  # fmt: skip
def test_a_result_in_words(elements: Json, words: str) -> None:
    found = result(entry(observation("Something", **elements)))
    assert (found.words, found.amount) == (words, None)


@pytest.mark.parametrize(
    ("elements", "low", "high"),
    [
        ({"valueInteger": 3}, 3, 3),
        ({"valueString": "5-7"}, 5, 7),
        ({"valueRange": {"low": {"value": 5}, "high": {"value": 7}}}, 5, 7),
    ],
)
def test_a_number_that_is_not_a_quantity(elements: Json, low: float, high: float) -> None:
    found = result(entry(observation("Something", **elements)))
    assert found.amount
    assert (found.amount.low, found.amount.high) == (low, high)


def test_each_component_is_a_result_of_its_own() -> None:
    pressure = observation(
        "Blood pressure",
        component=[
            {"code": {"text": "Systolic"}, "valueQuantity": quantity(120, "mm[Hg]")},
            {"code": {"text": "Diastolic"}, "valueQuantity": quantity(80, "mm[Hg]")},
        ],
    )
    record = read(pressure)
    assert {(one.name, one.at, one.resource) for one in record.entries} == {
        ("Systolic", "Bundle.entry[1].resource.component[0]", "Observation/x"),
        ("Diastolic", "Bundle.entry[1].resource.component[1]", "Observation/x"),
    }
    assert not record.unusable


def test_a_component_without_a_value_leaves_the_others() -> None:
    record = read(
        observation(
            "Blood pressure",
            component=[
                {"code": {"text": "Systolic"}, "valueQuantity": quantity(120, "mm[Hg]")},
                {"code": {"text": "Diastolic"}, "dataAbsentReason": {"text": "not measured"}},
            ],
        )
    )
    assert [one.name for one in record.entries] == ["Systolic"]
    assert [one.at for one in record.unusable] == ["Bundle.entry[1].resource.component[1]"]


@pytest.mark.parametrize(
    ("elements", "at"),
    [
        ({}, ""),
        ({"dataAbsentReason": {"text": "refused"}}, "dataAbsentReason"),
        ({"valueQuantity": {"unit": "mg"}}, "valueQuantity"),
        ({"status": "entered-in-error", "valueString": "x"}, "status"),
        ({"status": "cancelled", "valueString": "x"}, "status"),
        ({"status": "done", "valueString": "x"}, "status"),
        ({"valueString": "x", "code": {}}, "code"),
        ({"valueString": "x", "effectiveDateTime": "2026-06-03"}, "effectiveDateTime"),
        ({"valueString": "x" * 2001}, "valueString"),
        ({"valueString": "x", "focus": [{"reference": "RelatedPerson/child"}]}, "focus[0]"),
        (
            {"valueSampledData": {"origin": {"value": 0}, "period": 1, "dimensions": 1}},
            "valueSampledData",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_left_out(elements: Json, at: str) -> None:
    assert fault(observation(**elements))[0] == at


def test_an_observation_that_groups_others_has_no_entry() -> None:
    record = read(observation("Panel", hasMember=[{"reference": "Observation/y"}]))
    assert (record.entries, record.unusable) == ((), ())


@pytest.mark.parametrize(
    ("status", "final"),
    [("final", True), ("amended", True), ("corrected", True), ("preliminary", False),
     ("registered", False), ("unknown", False)],
)  # fmt: skip
def test_what_is_not_final_says_so(status: str, final: bool) -> None:
    assert result(entry(observation(status=status, valueString="x"))).final is final


@pytest.mark.parametrize(
    ("elements", "on"),
    [
        ({"effectiveDateTime": "2026-05-03T23:30:00-05:00"}, "2026-05-03"),
        ({"effectiveInstant": "2026-05-03T00:30:00+09:00"}, "2026-05-03"),
        ({"effectivePeriod": {"start": "2026-05-03", "end": "2026-05-04"}}, "2026-05-04"),
        ({"effectiveTiming": {"event": ["2026-05-03"]}}, "2026-05-03"),
        ({"issued": "2026-05-03T10:00:00Z"}, "2026-05-03"),
        ({}, None),
    ],
)
def test_the_date_is_the_one_that_is_written(elements: Json, on: str | None) -> None:
    stated: dict[str, Any] = {"effectiveDateTime": None, **elements}
    found = entry(observation(valueString="x", **stated))
    assert (found.on.text if found.on else None) == on


def test_the_method_is_part_of_the_name() -> None:
    found = entry(
        observation("eGFR", valueQuantity=quantity(50, "mL/min"), method={"text": "MDRD"})
    )
    assert found.name == "eGFR (MDRD)"


def test_a_value_no_living_person_has_is_told_and_has_no_standard() -> None:
    record = read(
        observation(code=coded("29463-7", "Body Weight"), valueQuantity=quantity(7000, "kg"))
    )
    (found,) = record.entries
    assert result(found).standard is None
    assert result(found).amount
    (left,) = record.unusable
    assert left.at == "Bundle.entry[1].resource.valueQuantity"


def test_a_known_analyte_has_its_value_in_its_own_unit() -> None:
    found = result(
        entry(observation(code=coded("29463-7", "Body Weight"), valueQuantity=quantity(154, "lb")))
    )
    assert found.standard
    assert found.standard.unit == "kg"
    assert found.standard.value == pytest.approx(69.85, abs=0.01)


def test_a_pregnancy_status_is_a_state_that_lasts() -> None:
    stated = observation(
        code=coded("82810-3", "Pregnancy status"), valueCodeableConcept={"text": "Pregnant"}
    )
    assert result(entry(stated)).course is Course.ACTIVE
    assert result(entry(observation(valueString="x"))).course is Course.PAST
