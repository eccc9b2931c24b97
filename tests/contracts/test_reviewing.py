"""What a queue of reviews must do, on the fake and on every database."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from app.domain.confidence import MadeWith, Measured
from app.domain.corpus import Audience
from app.domain.errors import Conflict, NotFound
from app.domain.identity import Role
from app.domain.manifest import AnalyzerCard
from app.domain.ports.reviewing import ReviewQueue
from app.domain.question import Caller
from app.domain.reviewing import Cause, Correction, State, Texts
from app.governance.reviewing.queue import StoredReviews
from app.http.auth import EVERYTHING
from tests.governance_sites import KINDS, site_on
from tests.people import KEPT, LEASE, NOON, FakeReviewQueue

MEASURED = Measured(
    found={"nearest": 0.25},
    judged={"kept": 1.0},
    made_with=MadeWith(
        embedder="e",
        weights_sha256="w",
        analyzer=AnalyzerCard(engine="x", language="en", k=1.0, b=0.5, average_length=9.0),
        generator="g",
        arrangement="a",
    ),
    stated=0.5,
)
ANN, BOB = "A. Examplo, pharmacist", "B. Muster, physician"
TEXTS = Texts(question="What dose of examplol?", outcome="Give 5 mg.", audience=Audience.PATIENT)
TENANTS = (None, "north", "south")
RIGHT = Correction(prompt="What dose of examplol?", expected="abstain")


class Moving:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at: datetime = NOON

    def now(self) -> datetime:
        return self.at


class Rig(NamedTuple):
    queue: ReviewQueue
    clock: Moving


@pytest.fixture(params=["fake", *KINDS])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    clock = Moving()
    if request.param == "fake":
        yield Rig(FakeReviewQueue(clock), clock)
        return
    with site_on(request.param, tmp_path) as site:
        yield Rig(StoredReviews(site.store(), clock), clock)


def test_there_is_nothing_at_first(rig: Rig) -> None:
    assert rig.queue.waiting() == ()
    assert rig.queue.list() == ()
    assert list(rig.queue.corrections()) == []
    for attempt in (rig.queue.show, lambda task: rig.queue.claim(task, ANN)):
        with pytest.raises(NotFound):
            attempt(1)


def test_tasks_are_told_oldest_first(rig: Rig) -> None:
    first = rig.queue.put("t1", ("a/b", "a/c"))
    second = rig.queue.put("t2", (), causes=(Cause.SAMPLE,), topic="heart")
    assert rig.queue.waiting() == (first, second)
    assert first.rules == ("a/b", "a/c")
    assert (second.rules, second.topic, second.causes) == ((), "heart", (Cause.SAMPLE,))
    assert rig.queue.list() == (second, first)
    assert rig.queue.list(most=1) == (second,)
    assert rig.queue.list(topic="heart") == (second,)


def test_an_answer_has_one_task(rig: Rig) -> None:
    first = rig.queue.put("t1", ("a/b",))
    assert rig.queue.put("t1", ("a/c",)) == first
    assert rig.queue.waiting() == (first,)


def test_a_claimed_task_is_nobody_elses_until_the_lease_ends(rig: Rig) -> None:
    task = rig.queue.put("t1").id
    held = rig.queue.claim(task, ANN).task
    assert (held.state, held.by, held.until) == (State.CLAIMED, ANN, NOON + LEASE)
    with pytest.raises(Conflict):
        rig.queue.claim(task, BOB)
    with pytest.raises(Conflict):
        rig.queue.approve(task, BOB)
    with pytest.raises(Conflict):
        rig.queue.release(task, BOB)
    assert rig.queue.list(state=State.CLAIMED) == (held,)
    assert rig.queue.list(state=State.OPEN) == ()
    rig.clock.at = NOON + LEASE
    assert [each.id for each in rig.queue.list(state=State.OPEN)] == [task]
    assert rig.queue.list(state=State.CLAIMED) == ()
    with pytest.raises(Conflict):
        rig.queue.approve(task, ANN)
    assert rig.queue.claim(task, BOB).task.by == BOB


def test_a_holder_renews_and_releases(rig: Rig) -> None:
    task = rig.queue.put("t1").id
    rig.queue.claim(task, ANN)
    rig.clock.at = NOON + LEASE / 2
    assert rig.queue.claim(task, ANN).task.until == rig.clock.at + LEASE
    assert rig.queue.release(task, ANN).state is State.OPEN
    assert rig.queue.claim(task, BOB).task.by == BOB


@pytest.mark.parametrize("state", ["approved", "corrected", "rejected"])
def test_what_is_decided_stays_so(rig: Rig, state: str) -> None:
    task = rig.queue.put("t1", texts=TEXTS).id
    rig.queue.claim(task, ANN)
    if state == "approved":
        done = rig.queue.approve(task, ANN, "as the label says")
    elif state == "corrected":
        done = rig.queue.correct(task, ANN, RIGHT, "no label says so")
    else:
        done = rig.queue.reject(task, ANN, "wrong population")
    assert (done.state.value, done.by, done.decided_at, done.until) == (state, ANN, NOON, None)
    file = rig.queue.show(task)
    assert file.task == done
    assert file.note
    assert file.correction == (RIGHT if state == "corrected" else None)
    assert rig.queue.waiting() == ()
    for attempt in (
        lambda: rig.queue.claim(task, BOB),
        lambda: rig.queue.reject(task, ANN, "again"),
        lambda: rig.queue.release(task, ANN),
    ):
        with pytest.raises(Conflict):
            attempt()


def test_texts_are_there_for_their_time(rig: Rig) -> None:
    task = rig.queue.put("t1", texts=TEXTS).id
    assert rig.queue.show(task).texts == TEXTS
    rig.clock.at = NOON + KEPT - timedelta(seconds=1)
    assert rig.queue.claim(task, ANN).texts == TEXTS
    assert rig.queue.forget() == 0
    rig.clock.at = NOON + KEPT
    assert rig.queue.show(task).texts is None
    assert rig.queue.forget() == 1
    assert rig.queue.forget() == 0
    assert [each.id for each in rig.queue.waiting()] == [task]


def test_corrections_and_what_was_approved_are_told_oldest_first(rig: Rig) -> None:
    tasks = [rig.queue.put(f"t{number}", texts=TEXTS).id for number in range(4)]
    for task in tasks:
        rig.queue.claim(task, ANN)
    rig.queue.correct(tasks[2], ANN, RIGHT)
    rig.queue.approve(tasks[1], ANN)
    rig.queue.reject(tasks[0], ANN, "wrong population")
    told = list(rig.queue.corrections())
    assert [each.task.id for each in told] == [tasks[1], tasks[2]]
    approved = Correction(
        prompt=TEXTS.question, expected="answer", audience=Audience.PATIENT, says=TEXTS.outcome
    )
    assert [each.correction for each in told] == [approved, RIGHT]
    rig.clock.at = NOON + KEPT
    assert [each.task.id for each in rig.queue.corrections()] == [tasks[2]]


def test_verdicts_tell_what_was_measured_of_every_decided_answer_and_no_word(rig: Rig) -> None:
    for trace in ("t1", "t2", "t3", "t4"):
        rig.queue.put(trace, texts=TEXTS, measured=MEASURED, causes=(Cause.SAMPLE,), topic="heart")
    rig.queue.put("t5", texts=TEXTS)
    for task in (1, 2, 3, 5):
        rig.queue.claim(task, ANN)
    rig.queue.approve(1, ANN)
    rig.queue.correct(2, ANN, RIGHT)
    rig.queue.reject(3, ANN, "for adults only")
    rig.queue.approve(5, ANN)
    found = list(rig.queue.verdicts())
    assert [(one.id, one.right) for one in found] == [
        ("review-1", True),
        ("review-2", False),
        ("review-3", False),
    ]
    assert all(one.measured == MEASURED for one in found)
    assert {(one.causes, one.topic, one.decided) for one in found} == {
        ((Cause.SAMPLE,), "heart", NOON.date())
    }
    told = "".join(one.model_dump_json() for one in found)
    assert "examplol" not in told
    assert "adults" not in told


def test_feedback_adds_its_cause_or_asks_anew_where_it_was_decided(rig: Rig) -> None:
    task = rig.queue.put("t1", ("a/b",), topic="heart").id
    told = rig.queue.put("t1", causes=(Cause.FEEDBACK,))
    assert (told.id, told.causes) == (task, (Cause.BLOCKED, Cause.FEEDBACK))
    assert (told.rules, told.topic) == (("a/b",), "heart")
    assert rig.queue.put("t1", causes=(Cause.FEEDBACK,)) == told
    rig.queue.claim(task, ANN)
    rig.queue.reject(task, ANN, "wrong population")
    again = rig.queue.put("t1", causes=(Cause.FEEDBACK,))
    assert (again.id, again.state, again.causes) == (2, State.OPEN, (Cause.FEEDBACK,))
    assert rig.queue.put("t1", causes=(Cause.SAMPLE,)) == again
    assert rig.queue.waiting() == (again,)
    assert rig.queue.show(task).task.state is State.REJECTED


def test_a_caller_has_the_tasks_of_its_own_tenant_alone(rig: Rig) -> None:
    whose = {tenant: rig.queue.put(f"t {tenant}", tenant=tenant, texts=TEXTS) for tenant in TENANTS}
    for tenant, task in whose.items():
        reviewer = Caller(name=ANN, access=EVERYTHING, role=Role.REVIEWER, tenant=tenant)
        theirs = rig.queue.of(reviewer)
        assert theirs.list() == theirs.waiting() == (task,)
        for other in whose.values():
            if other == task:
                continue
            with pytest.raises(NotFound):
                theirs.show(other.id)
            with pytest.raises(NotFound):
                theirs.claim(other.id, ANN)
        theirs.claim(task.id, ANN)
        assert theirs.approve(task.id, ANN).tenant == tenant
        assert [each.task.id for each in theirs.corrections()] == [task.id]
    operator = Caller(name="command line", access=EVERYTHING)
    assert len(rig.queue.of(operator).list()) == len(TENANTS)
