"""Everything together, over made-up weeks."""

from datetime import date, timedelta

import pytest

from app.domain.corpus import Audience
from app.domain.reviewing import Cause, State
from app.domain.watched import Came, WatchedOutcome
from app.monitoring.monitored import Monitored, monitored
from app.monitoring.periods import By
from tests.app.monitoring.quality import NOW, WEEKS, Made, task
from tests.fakes import FakeOutcomeHistory

SINCE = date(2026, 1, 1)


def looked(made: Made, **more: object) -> Monitored:
    history = FakeOutcomeHistory(made.outcomes)
    given = {"since": SINCE, **more}
    return monitored(history, made.tasks, NOW, **given)  # type: ignore[arg-type]


def test_without_anything_on_record_there_is_nothing_to_tell() -> None:
    found = looked(Made(weeks=0))
    assert (found.periods, found.signals, found.sample) == ((), (), None)
    assert found.queue.waiting == 0


def test_stable_weeks_say_nothing() -> None:
    found = looked(Made())
    assert len(found.periods) == WEEKS
    assert found.baseline == 12
    assert found.signals == ()
    assert found.sample is not None
    assert found.sample.chart.centre == pytest.approx(0.9, abs=0.05)
    whole = found.sample.estimates[0]
    assert (whole.of, whole.decided) == ("all", 20 * WEEKS)


def test_answers_that_get_worse_are_told_with_what_to_do() -> None:
    found = looked(Made(changed=4, then=0.4))
    told = [each for each in found.current if each.of == "sample" and each.kind == "beyond"]
    assert told
    assert {each.side for each in told} == {"low"}
    assert "of 20 answers drawn at random were approved" in told[0].says
    assert "In the week of 2026-11-23" in told[0].says
    assert "citewell reviews list --state rejected" in told[0].advice


def test_a_signal_of_the_past_is_no_current_one() -> None:
    made = Made(weeks=40)
    bad = [
        each.model_copy(update={"state": State.REJECTED})
        for each in made.tasks
        if date(2026, 7, 6) <= each.at.date() < date(2026, 7, 13)
    ]
    by_id = {each.id: each for each in bad}
    made.tasks = [by_id.get(each.id, each) for each in made.tasks]
    found = looked(made)
    (signal,) = found.signals
    assert (signal.of, signal.kind, signal.current) == ("sample", "beyond", False)
    assert found.current == ()
    assert found.calibrated_since == date(2026, 9, 7)


def test_other_questions_are_told_by_topic() -> None:
    found = looked(Made(each=80, changed=1, topic="pregnancy"))
    kinds = {(each.of, each.kind) for each in found.current}
    assert ("topics", "shift") in kinds
    says = [each.says for each in found.current if each.kind == "moved"]
    assert any("100% of 80 outcomes are pregnancy; in the baseline 0%" in each for each in says)


def test_confidence_that_boasts_is_told() -> None:
    found = looked(Made(right=0.7, then=0.7))
    (signal,) = (each for each in found.current if each.of == "calibration")
    assert "state a confidence of 90% on average" in signal.says
    assert "CITEWELL_CONFIDENCE_MODEL" in signal.advice


def test_what_was_drawn_and_what_was_listed_are_apart_and_reports_of_harm_are_neither() -> None:
    made = Made(weeks=1)
    at = NOW - timedelta(days=1)
    both = (Cause.LOW_CONFIDENCE, Cause.SAMPLE)
    made.tasks += [
        task(901, at, State.REJECTED, Cause.LOW_CONFIDENCE),
        task(902, at, State.APPROVED, *both),
        task(903, at, State.APPROVED, Cause.ADVERSE_EVENT),
        task(904, at, State.OPEN, Cause.BLOCKED),
    ]
    found = looked(made)
    assert found.sample is not None
    assert found.listed is not None
    assert found.sample.estimates[0].decided == 21
    assert found.listed.estimates[0].decided == 1
    assert (found.listed.estimates[0].approved, found.listed.undecided) == (0, 1)
    assert found.queue.waiting == 1


def test_a_review_counts_in_the_week_of_its_answer() -> None:
    made = Made(weeks=0)
    at = NOW - timedelta(weeks=2)
    made.tasks = [task(1, at, State.APPROVED, after=timedelta(days=13))]
    found = looked(made)
    assert found.sample is not None
    assert [point.of for point in found.sample.chart.points] == [1, 0, 0]


def test_rates_are_of_outcomes_and_failures_of_questions() -> None:
    made = Made(weeks=14, each=8)
    made.outcomes += [
        WatchedOutcome(at=NOW, came=Came.ABSTENTION, why="no_evidence", audience=Audience.PATIENT),
        WatchedOutcome(at=NOW, came=Came.FAILURE, why="Unavailable"),
        WatchedOutcome(at=NOW, came=Came.LEFT),
    ]
    found = looked(made)
    last = {chart.name: chart.points[-1] for chart in found.rates}
    assert (last["abstention"].hits, last["abstention"].of) == (1, 9)
    assert (last["failure"].hits, last["failure"].of) == (1, 10)
    everybody, clinician, patient, _role = found.groups
    assert (everybody.total("left"), everybody.total("questions")) == (1, 14 * 8 + 2)
    assert (patient.total("abstention"), clinician.total("abstention")) == (1, 0)
    assert found.latency[-1].p50 == 0.1


def test_the_baseline_ends_where_it_is_told_to() -> None:
    found = looked(Made(), baseline_until=date(2026, 8, 12))
    assert found.periods[found.baseline - 1].after == date(2026, 8, 10)
    assert looked(Made(), by=By.MONTH).baseline == 6


def test_rows_from_before_topics_were_kept_are_no_topic() -> None:
    made = Made(weeks=14)
    made.outcomes = [each.model_copy(update={"topics": ()}) for each in made.outcomes]
    found = looked(made)
    assert found.topics is not None
    assert found.topics.before == ()
    assert all(point.of == 0 for point in found.topics.points)
    assert not [each for each in found.signals if each.of == "topics"]


def test_the_queue_tells_whom_it_waits_for_and_how_long() -> None:
    made = Made(weeks=0)
    made.tasks = [
        task(1, NOW - timedelta(days=400), owner="B. Muster"),
        task(2, NOW - timedelta(days=2), owner="B. Muster"),
        task(3, NOW - timedelta(days=3)),
        task(4, NOW - timedelta(days=4), State.APPROVED, after=timedelta(days=1)),
        task(5, NOW - timedelta(days=4), State.CORRECTED, after=timedelta(days=3)),
        task(6, NOW + timedelta(days=1)),
    ]
    queue = looked(made).queue
    assert (queue.waiting, queue.oldest_days) == (4, 400.0)
    assert [(each.owner, each.waiting) for each in queue.by_owner] == [
        ("B. Muster", 2),
        ("nobody", 2),
    ]
    assert (queue.decided, queue.to_decide_p50, queue.to_decide_p90) == (2, 1.0, 3.0)
