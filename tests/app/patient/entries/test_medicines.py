"""Whether a medicine is taken today, by each resource that can say so."""

from typing import Any

import pytest

from app.domain.record import Course
from tests.app.patient.bundles import (
    Json,
    administration,
    entry,
    fault,
    medicine,
    request,
    statement,
)

PASSED = {"end": "2026-03-01"}
TO_COME = {"end": "2026-09-01"}


@pytest.mark.parametrize(
    ("status", "course"),
    [
        ("active", Course.ACTIVE),
        ("on-hold", Course.UNKNOWN),
        ("unknown", Course.UNKNOWN),
        ("completed", Course.PAST),
        ("stopped", Course.PAST),
        ("cancelled", Course.PAST),
    ],
)
def test_a_request_stands_as_its_status_says(status: str, course: Course) -> None:
    assert medicine(entry(request(status=status))).course is course


@pytest.mark.parametrize(
    ("elements", "at"),
    [
        ({"status": "draft"}, "status"),
        ({"status": "entered-in-error"}, "status"),
        ({"status": "going-on"}, "status"),
        ({"status": None}, "status"),
        ({"intent": "proposal"}, "intent"),
        ({"intent": "plan"}, "intent"),
        ({"intent": "option"}, "intent"),
        ({"intent": "wish"}, "intent"),
        ({"doNotPerform": True}, "doNotPerform"),
        ({"authoredOn": "2026-07-01"}, "authoredOn"),
        ({"authoredOn": "1959-01-01"}, "authoredOn"),
        ({"medicationCodeableConcept": None}, "medication[x]"),
    ],
)
def test_what_nobody_was_told_to_take_is_left_out(elements: Json, at: str) -> None:
    assert fault(request(**elements))[0] == at


def test_a_reported_plan_is_what_the_patient_takes_unprescribed() -> None:
    assert medicine(entry(request(intent="plan", reportedBoolean=True))).course is Course.ACTIVE


@pytest.mark.parametrize(
    ("elements", "course", "until"),
    [
        ({"dispenseRequest": {"validityPeriod": PASSED}}, Course.UNKNOWN, "2026-03-01"),
        ({"dispenseRequest": {"validityPeriod": TO_COME}}, Course.ACTIVE, "2026-09-01"),
        (
            {
                "dispenseRequest": {
                    "expectedSupplyDuration": {"value": 30, "code": "d"},
                    "numberOfRepeatsAllowed": 1,
                }
            },
            Course.UNKNOWN,
            "2026-03-06",
        ),
        (
            {"dosageInstruction": [{"timing": {"repeat": {"boundsPeriod": PASSED}}}]},
            Course.UNKNOWN,
            "2026-03-01",
        ),
    ],
)
def test_an_active_request_whose_end_has_passed_is_not_certain(
    elements: Json, course: Course, until: str
) -> None:
    found = medicine(entry(request(**elements)))
    assert found.course is course
    assert found.until
    assert found.until.text == until


@pytest.mark.parametrize(
    ("elements", "course"),
    [
        ({"status": "active"}, Course.ACTIVE),
        ({"status": "completed"}, Course.PAST),
        ({"status": "stopped"}, Course.PAST),
        ({"status": "on-hold"}, Course.UNKNOWN),
        ({"status": "unknown"}, Course.UNKNOWN),
        ({"effectivePeriod": {"start": "2020-01-01"}}, Course.ACTIVE),
        ({"effectivePeriod": {"start": "2020-01-01", "end": "2021-01-01"}}, Course.UNKNOWN),
    ],
)
def test_a_statement_stands_as_its_status_and_period_say(elements: Json, course: Course) -> None:
    assert medicine(entry(statement(**elements))).course is course


@pytest.mark.parametrize("status", ["not-taken", "intended", "entered-in-error", "nonsense"])
def test_a_statement_that_it_is_not_taken_is_no_medicine(status: str) -> None:
    assert fault(statement(status=status))[0] == "status"


@pytest.mark.parametrize(
    ("elements", "course"),
    [
        ({"status": "in-progress", "effectiveDateTime": "2026-05-30"}, Course.ACTIVE),
        ({"effectiveDateTime": "2026-05-30T08:00:00Z"}, Course.UNKNOWN),
        ({"effectiveDateTime": "2026-05-01T08:00:00Z"}, Course.PAST),
        ({"effectivePeriod": {"start": "2026-05-01", "end": "2026-05-31"}}, Course.UNKNOWN),
    ],
)
def test_a_dose_given_in_the_last_days_may_still_act(elements: Json, course: Course) -> None:
    found = medicine(entry(administration(**{"effectiveDateTime": None, **elements})))
    assert found.course is course


def test_a_dose_that_was_not_given_is_left_out() -> None:
    given: dict[str, Any] = {"status": "not-done", "effectiveDateTime": "2026-05-30"}
    assert fault(administration(**given))[0] == "status"


def test_what_was_given_is_told() -> None:
    dose = {"dose": {"value": 5000, "unit": "units"}, "route": {"text": "subcutaneous"}}
    found = entry(administration(effectiveDateTime="2026-05-01", dosage=dose))
    assert medicine(found).dosage == "5000 units subcutaneous"
