"""Whatever a model emits: no sentence without a citation, no label that was not admitted, no quote
that is not verbatim."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.answering.answerer import Answerer
from app.answering.drafting import Drafting
from app.answering.judging import ClaimJudge
from app.domain.answer import Answer, ClaimEvent, DoneEvent, DraftClaim, Evidence, EvidenceEvent
from app.domain.corpus import Audience
from app.domain.leaving import Left, stays
from app.domain.ports.generation import Drafts, Generator
from app.domain.question import Caller, Question
from app.domain.ranking import Access
from app.generation.draft import read_draft
from app.generation.llama.generator import LlamaGenerator
from app.generation.llama.local_model import LocalModel
from app.generation.llama.options import ModelOptions
from app.grounding.applicability import ApplicabilityVerifier
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.numbers import NumberVerifier
from app.grounding.polarity import PolarityVerifier
from app.grounding.quoting import quote
from app.retrieval.hybrid import HybridRetriever
from tests.fakes import FakeEmbedder, FakeGenerations, FakeGenerator, split_document

DOCUMENTS = [
    split_document("Itch", ["Give examplol 5 mg for itch. Stop examplol if a rash appears."]),
    split_document("Rash", ["Zamplol is not given to children. It is for rash in adults."]),
]
TEXTS = {one.document.id: one.document.text for one in DOCUMENTS}
EVERYONE = Caller(name="operator", access=Access(audiences=frozenset(Audience), tags=None))
ASKED = Question.asked("What is examplol given for, and zamplol for rash?")
WORDS = sorted({word for text in TEXTS.values() for word in text.split()})


class Emits:
    """A model whose text is given, and which says the same again where a sentence failed."""

    fingerprint = "emits"

    def __init__(self, text: str) -> None:
        self._text = text

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        yield from read_draft(iter([self._text]))

    def redraft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        failed: DraftClaim,
        why: str,
        left: Left = stays,
    ) -> DraftClaim | None:
        first = next(read_draft(iter([self._text])), None)
        return first if isinstance(first, DraftClaim) else None


@pytest.fixture(scope="module")
def library() -> FakeGenerations:
    found = FakeGenerations()
    with found.begin() as building:
        building.add(DOCUMENTS)
        building.publish()
    return found


def check(library: FakeGenerations, model: Generator) -> None:
    """Ask, and hold every claim that was sent against the promise."""
    verifiers = (QuoteVerifier(), NumberVerifier(), PolarityVerifier(), ApplicabilityVerifier())
    answering = Answerer(
        generations=library,
        retriever=HybridRetriever(FakeEmbedder()),
        drafting=Drafting(
            model,
            FakeGenerator(),
            ClaimJudge(citer=cite, verifiers=verifiers, checks=(), quoter=quote),
        ),
    )
    events = list(answering.stream(ASKED, EVERYONE))
    assert isinstance(events[0], EvidenceEvent)
    admitted = {each.label for each in events[0].evidence}
    sent = tuple(event.claim for event in events if isinstance(event, ClaimEvent))
    for claim in sent:
        assert claim.citations
        assert {citation.label for citation in claim.citations} <= admitted
        for citation in claim.citations:
            assert citation.span.of(TEXTS[citation.document_id]) == citation.quote
    assert isinstance(events[-1], DoneEvent)
    outcome = events[-1].outcome
    if isinstance(outcome, Answer):
        assert outcome.claims == sent
    else:
        assert not sent


sentences = st.lists(st.sampled_from([*WORDS, "50", "never", "[9]", "mg."]), max_size=12).map(
    " ".join
)
claims = st.fixed_dictionaries(
    {
        "cite": st.lists(st.integers(-1, 9), max_size=4),
        "text": st.one_of(sentences, st.text(max_size=80)),
    }
)
drafts = st.fixed_dictionaries({"answered": st.booleans(), "claims": st.lists(claims, max_size=9)})


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts.map(json.dumps))
def test_drafts_of_the_right_form(library: FakeGenerations, text: str) -> None:
    check(library, Emits(text))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts.map(json.dumps), st.integers(0, 400), st.text(max_size=40))
def test_drafts_that_are_cut_and_spoilt(
    library: FakeGenerations, text: str, at: int, put: str
) -> None:
    check(library, Emits(text[:at] + put + text[at:]))
    check(library, Emits(text[:at]))


@pytest.fixture(scope="module")
def random_model(tiny_gguf: Path) -> Iterator[LlamaGenerator]:
    model = LlamaGenerator(LocalModel(ModelOptions(tiny_gguf, threads=1)), answer=96)
    yield model
    model.close()


def test_a_model_of_random_weights(library: FakeGenerations, random_model: LlamaGenerator) -> None:
    for _ in range(2):
        check(library, random_model)
