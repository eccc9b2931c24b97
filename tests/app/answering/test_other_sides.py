"""What a rule withholds of a claim gets out by no other door: conflicts, quotes, evidence, reasons.

The sentences are ours and illustrative.
"""

from datetime import date

import pytest

from app.answering.answerer import Answerer
from app.answering.checking import Checking
from app.answering.drafting import Drafting
from app.answering.judging import ClaimJudge
from app.answering.preference import Preferences
from app.answering.telling import Telling
from app.answering.weighing import Weighing
from app.domain.answer import Answer, CitedClaim, DraftClaim, Evidence, Quote, Withheld
from app.domain.corpus import Audience, Provenance
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.generation.extractive import ExtractiveGenerator
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.conflicts.finder import EvidenceConflicts
from app.grounding.quoting import quote
from app.retrieval.hybrid import HybridRetriever
from app.safety.readability import PatientWording
from tests.app.answering.test_disagreeing_sources import ASKED, CALLER, NEW, NOW, OLD
from tests.fakes import FakeClock, FakeEmbedder, FakeGenerations, FakeVocabulary, split_document

GRAMS = "1 g"


class NoGrams:
    """Withholds what names a gram."""

    name = "grams"

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        del subject
        if GRAMS not in claim.text:
            return (CheckVerdict(name=self.name, status=CheckStatus.PASS),)
        return (
            CheckVerdict(
                name=self.name,
                status=CheckStatus.BLOCK,
                rule="grams/none",
                fired_on=GRAMS,
                why="a gram is too much",
            ),
        )


def judge(**given: object) -> ClaimJudge:
    parts = {"citer": cite, "verifiers": (QuoteVerifier(),), "checks": (NoGrams(),)}
    return ClaimJudge(**{**parts, "quoter": quote, **given})  # type: ignore[arg-type] # by name


def answerer(judged: ClaimJudge, *documents: object, checking: Checking | None = None) -> Answerer:
    generations = FakeGenerations(FakeEmbedder())
    with generations.begin() as building:
        building.add(documents)  # type: ignore[arg-type] # split documents
        building.publish()
    return Answerer(
        generations=generations,
        retriever=HybridRetriever(FakeEmbedder()),
        drafting=Drafting(None, ExtractiveGenerator(FakeEmbedder(), FakeVocabulary()), judged),
        checking=checking,
        weighing=Weighing(EvidenceConflicts(), Preferences(), FakeClock(NOW), 10),
    )


def test_a_conflict_whose_other_side_a_rule_withholds_is_not_shown() -> None:
    outcome = answerer(judge(), OLD, NEW).answer(ASKED, CALLER)
    assert isinstance(outcome, Answer)
    assert outcome.conflicts == ()
    assert GRAMS not in outcome.model_dump_json(exclude={"checks"})
    assert {one.rule for one in outcome.withheld} == {"grams/none"}
    assert outcome.review is True
    assert any("Another source" in note for note in outcome.notes)


def test_a_conflict_that_no_rule_speaks_against_is_shown() -> None:
    outcome = answerer(judge(checks=()), OLD, NEW).answer(ASKED, CALLER)
    assert isinstance(outcome, Answer)
    assert len(outcome.conflicts) == 1


@pytest.fixture
def evidence() -> Evidence:
    document = split_document("Guide", [f"Flucloxacillin {GRAMS} is given. Or 500 mg is given."])
    return Evidence(label=1, passage=document.passages[0], document=document.document.card)


def test_a_claim_is_withheld_where_the_words_quoted_beneath_it_would_be(evidence: Evidence) -> None:
    words = f"Flucloxacillin {GRAMS} is given."
    draft = DraftClaim(text="It is given.", quotes=(Quote(label=1, text=words),))
    subject = Subject(question=ASKED, evidence=(evidence,))
    assert judge().judge(draft, subject).claim is None
    assert judge(on_quotes=()).judge(draft, subject).claim is not None


def test_a_patient_reads_no_word_of_what_was_held_back() -> None:
    told = Provenance(
        source="s", licence="CC0-1.0", published=date(2024, 1, 1), audience=Audience.PATIENT
    )
    path = ("Leaflet", "Cellulitis")
    mixed = split_document(
        "Leaflet",
        [
            "For cellulitis in adults flucloxacillin 500 mg is given. Some are given 1 g.",
            "In adults with cellulitis flucloxacillin 1 g is the dose given.",
        ],
        told,
        path=path,
    )
    asked = ASKED.model_copy(update={"audience": Audience.PATIENT})
    checking = Checking(wording=PatientWording())
    outcome = answerer(judge(), mixed, checking=checking).answer(asked, CALLER)
    assert isinstance(outcome, Answer)
    assert any(one.rule == "grams/none" for one in outcome.withheld)
    assert GRAMS not in outcome.model_dump_json()
    assert "too much" not in outcome.model_dump_json()
    assert all(not one.passage.text for one in outcome.evidence)


def test_a_reason_that_no_check_stands_for_is_left() -> None:
    assert Telling(Audience.PATIENT, lambda _: None, PatientWording())._reason(
        Withheld(reason="because", rule="x"), ()
    ) == Withheld(reason="because", rule="x")
