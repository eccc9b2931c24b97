"""What is kept for a time is forgotten once a day, by one process, and on record."""

import logging
from datetime import datetime, timedelta

import pytest

from app.answering.daily import Daily
from app.answering.recorder import Recorder
from app.answering.retaining import Retention
from app.domain.audit import AuditEntry, AuditKind
from app.domain.errors import Unavailable
from app.domain.feedback import Feedback, Verdict
from tests.app.answering.test_taking_feedback import TRACE, WARD
from tests.contracts.test_reviewing import Moving
from tests.fakes import FakeAuditLog
from tests.feedback import KEPT, FakeFeedback, FakeTurns
from tests.people import NOON

OVER = NOON + KEPT


class Nothing:
    """A kind of which there is never any; `broken`: it cannot even be looked at."""

    name = "nothing"

    def __init__(self, *, broken: bool = False) -> None:
        self._broken = broken

    def due(self, now: datetime) -> int:
        return self.forget(NOON)

    def forget(self, now: datetime) -> int:
        if self._broken:
            raise Unavailable("gone")
        return 0


class Rig:
    def __init__(self, *, broken: bool = False) -> None:
        self.clock, self.log = Moving(), FakeAuditLog()
        self.kept, self.turns = FakeFeedback(self.clock), FakeTurns()
        self.kept.put(Feedback(trace_id=TRACE, verdict=Verdict.WRONG), WARD)
        kinds = (Nothing(broken=broken), self.kept)
        self.retention = Retention(kinds, (self.kept,), Recorder(self.log), self.clock)
        self.daily = Daily(self.retention, self.turns, self.clock)

    @property
    def on_record(self) -> list[AuditEntry]:
        return [each.entry for each in self.log.entries(kind=AuditKind.RETENTION)]


def test_what_is_due_is_counted_and_then_forgotten_on_record() -> None:
    rig = Rig()
    rig.clock.at = OVER
    assert [(each.name, each.count) for each in rig.retention.due()] == [
        ("nothing", 0),
        ("feedback", 1),
    ]
    assert rig.on_record == []
    assert [each.count for each in rig.retention.forget("A. Examplo")] == [0, 1]
    (told,) = rig.on_record
    assert (told.actor, told.action, told.subject) == ("A.+Examplo", "forgotten", "feedback:1")
    assert [each.count for each in rig.retention.forget()] == [0, 0]
    assert len(rig.on_record) == 1


def test_before_a_day_only_what_was_due_by_then_goes() -> None:
    rig = Rig()
    rig.clock.at = OVER + timedelta(days=30)
    assert rig.retention.due(OVER - timedelta(seconds=1))[1].count == 0
    assert rig.retention.forget(before=OVER - timedelta(seconds=1))[1].count == 0
    assert rig.retention.forget(before=OVER)[1].count == 1


def test_what_is_kept_of_an_answer_is_deleted_on_record() -> None:
    rig = Rig()
    assert [each.count for each in rig.retention.delete(TRACE, "A. Examplo")] == [1]
    assert rig.kept.newest() == ()
    (told,) = rig.on_record
    assert (told.trace_id, told.action, told.subject) == (TRACE, "deleted", "feedback:1")


def test_nothing_is_forgotten_that_cannot_be_put_on_record() -> None:
    rig = Rig()
    rig.clock.at = OVER
    rig.log.broken = Unavailable("no space")
    with pytest.raises(Unavailable):
        rig.retention.forget()
    with pytest.raises(Unavailable):
        rig.retention.delete(TRACE, "ann")
    assert rig.kept.due(OVER) == 1


def test_once_a_day_one_of_several_does_it() -> None:
    rig = Rig()
    another = Daily(rig.retention, rig.turns, rig.clock)
    rig.clock.at = OVER
    assert (rig.daily.once(), another.once(), rig.daily.once()) == (True, False, False)
    assert rig.kept.due(OVER) == 0
    rig.clock.at = OVER + timedelta(days=1)
    assert (another.once(), rig.daily.once()) == (True, False)


def test_a_fault_is_told_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig(broken=True)
    with caplog.at_level(logging.ERROR, "citewell"):
        assert rig.daily.once() is False
    assert "could not be forgotten" in caplog.text


def test_it_can_be_closed_before_and_after_it_began() -> None:
    rig = Rig()
    rig.daily.close()
    rig.daily.start()
    rig.daily.close()
    assert rig.kept.newest() != ()
