"""Whose turn a job is, on the fake and on every database."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.ports.retention import Turns
from app.governance.turns import StoredTurns
from tests.feedback import FakeTurns
from tests.governance_sites import KINDS, site_on
from tests.people import NOON


@pytest.fixture(params=["fake", *KINDS])
def turns(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Turns]:
    if request.param == "fake":
        yield FakeTurns()
        return
    with site_on(request.param, tmp_path) as site:
        yield StoredTurns(site.store())


def test_a_turn_is_taken_once_in_its_hours(turns: Turns) -> None:
    assert turns.take("one", NOON, 23)
    assert not turns.take("one", NOON, 23)
    assert turns.take("two", NOON, 23)
    assert not turns.take("one", NOON + timedelta(hours=22.9), 23)
    assert turns.take("one", NOON + timedelta(hours=23), 23)


def test_a_clock_that_was_set_back_stops_no_job(turns: Turns) -> None:
    assert turns.take("one", NOON, 23)
    assert turns.take("one", NOON - timedelta(days=1), 23)
