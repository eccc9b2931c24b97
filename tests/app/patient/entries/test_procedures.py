"""What was done to a patient, when, and why."""

import pytest

from tests.app.patient.bundles import Json, condition, entry, event, fault, procedure, read


@pytest.mark.parametrize(
    ("status", "done"),
    [("completed", True), ("in-progress", True), ("stopped", True), ("not-done", False),
     ("preparation", False), ("on-hold", False), ("unknown", False)],
)  # fmt: skip
def test_a_procedure_was_done_or_not(status: str, done: bool) -> None:
    assert event(entry(procedure(status=status))).done is done


@pytest.mark.parametrize(
    ("elements", "on"),
    [
        ({"performedDateTime": "2019-05"}, "2019-05"),
        ({"performedPeriod": {"start": "2019-05-03", "end": "2019-05-04"}}, "2019-05-03"),
        ({"performedString": "around 2001"}, "2001"),
        ({"performedAge": {"value": 40, "code": "a"}}, "2000-02-03/2001-02-02"),
        ({}, None),
    ],
)
def test_when_a_procedure_was_done(elements: Json, on: str | None) -> None:
    found = entry(procedure(**elements)).on
    assert (found.text if found else None) == on


def test_the_reason_is_told_from_the_problem_it_refers_to() -> None:
    record = read(
        procedure(reasonReference=[{"reference": "Condition/c"}]), condition("Gallstones", id="c")
    )
    assert [event(one).words for one in record.entries if one.kind == "procedure"] == [
        "for Gallstones"
    ]


def test_a_performed_age_in_the_future_is_impossible() -> None:
    assert fault(procedure(performedAge={"value": 90, "code": "a"}))[0] == "performed[x]"


def test_a_planned_procedure_may_lie_in_the_future() -> None:
    found = entry(procedure(status="preparation", performedDateTime="2026-09-01"))
    assert found.on
    assert found.on.text == "2026-09-01"


def test_a_procedure_is_known_by_the_condition_it_treats() -> None:
    assert "dialysis" in entry(procedure("Haemodialysis")).known_as
