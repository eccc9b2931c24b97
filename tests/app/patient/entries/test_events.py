"""Procedures, encounters, reports and immunizations: what was done, and what was not."""

import pytest

from tests.app.patient.bundles import SUBJECT, Json, condition, entry, event, fault, procedure, read


def encounter(**elements: object) -> Json:
    return {
        "resourceType": "Encounter", "id": "x", "status": "finished", "subject": SUBJECT,
        "class": {"code": "AMB", "display": "ambulatory"}, **elements,
    }  # fmt: skip


def report(**elements: object) -> Json:
    return {
        "resourceType": "DiagnosticReport", "id": "x", "status": "final", "subject": SUBJECT,
        "code": {"text": "Chest X-ray"}, "effectiveDateTime": "2026-05-01", **elements,
    }  # fmt: skip


def immunization(**elements: object) -> Json:
    return {
        "resourceType": "Immunization", "id": "x", "status": "completed", "patient": SUBJECT,
        "vaccineCode": {"text": "Influenza"}, "occurrenceDateTime": "2026-05-01", **elements,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "done"),
    [("completed", True), ("in-progress", True), ("stopped", True), ("not-done", False),
     ("preparation", False), ("on-hold", False), ("unknown", False)],
)  # fmt: skip
def test_a_procedure_was_done_or_not(status: str, done: bool) -> None:
    assert event(entry(procedure(status=status))).done is done


@pytest.mark.parametrize("made", [procedure, encounter, report, immunization])
@pytest.mark.parametrize("status", ["entered-in-error", "perhaps"])
def test_what_was_entered_in_error_is_left_out(made: type, status: str) -> None:
    assert fault(made(status=status))[0] == "status"


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


@pytest.mark.parametrize(
    ("elements", "name"),
    [
        ({"type": [{"text": "Check-up"}]}, "Check-up"),
        ({"serviceType": {"text": "Cardiology"}}, "Cardiology"),
        ({}, "ambulatory"),
    ],
)
def test_an_encounter_is_named_by_what_it_states(elements: Json, name: str) -> None:
    assert entry(encounter(**elements)).name == name


def test_a_planned_encounter_may_lie_in_the_future() -> None:
    found = event(entry(encounter(status="planned", period={"start": "2026-09-01"})))
    assert (found.done, found.on and found.on.text) == (False, "2026-09-01")


def test_a_finished_encounter_may_not() -> None:
    assert fault(encounter(period={"start": "2026-09-01"}))[0] == "period.start"


def test_a_period_that_ends_before_it_starts_is_left_out() -> None:
    assert fault(encounter(period={"start": "2020-09-02", "end": "2020-09-01"}))[0] == "period"


def test_a_report_tells_its_conclusion_and_that_it_is_preliminary() -> None:
    found = event(entry(report(status="preliminary", conclusion="No focal change.")))
    assert found.words == "preliminary; No focal change."


def test_a_conclusion_too_long_to_give_whole_is_left_out_and_the_report_stays() -> None:
    record = read(report(conclusion="x" * 5000))
    assert [event(one).words for one in record.entries] == [""]
    assert len(record.unusable) == 1


def test_a_vaccine_that_was_not_given_says_so() -> None:
    found = event(entry(immunization(status="not-done", statusReason={"text": "refused"})))
    assert (found.done, found.words) == (False, "not done; refused")
