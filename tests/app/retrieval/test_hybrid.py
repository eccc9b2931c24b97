"""The hybrid retriever over a fake index."""

from itertools import pairwise

import pytest

from app.domain.corpus import Audience, Provenance
from app.domain.ports.index import Snapshot
from app.domain.ranking import Access, Ranking, Selection
from app.retrieval.hybrid import HybridRetriever
from app.retrieval.reordering import blended
from tests.fakes import FakeEmbedder, fake_snapshot, split_document

EVERYTHING = Selection(access=Access(audiences=frozenset(Audience), tags=None))
WORDS = ("fever", "cough", "rash", "pain", "itch", "thirst", "cramp", "tremor")
DOCUMENTS = [
    split_document(f"Note {n}", [f"Illustrative note {n}: {' '.join(WORDS[: n + 1])}."])
    for n in range(len(WORDS))
]


class Backwards:
    """A reranker that likes best what was found last."""

    name = "backwards"

    def __init__(self) -> None:
        self.read = 0

    def rerank(self, question: str, ranking: Ranking, snapshot: Snapshot) -> Ranking:
        self.read = len(ranking.hits)
        return blended(ranking, [float(hit.rank) for hit in ranking.hits], fused_weight=0.0)


def test_the_passage_with_the_questions_words_comes_first() -> None:
    snapshot = fake_snapshot(DOCUMENTS)
    ranking = HybridRetriever(FakeEmbedder()).retrieve("tremor", snapshot, EVERYTHING, 3)
    assert ranking.hits[0].document_id == DOCUMENTS[-1].document.id
    assert len(ranking.hits) == 3


def test_who_may_see_no_audience_finds_nothing() -> None:
    nobody = Selection(access=Access(audiences=frozenset()))
    ranking = HybridRetriever(FakeEmbedder()).retrieve("fever", fake_snapshot(DOCUMENTS), nobody, 5)
    assert ranking.hits == ()


def test_both_legs_are_filtered_by_the_callers_access() -> None:
    hidden = split_document(
        "Hidden",
        ["Illustrative fever note for one ward."],
        Provenance(source="ward", licence="CC0-1.0", access_tags=frozenset({"ward-a"})),
    )
    snapshot = fake_snapshot([*DOCUMENTS, hidden])
    outsider = Selection(access=Access(audiences=frozenset(Audience)))
    found = HybridRetriever(FakeEmbedder()).retrieve("fever ward", snapshot, outsider, 20).hits
    assert hidden.document.id not in {hit.document_id for hit in found}
    insider = Selection(access=Access(audiences=frozenset(Audience), tags=frozenset({"ward-a"})))
    found = HybridRetriever(FakeEmbedder()).retrieve("fever ward", snapshot, insider, 20).hits
    assert found[0].document_id == hidden.document.id


@pytest.mark.parametrize("k", [2, 4, 8])
def test_a_reranker_reorders_the_head_alone_and_scores_still_fall(k: int) -> None:
    snapshot = fake_snapshot(DOCUMENTS)
    plain = HybridRetriever(FakeEmbedder()).retrieve("fever cough", snapshot, EVERYTHING, 8).hits
    reranker = Backwards()
    hits = (
        HybridRetriever(FakeEmbedder(), reranker=reranker, rerank_depth=4)
        .retrieve("fever cough", snapshot, EVERYTHING, k)
        .hits
    )
    expected = [*reversed(plain[:4]), *plain[4:]][:k]
    assert [hit.passage_id for hit in hits] == [hit.passage_id for hit in expected]
    assert [hit.rank for hit in hits] == list(range(1, k + 1))
    assert all(one.score >= other.score for one, other in pairwise(hits))
    assert [hit.reranked is not None for hit in hits] == [n < 4 for n in range(k)]
    assert reranker.read == 4
