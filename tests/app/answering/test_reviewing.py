"""Which answers wait for a person, and what is kept of them."""

from collections.abc import Sequence

import pytest

from app.answering.checking import Checking
from app.answering.reviewing import NOT_LISTED, OF_RECORD, Reviewing
from app.domain.answer import Abstention, Answer, Referral, Withheld
from app.domain.citation import Origin
from app.domain.confidence import Chance
from app.domain.question import Question
from app.domain.reviewing import Cause
from app.domain.safety import CheckStatus, CheckVerdict, Finding, Screening
from tests.app.answering.test_answerer import (
    CLINICAL,
    MEASURED,
    OPERATOR,
    QUESTION,
    Calibrates,
    Says,
    Screens,
    Watched,
    answerer,
    generations,
)
from tests.app.following.reading import turn
from tests.fakes import FakeFollowUps
from tests.people import FakeReviewQueue, FakeSampling, FakeTopics

__all__ = ["generations"]


def reviewing(queue: FakeReviewQueue, **more: object) -> Reviewing:
    topics = FakeTopics({"rule-1": "rules", "itch": "skin"})
    return Reviewing(queue, topics, **more)  # type: ignore[arg-type]


def answered(generations: Watched) -> Answer:
    outcome = answerer(generations).answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Answer)
    return outcome


def test_what_a_rule_held_back_waits_for_a_person(generations: Watched) -> None:
    queue = FakeReviewQueue()
    checks = (Says(CheckStatus.BLOCK),)
    parts = answerer(generations, claim_checks=checks, reviewing=reviewing(queue))
    outcome = parts.answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert outcome.review is True
    (task,) = queue.waiting()
    assert (task.trace_id, task.rules) == (outcome.trace.trace_id, ("rule-1",))
    assert (task.causes, task.topic) == ((Cause.BLOCKED,), "rules")
    assert queue.show(task.id).texts is None


def test_an_answer_that_nothing_speaks_against_waits_for_nobody(generations: Watched) -> None:
    queue = FakeReviewQueue()
    answerer(generations, reviewing=reviewing(queue)).answer(QUESTION, OPERATOR)
    assert queue.waiting() == ()


def test_a_stream_is_listed_once_when_it_ends(generations: Watched) -> None:
    queue = FakeReviewQueue()
    parts = answerer(generations, reviewing=reviewing(queue, sampling=FakeSampling()))
    events = list(parts.stream(QUESTION, OPERATOR))
    assert len(events) > 2
    (task,) = queue.waiting()
    assert task.causes == (Cause.SAMPLE,)
    assert task.topic == "skin"


@pytest.mark.parametrize(
    ("changed", "causes"),
    [
        ({"review": True}, [Cause.LOW_CONFIDENCE]),
        ({"withheld": (Withheld(reason="x", rule="numbers"),)}, [Cause.WITHHELD]),
        ({"withheld": (Withheld(reason="x", rule="numbers"),), "review": True}, [Cause.WITHHELD]),
        ({"review": False}, []),
        ({"review": None}, []),
    ],
)
def test_each_cause_by_itself(
    generations: Watched, changed: dict[str, object], causes: Sequence[Cause]
) -> None:
    queue = FakeReviewQueue()
    outcome = answered(generations).model_copy(update=changed)
    assert reviewing(queue).put(outcome, QUESTION) == outcome
    assert [list(each.causes) for each in queue.waiting()] == ([list(causes)] if causes else [])
    fewer = FakeReviewQueue()
    reviewing(fewer, causes=()).put(outcome, QUESTION)
    assert fewer.waiting() == ()


def test_a_referral_is_listed_where_it_is_drawn_alone(generations: Watched) -> None:
    finding = Finding(name="emergency/x", message="illustrative", next_step="call for help")
    for sampling, listed in ((FakeSampling(), 1), (FakeSampling(()), 0)):
        queue = FakeReviewQueue()
        outcome = answerer(
            generations,
            checking=Checking(screens=(Screens(Screening(findings=(finding,))),)),
            reviewing=reviewing(queue, sampling=sampling, texts=True),
        ).answer(QUESTION, OPERATOR)
        assert isinstance(outcome, Referral)
        assert len(queue.waiting()) == listed


def test_an_answer_says_where_it_could_not_be_listed(generations: Watched) -> None:
    outcome = answered(generations).model_copy(update={"review": True})
    noted = reviewing(FakeReviewQueue(broken=True)).put(outcome, QUESTION)
    assert isinstance(noted, Answer)
    assert noted.notes == (*outcome.notes, NOT_LISTED)


def test_words_of_a_record_are_not_kept(generations: Watched) -> None:
    outcome = answered(generations)
    first = outcome.claims[0]
    citation = first.citations[0].model_copy(update={"origin": Origin.RECORD})
    said = first.model_copy(update={"text": "HbA1c 53", "citations": (citation,)})
    blocked = CheckVerdict(name="x", status=CheckStatus.BLOCK, rule="rule-1", fired_on="HbA1c 53")
    changed = {"claims": (said, *outcome.claims), "checks": (blocked,)}
    queue = FakeReviewQueue()
    kept = reviewing(queue, texts=True)
    kept.put(outcome.model_copy(update=changed), Question.asked("Why does it itch?"))
    texts = queue.show(1).texts
    assert texts is not None
    assert texts.question == "Why does it itch?"
    assert texts.outcome.startswith(OF_RECORD)
    assert first.text in texts.outcome
    assert "53" not in texts.model_dump_json()


def test_what_was_measured_of_an_answer_is_kept_for_its_reviewer_alone(
    generations: Watched,
) -> None:
    queue, calibrator = FakeReviewQueue(), Calibrates(Chance(), Chance())
    for drawn in ((), None):
        parts = answerer(
            generations,
            calibrator=calibrator,
            reviewing=reviewing(queue, sampling=FakeSampling(drawn)),
        )
        assert isinstance(parts.answer(QUESTION, OPERATOR), Answer)
    (task,) = queue.waiting()
    queue.claim(task.id, "A. Examplo")
    queue.approve(task.id, "A. Examplo")
    (found,) = queue.verdicts()
    assert found.measured.judged["claims"] >= 1.0
    assert found.measured.found == MEASURED.found
    assert calibrator.measures == 1


def test_of_a_follow_up_the_reviewer_reads_the_words_as_asked_and_the_topic_of_the_whole() -> None:
    """The conversation is never kept for review."""
    generations = Watched()
    with generations.begin() as building:
        building.add([CLINICAL])
        building.publish()
    queue = FakeReviewQueue()
    listed = reviewing(queue, sampling=FakeSampling(), texts=True)
    made = answerer(generations, reviewing=listed, follow_ups=FakeFollowUps())
    question = Question.asked("and why?", conversation=(turn("What dose for itch?"),))
    assert made.answer(question, OPERATOR).read_as == "What dose for itch why?"
    (task,) = queue.waiting()
    texts = queue.show(task.id).texts
    assert texts is not None
    assert texts.question == "and why?"
    assert task.topic == "skin"
