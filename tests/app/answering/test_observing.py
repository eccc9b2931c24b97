"""What is seen of a trip from outside: once, whatever becomes of it, and no word of it."""

import threading
from contextlib import closing

import pytest

from app.answering.observing import Observers
from app.domain.answer import VerdictKind
from app.domain.errors import IndexUnavailable
from app.domain.observed import SeenTrip
from app.domain.question import Question
from app.domain.safety import CheckStatus
from app.grounding.citation import QuoteVerifier
from tests.app.answering.test_answerer import (
    OPERATOR,
    QUESTION,
    Refuses,
    Says,
    Watched,
    answerer,
    generations,
)
from tests.fakes import FakeGenerations

__all__ = ["generations"]


class Looks:
    def __init__(self) -> None:
        self.seen: list[SeenTrip] = []

    def answered(self, seen: SeenTrip) -> None:
        self.seen.append(seen)


def test_an_answer_is_seen_once_with_its_stages_and_verdicts(generations: Watched) -> None:
    looks = Looks()
    parts = answerer(generations, observer=looks, answer_checks=[Says(CheckStatus.WARN)])
    outcome = parts.answer(QUESTION, OPERATOR)
    (seen,) = looks.seen
    assert seen.trace_id == outcome.trace.trace_id
    assert seen.kind == "answer"
    assert seen.claims >= 1
    assert seen.verdicts[QuoteVerifier().name, "supported"] == seen.claims
    assert seen.checks["says", "warn"] == 1
    assert seen.fingerprints["rules"] == "rules-1"
    assert {"screen", "retrieve", "admit", "draft", "judge"} <= {lap.stage for lap in seen.laps}
    assert all(0 <= lap.began <= lap.began + lap.seconds <= seen.seconds for lap in seen.laps)
    for timing in outcome.trace.timings:
        laps = sum(lap.seconds for lap in seen.laps if lap.stage == timing.stage)
        assert laps == pytest.approx(timing.seconds)


def test_a_stream_that_nobody_reads_to_its_end_is_seen(generations: Watched) -> None:
    looks = Looks()
    with closing(answerer(generations, observer=looks).stream(QUESTION, OPERATOR)) as events:  # type: ignore[type-var]
        next(events)
        assert looks.seen == []
    assert [each.kind for each in looks.seen] == ["left"]
    assert generations.open == 0


def test_an_error_is_seen_by_its_class() -> None:
    looks = Looks()
    with pytest.raises(IndexUnavailable):
        answerer(FakeGenerations(), observer=looks).answer(QUESTION, OPERATOR)
    assert [(each.kind, each.reason) for each in looks.seen] == [("error", "IndexUnavailable")]


def test_no_word_is_seen(generations: Watched) -> None:
    looks = Looks()
    question = Question.asked("What dose of examplol for Weatherby's itch?")
    refuses = Refuses("rash", VerdictKind.CONTRADICTED)
    answerer(generations, observer=looks, verifiers=(QuoteVerifier(), refuses)).answer(
        question, OPERATOR
    )
    told = repr(looks.seen).lower()
    for word in ("weatherby", "examplol", "itch", "illustrative"):
        assert word not in told


def test_those_who_are_added_later_look_on_from_then_on(generations: Watched) -> None:
    observers, first, second = Observers(), Looks(), Looks()
    parts = answerer(generations, observer=observers)
    observers.add(first)
    parts.answer(QUESTION, OPERATOR)
    observers.add(second)
    parts.answer(QUESTION, OPERATOR)
    observers.settle()
    assert (len(first.seen), len(second.seen)) == (2, 1)
    observers.close()
    parts.answer(QUESTION, OPERATOR)
    observers.close()
    assert (len(first.seen), len(second.seen)) == (3, 2)


def test_no_answer_waits_for_who_looks_on_and_one_that_fails_blinds_no_other(
    generations: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    go_on = threading.Event()

    class Slow:
        def answered(self, seen: SeenTrip) -> None:
            go_on.wait(30)
            raise RuntimeError("weatherby")

    observers, looks = Observers(), Looks()
    observers.add(Slow())
    observers.add(looks)
    parts = answerer(generations, observer=observers)
    parts.answer(QUESTION, OPERATOR)
    assert looks.seen == []
    go_on.set()
    observers.close()
    assert len(looks.seen) == 1
    assert [each.getMessage() for each in caplog.records if each.name == "citewell"] == [
        "What was answered could not be told: RuntimeError"
    ]
