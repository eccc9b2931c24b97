"""Feedback on the log and the list of people, over fakes."""

from typing import Any

import pytest

from app.answering.taking_feedback import TakenFeedback
from app.domain.audit import AuditEntry, AuditKind, CheckMark
from app.domain.errors import NotFound, Unavailable
from app.domain.feedback import Feedback, Verdict
from app.domain.identity import Role
from app.domain.question import Caller
from app.domain.reviewing import Cause
from app.domain.safety import CheckStatus
from app.http.auth import EVERYTHING
from tests.fakes import FakeAuditLog
from tests.feedback import FakeFeedback
from tests.people import FakeReviewQueue, FakeTopics

TRACE = "1" * 32
WARD = Caller(
    name="ward app", access=EVERYTHING, role=Role.CLINICIAN, tenant="north", key_id="a" * 12
)
BLOCKED = CheckMark(name="interactions", status=CheckStatus.BLOCK, rule="heart/examplol")


class Rig:
    def __init__(self, **answer: Any) -> None:
        self.kept, self.queue, self.log = FakeFeedback(), FakeReviewQueue(), FakeAuditLog()
        told: dict[str, Any] = {
            "kind": AuditKind.ANSWER,
            "trace_id": TRACE,
            "actor": "ward+app",
            "tenant": "north",
            "claims": ("c" * 64, "d" * 64),
        }
        self.log.append(AuditEntry.model_validate({**told, **answer}))
        topics = FakeTopics({"heart": "cardiology"})
        self.taking = TakenFeedback(self.kept, self.queue, topics, self.log)

    def say(self, verdict: Verdict, caller: Caller = WARD, **more: Any) -> bool:
        feedback = Feedback(trace_id=TRACE, verdict=verdict, **more)
        return self.taking.give(feedback, caller).listed


def test_it_stands_on_the_log_without_a_word() -> None:
    rig = Rig()
    assert not rig.say(Verdict.NOT_HELPFUL, comment="quetzalcoatl is not answered", claim=1)
    (told,) = (each.entry for each in rig.log.entries(kind=AuditKind.FEEDBACK))
    assert told.model_dump(exclude_defaults=True) == {
        "kind": AuditKind.FEEDBACK,
        "trace_id": TRACE,
        "actor": "ward+app",
        "role": "clinician",
        "tenant": "north",
        "key": "a" * 12,
        "action": "not_helpful",
        "subject": "claim:1",
    }
    assert rig.queue.list() == ()


@pytest.mark.parametrize("verdict", Verdict)
def test_a_person_looks_at_what_is_held_to_be_wrong_or_unsafe(verdict: Verdict) -> None:
    rig = Rig(checks=(BLOCKED,))
    grave = verdict in {Verdict.WRONG, Verdict.UNSAFE}
    assert rig.say(verdict) is grave
    tasks = rig.queue.waiting()
    assert len(tasks) == grave
    for task in tasks:
        assert (task.trace_id, task.causes) == (TRACE, (Cause.FEEDBACK,))
        assert (task.rules, task.topic) == (("heart/examplol",), "cardiology")


def test_an_answer_that_was_approved_is_looked_at_again_and_one_that_waits_once() -> None:
    rig = Rig()
    task = rig.queue.put(TRACE, ("a/b",)).id
    rig.say(Verdict.WRONG)
    rig.say(Verdict.UNSAFE)
    (waiting,) = rig.queue.waiting()
    assert (waiting.id, waiting.causes) == (task, (Cause.BLOCKED, Cause.FEEDBACK))
    rig.queue.claim(task, "ann")
    rig.queue.approve(task, "ann")
    rig.say(Verdict.UNSAFE)
    (again,) = rig.queue.waiting()
    assert (again.id != task, again.causes) == (True, (Cause.FEEDBACK,))
    assert len(rig.kept.newest()) == 1


@pytest.mark.parametrize("tenant", [None, "south"])
def test_another_tenants_answer_is_none(tenant: str | None) -> None:
    rig = Rig()
    other = WARD.model_copy(update={"tenant": tenant})
    with pytest.raises(NotFound):
        rig.say(Verdict.UNSAFE, other)
    assert (rig.kept.newest(), rig.queue.list()) == ((), ())
    operator = Caller(name="command line", access=EVERYTHING)
    assert rig.say(Verdict.UNSAFE, operator)


def test_a_claim_that_the_answer_has_not_is_not_found() -> None:
    rig = Rig()
    assert rig.say(Verdict.WRONG, claim=1)
    with pytest.raises(NotFound):
        rig.say(Verdict.WRONG, claim=2)


@pytest.mark.parametrize("kind", [AuditKind.ASKED, AuditKind.FAILURE, AuditKind.OVERRIDE])
def test_what_is_no_answer_takes_no_feedback(kind: AuditKind) -> None:
    with pytest.raises(NotFound):
        Rig(kind=kind).say(Verdict.HELPFUL)


def test_what_cannot_be_put_on_record_is_not_taken_where_that_is_required() -> None:
    rig = Rig()
    rig.log.broken = Unavailable("no space")
    with pytest.raises(Unavailable):
        rig.say(Verdict.UNSAFE)
    assert (rig.kept.newest(), rig.queue.list()) == ((), ())
    lenient = TakenFeedback(rig.kept, rig.queue, FakeTopics(), rig.log, required=False)
    assert lenient.give(Feedback(trace_id=TRACE, verdict=Verdict.UNSAFE), WARD).listed
    assert len(rig.kept.newest()) == 1


def test_a_task_is_of_the_topic_of_rule_question_or_comment() -> None:
    for told, topic in (
        ({"checks": (BLOCKED,), "topics": ("pregnancy",)}, "cardiology"),
        ({"topics": ("pregnancy",)}, "pregnancy"),
        ({}, "cardiology"),
    ):
        rig = Rig(**told)
        rig.say(Verdict.WRONG, comment="it is about the heart")
        assert rig.queue.waiting()[0].topic == topic
