"""What every retriever keeps to."""

import pytest

from app.domain.corpus import Audience, Provenance, Status
from app.domain.ports.retrieval import Retriever
from app.domain.ranking import Access, Filters, Selection
from app.retrieval.fusion import min_max, reciprocal_rank
from app.retrieval.hybrid import HybridRetriever
from app.retrieval.late_interaction import LateInteraction
from tests.fakes import FakeEmbedder, FakeRetriever, fake_snapshot, split_document

EVERYTHING = Selection(access=Access(audiences=frozenset(Audience), tags=None))
DOCUMENTS = [
    split_document("Fever", ["Illustrative: treat fever with fluids.", "Fever lasts three days."]),
    split_document("Cough", ["Illustrative: a cough lasts three weeks."]),
    split_document(
        "Old fever",
        ["Illustrative: an older edition about fever."],
        Provenance(source="fake", licence="CC0-1.0", status=Status.SUPERSEDED),
    ),
]


@pytest.fixture(
    params=[
        FakeRetriever(),
        HybridRetriever(FakeEmbedder(), min_max),
        HybridRetriever(FakeEmbedder(), reciprocal_rank),
        HybridRetriever(FakeEmbedder(), reranker=LateInteraction(FakeEmbedder()), rerank_depth=2),
    ],
    ids=["fake", "min-max", "rrf", "late-interaction"],
)
def retriever(request: pytest.FixtureRequest) -> Retriever:
    found: Retriever = request.param
    return found


def test_hits_are_distinct_ranked_from_one_and_at_most_k(retriever: Retriever) -> None:
    hits = retriever.retrieve("fever", fake_snapshot(DOCUMENTS), EVERYTHING, 2).hits
    assert [hit.rank for hit in hits] == [1, 2]
    assert len({hit.passage_id for hit in hits}) == 2
    assert hits[0].score >= hits[1].score


def test_every_hit_says_which_leg_found_it(retriever: Retriever) -> None:
    hits = retriever.retrieve("fever", fake_snapshot(DOCUMENTS), EVERYTHING, 9).hits
    assert all(hit.dense or hit.lexical for hit in hits)
    assert {hit.document_id for hit in hits} <= {one.document.id for one in DOCUMENTS}


def test_a_superseded_edition_is_found_on_request_alone(retriever: Retriever) -> None:
    snapshot = fake_snapshot(DOCUMENTS)
    old = DOCUMENTS[2].document.id
    plain = retriever.retrieve("older edition fever", snapshot, EVERYTHING, 9).hits
    assert old not in {hit.document_id for hit in plain}
    wide = Selection(access=EVERYTHING.access, filters=Filters(include_superseded=True))
    asked = retriever.retrieve("older edition fever", snapshot, wide, 9).hits
    assert old in {hit.document_id for hit in asked}


def test_the_same_question_gives_the_same_ranking(retriever: Retriever) -> None:
    snapshot = fake_snapshot(DOCUMENTS)
    first = retriever.retrieve("three days", snapshot, EVERYTHING, 9)
    assert retriever.retrieve("three days", snapshot, EVERYTHING, 9) == first


GRADED = [
    split_document(
        name,
        [f"Illustrative: {name} fever."],
        Provenance(source="fake", licence="CC0-1.0", grade=grade),
    )
    for name, grade in (("One", "GRADE: Very-low"), ("Two", "B"), ("Three", "1-"), ("Four", None))
]


def graded(retriever: Retriever, *grades: str, **others: frozenset[str]) -> set[str]:
    filters = Filters(grades=frozenset(grades), **others)
    wanted = Selection(access=EVERYTHING.access, filters=filters)
    names = {one.document.id: one.document.card.title for one in GRADED}
    hits = retriever.retrieve("fever", fake_snapshot(GRADED), wanted, 9).hits
    return {names[hit.document_id] for hit in hits}


def test_grades_are_those_that_documents_state_compared_folded(retriever: Retriever) -> None:
    assert graded(retriever, "grade:  very LOW") == {"One"}
    assert graded(retriever, "b", "GRADE: very low") == {"One", "Two"}
    assert graded(retriever, "1-") == {"Three"}
    assert graded(retriever) == {"One", "Two", "Three", "Four"}


@pytest.mark.parametrize("grade", ["1", "A", "", "None"])
def test_a_grade_that_no_document_states_finds_none(retriever: Retriever, grade: str) -> None:
    assert graded(retriever, grade) == set()


def test_grades_and_documents_both_narrow(retriever: Retriever) -> None:
    first, second = (one.document.id for one in GRADED[:2])
    assert graded(retriever, "b", document_ids=frozenset({second})) == {"Two"}
    assert graded(retriever, "b", document_ids=frozenset({first})) == set()
