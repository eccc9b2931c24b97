"""What becomes of a report of harm."""

import pytest

from app.answering.reporting import FiledReports
from app.domain.audit import AuditKind
from app.domain.errors import Unavailable
from app.domain.reviewing import Cause
from tests.app.answering.test_answerer import OPERATOR
from tests.contracts.test_adverse_events import REPORT
from tests.fakes import FakeAuditLog
from tests.people import FakeAdverseEvents, FakeReviewQueue, FakeTopics


class Wakes:
    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


def test_a_report_is_kept_listed_audited_and_told_on() -> None:
    events, queue, log, wakes = FakeAdverseEvents(), FakeReviewQueue(), FakeAuditLog(), Wakes()
    topics = FakeTopics({"examplol": "skin"})
    reporting = FiledReports(events, queue, topics, log=log, notifier=wakes)
    receipt = reporting.report(REPORT, OPERATOR)
    assert receipt.listed
    assert events.show(receipt.id).report == REPORT
    (task,) = queue.waiting()
    assert (task.trace_id, task.causes) == (receipt.id, (Cause.ADVERSE_EVENT,))
    assert task.topic == "skin"
    (kept,) = log.entries(kind=AuditKind.ADVERSE_EVENT)
    assert (kept.entry.subject, kept.entry.actor) == (receipt.id, "operator")
    assert wakes.woken == 1


def test_a_report_stands_where_the_list_cannot_be_written() -> None:
    events = FakeAdverseEvents()
    reporting = FiledReports(events, FakeReviewQueue(broken=True), FakeTopics())
    receipt = reporting.report(REPORT, OPERATOR)
    assert not receipt.listed
    assert [each.id for each in events.newest()] == [receipt.id]


def test_a_report_that_is_not_on_record_is_refused() -> None:
    queue, wakes = FakeReviewQueue(), Wakes()
    reporting = FiledReports(FakeAdverseEvents(broken=True), queue, FakeTopics(), notifier=wakes)
    with pytest.raises(Unavailable):
        reporting.report(REPORT, OPERATOR)
    assert queue.waiting() == ()
    assert wakes.woken == 0
