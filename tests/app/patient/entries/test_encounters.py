"""Visits and stays."""

import pytest

from tests.app.patient.bundles import Json, encounter, entry, event, fault


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
