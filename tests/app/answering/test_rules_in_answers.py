"""What safety rules do to an answer: overrides, review, referrals, and what is told of them."""

from collections.abc import Generator as Steps
from datetime import UTC, datetime

import pytest

from app.answering.answerer import Answerer
from app.answering.checking import Checking
from app.answering.drafting import Drafting
from app.answering.judging import ClaimJudge
from app.answering.telling import Telling
from app.domain.abstention import AbstentionReason
from app.domain.answer import Abstention, Answer, CheckEvent, Event, Outcome, Referral, Trace
from app.domain.corpus import Audience, Span
from app.domain.errors import InvalidQuestion, Unavailable
from app.domain.governance import Override
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict, Finding, LibraryWords, Screening
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.quoting import quote
from tests.app.answering.test_answerer import (
    OPERATOR,
    QUESTION,
    Says,
    Screens,
    Watched,
    answerer,
    generations,
    outcome_of,
)
from tests.fakes import FakeGenerations, FakeGenerator, FakeOverrides, FakeReviewQueue

__all__ = ["generations"]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRACE = Trace(trace_id="t", generation="g", embedder="e", generator="x", rules="r", settings="s")


def overriding(records: FakeOverrides, generations: FakeGenerations) -> Answerer:
    judge = ClaimJudge(
        citer=cite,
        verifiers=(QuoteVerifier(),),
        checks=(Says(CheckStatus.BLOCK),),
        quoter=quote,
        overrides=records,
    )
    return answerer(generations, drafting=Drafting(None, FakeGenerator(), judge))


def test_an_override_lets_a_claim_pass_once_it_is_on_record(generations: Watched) -> None:
    records = FakeOverrides()
    override = Override(rule="rule-1", clinician="Dr A. Examplo", reason="nothing else is left")
    asked = Question.asked(QUESTION.text, overrides=(override,))
    outcome = overriding(records, generations).answer(asked, OPERATOR)
    assert isinstance(outcome, Answer)
    (said,) = (check for check in outcome.checks if check.name == "says")
    assert (said.status, said.overridden_by) == (CheckStatus.WARN, "Dr A. Examplo")
    assert {one.trace_id for one in records.used()} == {outcome.trace.trace_id}
    other = override.model_copy(update={"rule": "rule-2"})
    asked = Question.asked(QUESTION.text, overrides=(other,))
    assert isinstance(overriding(records, generations).answer(asked, OPERATOR), Abstention)


def test_an_override_that_cannot_be_recorded_takes_no_effect(generations: Watched) -> None:
    override = Override(rule="rule-1", clinician="Dr A. Examplo", reason="nothing else is left")
    asked = Question.asked(QUESTION.text, overrides=(override,))
    with pytest.raises(Unavailable):
        overriding(FakeOverrides(broken=True), generations).answer(asked, OPERATOR)


def test_a_patient_overrides_nothing() -> None:
    override = Override(rule="rule-1", clinician="Dr A. Examplo", reason="nothing else is left")
    with pytest.raises(InvalidQuestion, match="clinician"):
        Question.asked("May I?", Audience.PATIENT, overrides=(override,))


def test_what_a_rule_held_back_waits_for_a_person(generations: Watched) -> None:
    queue = FakeReviewQueue()
    checks = (Says(CheckStatus.BLOCK),)
    parts = answerer(generations, claim_checks=checks, checking=Checking(reviews=queue))
    outcome = parts.answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert outcome.review is True
    (task,) = queue.waiting()
    assert (task.trace_id, task.rules) == (outcome.trace.trace_id, ("rule-1",))


def test_an_emergency_is_referred_where_no_index_can_be_opened() -> None:
    finding = Finding(name="emergency/x", message="illustrative", next_step="call for help")
    parts = answerer(FakeGenerations(), screens=(Screens(Screening(findings=(finding,))),))
    outcome = parts.answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Referral)
    assert outcome.trace.generation == "none"


def test_every_check_is_told_once_in_a_stream(generations: Watched) -> None:
    checks = (Says(CheckStatus.WARN),)
    parts = answerer(generations, claim_checks=checks, answer_checks=checks)
    events = list(parts.stream(QUESTION, OPERATOR))
    told = [event.check for event in events if isinstance(event, CheckEvent)]
    assert sorted(told, key=str) == sorted(outcome_of(events).checks, key=str)
    assert sorted(check.name for check in told) == ["quote", "says"]


def test_a_patient_is_told_a_rule_and_not_the_words_of_a_label(generations: Watched) -> None:
    words = LibraryWords(document_id="d", passage_id="p", span=Span(start=0, end=5), quote="words")
    telling = Telling(Audience.PATIENT, lambda rule: "A. Examplo")
    said = CheckVerdict(name="x", status=CheckStatus.WARN, rule="r", library=(words,))

    def steps() -> Steps[Event, None, Outcome]:
        yield CheckEvent(check=said)
        return Abstention(
            reason=AbstentionReason.UNSAFE, explanation="no", checks=(said,), trace=TRACE
        )

    outcome = outcome_of(list(telling.events(steps())))
    assert outcome.checks[0].library[0].quote == ""
    assert outcome.checks[0].reviewed_by == "A. Examplo"
