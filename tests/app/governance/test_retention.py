"""What is kept in the database for a time goes from it, and stays where it must."""

from datetime import datetime, timedelta

import pytest

from app.domain.feedback import Feedback, Verdict
from app.domain.governance import Override
from app.domain.question import Caller
from app.domain.reviewing import Cause, Correction, Texts
from app.governance.adverse_events.reports import StoredAdverseEvents
from app.governance.feedback import StoredFeedback
from app.governance.overrides import StoredOverrides
from app.governance.resealing import reseal
from app.governance.retention.closed_reports import ClosedReports
from app.governance.retention.override_reasons import FORGOTTEN, OverrideReasons
from app.governance.retention.review_words import ReviewTexts
from app.governance.reviewing.queue import StoredReviews
from app.governance.store import Store
from app.governance.turns import StoredTurns
from app.http.auth import EVERYTHING
from tests.contracts.test_adverse_events import REPORT
from tests.contracts.test_reviewing import Moving
from tests.governance_sites import Site
from tests.people import NOON

TRACE, OTHER = "1" * 32, "2" * 32
DAY = timedelta(days=1)
SECRET = "quetzalcoatl"
TEXTS = Texts(question=f"{SECRET}?", outcome="No.")


def days(number: int) -> datetime:
    return NOON + number * DAY


def test_words_of_reviews_go_when_their_days_are_over(store: Store) -> None:
    clock = Moving()
    queue, kind = StoredReviews(store, clock, kept_days=7), ReviewTexts(store)
    assert (kind.due(NOON), kind.forget(NOON), kind.erase(TRACE)) == (0, 0, 0)
    task = queue.put(TRACE, texts=TEXTS).id
    queue.put(OTHER)
    assert (kind.due(days(6)), kind.due(days(7))) == (0, 1)
    assert (kind.forget(days(6)), kind.forget(days(7)), kind.forget(days(7))) == (0, 1, 0)
    assert queue.show(task).texts is None
    assert len(queue.waiting()) == 2


def test_all_words_of_a_review_are_deleted_and_the_decision_stays(store: Store) -> None:
    queue, kind = StoredReviews(store, Moving()), ReviewTexts(store)
    for trace_id in (TRACE, OTHER):
        task = queue.put(trace_id, texts=TEXTS).id
        queue.claim(task, "ann")
        right = Correction(prompt=f"{SECRET}?", expected="abstain")
        queue.correct(task, "ann", right, f"{SECRET} is not named")
    assert (kind.erase(TRACE), kind.erase(TRACE)) == (1, 0)
    files = {each.trace_id: queue.show(each.id) for each in queue.list()}
    gone, kept = files[TRACE], files[OTHER]
    assert (gone.texts, gone.note, gone.correction) == (None, None, None)
    assert gone.task.state.value == "corrected"
    assert kept.texts == TEXTS
    assert kept.correction is not None


def test_reasons_of_overrides_go_and_who_overrode_what_stays(store: Store) -> None:
    clock = Moving()
    overrides = StoredOverrides(store, clock)
    override = Override(rule="a/b", clinician="A. Examplo", reason=f"{SECRET} agreed")
    overrides.record(override, TRACE)
    clock.at = days(5)
    overrides.record(override, OTHER)
    never, kind = OverrideReasons(store, clock, None), OverrideReasons(store, clock, 30)
    assert (never.due(days(9999)), never.forget(days(9999))) == (0, 0)
    assert (kind.due(days(29)), kind.due(days(30))) == (0, 1)
    assert (kind.forget(days(30)), kind.forget(days(30))) == (1, 0)
    reasons = {each.trace_id: each.override.reason for each in overrides.used()}
    assert reasons == {TRACE: FORGOTTEN, OTHER: f"{SECRET} agreed"}
    assert (kind.erase(OTHER), kind.erase(OTHER)) == (1, 0)
    assert {each.override.reason for each in overrides.used()} == {FORGOTTEN}
    assert {each.override.clinician for each in overrides.used()} == {"A. Examplo"}
    assert overrides.record(override, TRACE).trace_id == TRACE
    assert len(overrides.used()) == 2


@pytest.mark.parametrize("told_on", [False, True])
def test_a_report_of_harm_stays_until_it_was_decided_on_and_told(
    store: Store, told_on: bool
) -> None:
    clock = Moving()
    events, queue = StoredAdverseEvents(store, clock), StoredReviews(store, clock)
    never = ClosedReports(store, None, told_on=told_on)
    kind = ClosedReports(store, 30, told_on=told_on)
    assert (kind.due(NOON), kind.forget(NOON)) == (0, 0)
    event = events.add(REPORT)
    task = queue.put(event.id, (), causes=(Cause.ADVERSE_EVENT,)).id
    assert (kind.due(days(9999)), kind.forget(days(9999))) == (0, 0)
    clock.at = days(1)
    queue.claim(task, "ann")
    queue.approve(task, "ann")
    assert (never.due(days(9999)), never.forget(days(9999))) == (0, 0)
    assert kind.due(days(30)) == 0
    if told_on:
        assert (kind.due(days(31)), kind.forget(days(31))) == (0, 0)
        events.sent(event.id, days(1))
    assert (kind.due(days(31)), kind.forget(days(31))) == (1, 1)
    assert events.newest() == ()


def test_comments_are_sealed_and_sealed_anew_and_gone_with_the_row(site: Site) -> None:
    store, clock = site.store(), Moving()
    kept = StoredFeedback(store, clock, redact=lambda text: text.replace("Ann", "[NAME]"))
    caller = Caller(name="ward", access=EVERYTHING)
    said = Feedback(trace_id=TRACE, verdict=Verdict.WRONG, comment=f"Ann took {SECRET}")
    kept.put(said, caller)
    ((cell,),) = site.rows("SELECT comment FROM feedback")
    assert SECRET not in str(cell)
    assert reseal(store).cells == 0
    (told,) = kept.newest()
    assert told.feedback.comment == f"[NAME] took {SECRET}"
    kept.erase(TRACE)
    assert site.rows("SELECT count(*) FROM feedback") == [(0,)]


def test_a_turn_is_one_processs_alone(site: Site) -> None:
    one, two = StoredTurns(site.store()), StoredTurns(site.store())
    assert one.last("retention") is None
    assert (one.take("retention", NOON, 23), two.take("retention", NOON, 23)) == (True, False)
    assert two.last("retention") == NOON
