"""What a keeper of reports must do, on the fake and on every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.adverse_event import (
    AdverseEventReport,
    Reporter,
    ReporterRole,
    Seriousness,
    SuspectMedicine,
)
from app.domain.errors import NotFound
from app.domain.ports.adverse_events import AdverseEvents
from app.governance.adverse_events.reports import StoredAdverseEvents
from tests.fakes import FakeClock
from tests.governance_sites import KINDS, site_on
from tests.people import NOON, FakeAdverseEvents

REPORT = AdverseEventReport(
    what_happened="A rash after the second dose. This is illustrative.",
    seriousness=Seriousness.NOT_SERIOUS,
    medicines=(SuspectMedicine(name="examplol", dose="5 mg once daily"),),
    answer="a" * 32,
    reporter=Reporter(role=ReporterRole.NURSE, contact="ward 9"),
)


@pytest.fixture(params=["fake", *KINDS])
def events(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AdverseEvents]:
    if request.param == "fake":
        yield FakeAdverseEvents()
        return
    with site_on(request.param, tmp_path) as site:
        yield StoredAdverseEvents(site.store(), FakeClock(NOON))


def test_there_is_nothing_at_first(events: AdverseEvents) -> None:
    assert events.newest() == ()
    assert events.unsent() == ()
    assert list(events.all()) == []
    with pytest.raises(NotFound):
        events.show("a" * 32)


def test_a_report_is_kept_whole(events: AdverseEvents) -> None:
    event = events.add(REPORT)
    assert (event.report, event.at, event.sent_at) == (REPORT, NOON, None)
    assert events.show(event.id) == event


def test_reports_are_told_in_order_and_once(events: AdverseEvents) -> None:
    first, second = events.add(REPORT), events.add(REPORT)
    assert first.id != second.id
    assert events.newest() == (second, first)
    assert events.newest(1) == (second,)
    assert list(events.all()) == [first, second]
    assert events.unsent() == (first, second)
    events.sent(first.id, NOON)
    assert events.unsent() == (second,)
    assert events.show(first.id).sent_at == NOON
