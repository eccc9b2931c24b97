"""Sources that disagree, on their way through the answerer: both are shown, nothing is taken back.

The sentences are ours and illustrative.
"""

from datetime import UTC, date, datetime

import pytest

from app.answering.answerer import Answerer
from app.answering.drafting import Drafting
from app.answering.judging import ClaimJudge
from app.answering.preference import Preferences
from app.answering.weighing import Weighing
from app.domain.answer import Answer, ClaimEvent, ConflictEvent, DoneEvent
from app.domain.conflict import About
from app.domain.corpus import Audience, Provenance, SplitDocument
from app.domain.question import Caller, Question
from app.domain.ranking import Access
from app.generation.extractive import ExtractiveGenerator
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.conflicts.finder import EvidenceConflicts
from app.grounding.quoting import quote
from app.retrieval.hybrid import HybridRetriever
from tests.fakes import FakeClock, FakeEmbedder, FakeGenerations, FakeVocabulary, split_document

CALLER = Caller(name="operator", access=Access(audiences=frozenset(Audience), tags=None))
ASKED = Question.asked("What dose of flucloxacillin is given for cellulitis in adults?")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def guideline(title: str, text: str, year: int) -> SplitDocument:
    stated = Provenance(source="s", licence="CC0-1.0", published=date(year, 1, 1))
    return split_document(title, [text], stated, path=(title, "Cellulitis"))


OLD = guideline("Skin guideline", "For cellulitis in adults flucloxacillin 500 mg is given.", 2014)
NEW = guideline(
    "District manual", "In adults with cellulitis flucloxacillin 1 g is the dose given.", 2024
)


def answerer(*documents: SplitDocument, evidence: int) -> Answerer:
    generations = FakeGenerations(FakeEmbedder())
    with generations.begin() as building:
        building.add(documents)
        building.publish()
    return Answerer(
        generations=generations,
        retriever=HybridRetriever(FakeEmbedder()),
        drafting=Drafting(
            generator=None,
            quotations=ExtractiveGenerator(FakeEmbedder(), FakeVocabulary()),
            judge=ClaimJudge(citer=cite, verifiers=(QuoteVerifier(),), checks=(), quoter=quote),
        ),
        weighing=Weighing(EvidenceConflicts(), Preferences(), FakeClock(NOW), 10),
        evidence=evidence,
    )


@pytest.mark.parametrize("evidence", [8, 1], ids=["both admitted", "one admitted"])
def test_both_sides_are_shown_after_the_claims_and_the_newer_is_preferred(evidence: int) -> None:
    events = list(answerer(OLD, NEW, evidence=evidence).stream(ASKED, CALLER))
    kinds = [each.event for each in events]
    assert kinds[0] == "evidence"
    assert kinds[-2:] == ["conflict", "done"]
    assert any(isinstance(each, ClaimEvent) for each in events)
    found = next(each.conflict for each in events if isinstance(each, ConflictEvent))
    assert found.about is About.DOSE
    assert {side.says for side in found.sides} == {"500 mg", "1 g"}
    assert found.preference.rule == "newer"
    assert found.preference.side is not None
    assert found.sides[found.preference.side].says == "1 g"
    done = events[-1]
    assert isinstance(done, DoneEvent)
    assert isinstance(done.outcome, Answer)
    assert done.outcome.conflicts == (found,)


@pytest.mark.parametrize("evidence", [8, 1])
def test_the_evidence_of_both_sides_is_in_the_answer_and_holds_their_words(evidence: int) -> None:
    outcome = answerer(OLD, NEW, evidence=evidence).answer(ASKED, CALLER)
    assert isinstance(outcome, Answer)
    by_label = {each.label: each for each in outcome.evidence}
    texts = {each.document.id: each.document.text for each in (OLD, NEW)}
    for side in outcome.conflicts[0].sides:
        assert by_label[side.citation.label].document.id == side.citation.document_id
        assert side.citation.span.of(texts[side.citation.document_id]) == side.citation.quote


def test_an_old_source_is_noted_and_one_that_agrees_is_no_conflict() -> None:
    same = guideline("District manual", "Adults with cellulitis take flucloxacillin 0.5 g.", 2024)
    outcome = answerer(OLD, same, evidence=8).answer(ASKED, CALLER)
    assert isinstance(outcome, Answer)
    assert outcome.conflicts == ()
    assert any("2014-01-01" in note for note in outcome.notes)


@pytest.mark.parametrize("evidence", [8, 1], ids=["among the admitted", "beside them"])
def test_what_was_written_for_clinicians_contradicts_nothing_for_a_patient(evidence: int) -> None:
    def leaflet(split: SplitDocument) -> SplitDocument:
        stated = split.document.card.provenance
        card = split.document.card.model_copy(
            update={"provenance": stated.model_copy(update={"audience": Audience.PATIENT})}
        )
        return split.model_copy(
            update={"document": split.document.model_copy(update={"card": card})}
        )

    asked = Question.asked(ASKED.text, Audience.PATIENT)
    outcome = answerer(leaflet(OLD), NEW, evidence=evidence).answer(asked, CALLER)
    assert isinstance(outcome, Answer)
    assert outcome.conflicts == ()
    outcome = answerer(leaflet(OLD), leaflet(NEW), evidence=evidence).answer(asked, CALLER)
    assert isinstance(outcome, Answer)
    assert "Ask your doctor" in outcome.conflicts[0].preference.why


@pytest.mark.parametrize("evidence", [8, 1], ids=["among the admitted", "beside them"])
def test_a_document_that_the_caller_may_not_see_contradicts_nothing(evidence: int) -> None:
    tagged = NEW.document.card.provenance.model_copy(update={"access_tags": frozenset({"ward"})})
    card = NEW.document.card.model_copy(update={"provenance": tagged})
    hidden = NEW.model_copy(update={"document": NEW.document.model_copy(update={"card": card})})
    caller = Caller(
        name="x", access=Access(audiences=frozenset(Audience), tags=frozenset({"other"}))
    )
    outcome = answerer(OLD, hidden, evidence=evidence).answer(ASKED, caller)
    assert isinstance(outcome, Answer)
    assert outcome.conflicts == ()
