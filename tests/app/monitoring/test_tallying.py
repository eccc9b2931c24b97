from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from app.domain.corpus import Audience
from app.domain.watched import Came, WatchedOutcome
from app.monitoring.periods import By, period_of, period_with, periods
from app.monitoring.tallying import Group, Tally, nearest_rank

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = period_with(MONDAY.date(), By.WEEK)


def outcome(came: Came = Came.ANSWER, at: datetime = MONDAY, **more: object) -> WatchedOutcome:
    return WatchedOutcome(at=at, came=came, **more)


def test_a_week_is_monday_to_sunday_in_utc() -> None:
    east = datetime(2026, 3, 2, 1, tzinfo=timezone(timedelta(hours=2)))
    assert period_of(east, By.WEEK).first == date(2026, 2, 23)
    assert period_of(MONDAY, By.WEEK) == period_of(MONDAY + timedelta(days=6.9), By.WEEK) == WEEK


@pytest.mark.parametrize(
    ("by", "firsts"),
    [
        (By.WEEK, [date(2025, 12, 29), date(2026, 1, 5)]),
        (By.MONTH, [date(2025, 12, 1), date(2026, 1, 1)]),
    ],
)
def test_periods_leave_no_gap_over_a_new_year(by: By, firsts: list[date]) -> None:
    found = periods(date(2025, 12, 31), date(2026, 1, 7), by)
    assert [each.first for each in found] == firsts
    assert found[0].after == found[1].first


def test_each_rate_is_counted_once_an_outcome_and_those_who_left_are_apart() -> None:
    tally = Tally(By.WEEK)
    tally.add_all(
        [
            outcome(blocked=True, withheld=True, overridden=True, not_checked=True),
            outcome(Came.ABSTENTION, why="weak_evidence"),
            outcome(Came.REFERRAL, why="emergency"),
            outcome(Came.FAILURE, why="IndexUnavailable"),
            outcome(Came.LEFT),
        ]
    )
    told = {
        kind: tally.count(WEEK, kind)
        for kind in ("questions", "outcomes", "left", "failure", "abstention", "block", "override")
    }
    assert told == {
        "questions": 4, "outcomes": 3, "left": 1, "failure": 1, "abstention": 1, "block": 1,
        "override": 1,
    }  # fmt: skip
    assert dict(tally.whys(WEEK)) == {
        "answer": 1,
        "abstention/weak_evidence": 1,
        "referral/emergency": 1,
    }


def test_audiences_and_roles_are_counted_apart() -> None:
    tally = Tally(By.WEEK)
    tally.add(outcome(audience=Audience.PATIENT, role="patient_app", withheld=True))
    tally.add(outcome(audience=Audience.CLINICIAN, role="clinician"))
    patients = Group(of="audience", name="patient")
    assert [f"{each.of} {each.name}" for each in tally.groups] == [
        "audience clinician", "audience patient", "role clinician", "role patient_app",
    ]  # fmt: skip
    assert tally.count(WEEK, "withheld", patients) == 1
    assert tally.count(WEEK, "outcomes", patients) == 1
    assert tally.count(WEEK, "outcomes") == 2


def test_times_are_those_of_outcomes_by_nearest_rank() -> None:
    tally = Tally(By.WEEK)
    for milliseconds in range(1, 101):
        tally.add(outcome(seconds=milliseconds / 1000))
    tally.add(outcome(Came.FAILURE, seconds=90.0))
    found = tally.latency(WEEK)
    assert (found.outcomes, found.p50, found.p95) == (100, 0.05, 0.095)
    assert nearest_rank([], 0.5) is None
    assert nearest_rank([1.0], 0.95) == 1.0


def test_a_question_of_two_topics_counts_for_both_and_first_for_one() -> None:
    tally = Tally(By.WEEK)
    tally.add(outcome(topics=("pregnancy", "infections")))
    tally.add(outcome(topics=("infections",)))
    tally.add(outcome())
    assert dict(tally.topics(WEEK)) == {"pregnancy": 1, "infections": 2}
    assert dict(tally.first_topics(WEEK)) == {"pregnancy": 1, "infections": 1}


def test_of_reviewed_answers_what_a_review_needs_is_kept() -> None:
    tally = Tally(By.WEEK, {"1" * 32})
    tally.add(outcome(trace_id="1" * 32, confidence=0.8, role="clinician"))
    tally.add(outcome(trace_id="2" * 32, confidence=0.7))
    assert list(tally.reviewed) == ["1" * 32]
    assert tally.reviewed["1" * 32].confidence == 0.8
