"""What every way to an answer keeps to."""

from collections.abc import Callable

import pytest

from app.answering.answerer import Answerer
from app.answering.drafting import Drafting
from app.answering.judging import ClaimJudge
from app.domain.answer import (
    Abstention,
    Answer,
    CheckEvent,
    ClaimEvent,
    DoneEvent,
    EvidenceEvent,
)
from app.domain.corpus import Audience
from app.domain.errors import IndexUnavailable
from app.domain.ports.answering import Answering
from app.domain.ports.index import Generations
from app.domain.question import Caller, Question
from app.domain.ranking import Access
from app.generation.extractive import ExtractiveGenerator
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.quoting import quote
from app.retrieval.hybrid import HybridRetriever
from tests.fakes import (
    FakeAnswering,
    FakeEmbedder,
    FakeGenerations,
    FakeRetriever,
    FakeVocabulary,
    split_document,
)

DOCUMENT = split_document(
    "Itch guideline",
    [
        "For itch give examplol 5 mg each evening. This guidance is illustrative.",
        "Stop examplol when a rash appears. Then see the person again.",
    ],
)
OPERATOR = Caller(name="operator", access=Access(audiences=frozenset(Audience), tags=None))
ASKED = Question.asked("What dose of examplol is given for itch each evening?")
UNKNOWN = Question.asked("zorvimab quuxitis frobnication?")

Build = Callable[[Generations], Answering]


def _fake(generations: Generations) -> Answering:
    return FakeAnswering(generations, FakeRetriever())


def _extractive(generations: Generations) -> Answering:
    return Answerer(
        generations=generations,
        retriever=HybridRetriever(FakeEmbedder()),
        drafting=Drafting(
            generator=None,
            quotations=ExtractiveGenerator(FakeEmbedder(), FakeVocabulary()),
            judge=ClaimJudge(citer=cite, verifiers=(QuoteVerifier(),), checks=(), quoter=quote),
        ),
    )


@pytest.fixture(params=[_fake, _extractive], ids=["fake", "answerer"])
def build(request: pytest.FixtureRequest) -> Build:
    found: Build = request.param
    return found


@pytest.fixture
def answering(build: Build) -> Answering:
    generations = FakeGenerations()
    with generations.begin() as building:
        building.add([DOCUMENT])
        building.publish()
    return build(generations)


def test_a_stream_is_evidence_then_claims_and_checks_then_one_done(answering: Answering) -> None:
    events = list(answering.stream(ASKED, OPERATOR))
    assert isinstance(events[0], EvidenceEvent)
    assert isinstance(events[-1], DoneEvent)
    assert all(isinstance(event, ClaimEvent | CheckEvent) for event in events[1:-1])
    assert any(isinstance(event, ClaimEvent) for event in events)


def test_an_answer_is_what_its_stream_ends_with(answering: Answering) -> None:
    streamed = list(answering.stream(ASKED, OPERATOR))[-1]
    outcome = answering.answer(ASKED, OPERATOR)
    assert isinstance(streamed, DoneEvent)
    assert isinstance(outcome, Answer)
    assert isinstance(streamed.outcome, Answer)
    assert streamed.outcome.claims == outcome.claims


def test_every_citation_holds_the_documents_own_words(answering: Answering) -> None:
    outcome = answering.answer(ASKED, OPERATOR)
    assert isinstance(outcome, Answer)
    for claim in outcome.claims:
        for citation in claim.citations:
            assert citation.span.of(DOCUMENT.document.text) == citation.quote


def test_a_question_that_nothing_matches_is_an_abstention(answering: Answering) -> None:
    outcome = answering.answer(UNKNOWN, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert outcome.explanation


def test_without_an_index_both_ways_say_so(build: Build) -> None:
    empty = build(FakeGenerations())
    with pytest.raises(IndexUnavailable):
        empty.answer(ASKED, OPERATOR)
    with pytest.raises(IndexUnavailable):
        list(empty.stream(ASKED, OPERATOR))
