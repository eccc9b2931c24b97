"""What every reranker keeps to; the cross-encoder is a real one with random weights."""

from pathlib import Path

import pytest

from app.domain.corpus import Audience
from app.domain.ports.retrieval import Reranker
from app.domain.ranking import Access, Ranking, Selection
from app.retrieval.cross_encoder import CrossEncoderReranker
from app.retrieval.hybrid import HybridRetriever
from app.retrieval.late_interaction import LateInteraction
from tests.app.retrieval.tiny_cross_encoder import write_tiny_cross_encoder
from tests.fakes import FakeEmbedder, FakeReranker, fake_snapshot, split_document

DOCUMENTS = [
    split_document("Fever", ["Illustrative: treat fever with fluids.", "Fever lasts three days."]),
    split_document("Cough", ["Illustrative: a cough lasts three weeks."]),
    split_document("Rash", ["Illustrative: a rash may itch."]),
]
SNAPSHOT = fake_snapshot(DOCUMENTS)
SELECTION = Selection(access=Access(audiences=frozenset(Audience)))
QUESTION = "How long does a fever last?"


@pytest.fixture(params=["fake", "late-interaction", "cross-encoder"])
def reranker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reranker:
    match request.param:
        case "fake":
            return FakeReranker()
        case "late-interaction":
            return LateInteraction(FakeEmbedder())
        case _:
            folder: Path = tmp_path_factory.mktemp("cross-encoder")
            write_tiny_cross_encoder(folder)
            return CrossEncoderReranker(str(folder))


def ranking() -> Ranking:
    return HybridRetriever(FakeEmbedder()).retrieve(QUESTION, SNAPSHOT, SELECTION, 4)


def test_the_same_hits_come_back_in_an_order_without_gaps(reranker: Reranker) -> None:
    before = ranking()
    after = reranker.rerank(QUESTION, before, SNAPSHOT)
    assert {hit.passage_id for hit in after.hits} == {hit.passage_id for hit in before.hits}
    assert [hit.rank for hit in after.hits] == [1, 2, 3, 4]
    scores = [hit.score for hit in after.hits]
    assert scores == sorted(scores, reverse=True)


def test_every_hit_keeps_its_legs_and_gains_a_place(reranker: Reranker) -> None:
    before = {hit.passage_id: hit for hit in ranking().hits}
    after = reranker.rerank(QUESTION, ranking(), SNAPSHOT).hits
    assert sorted(hit.reranked.rank for hit in after if hit.reranked) == [1, 2, 3, 4]
    assert all(hit.dense == before[hit.passage_id].dense for hit in after)
    assert all(hit.lexical == before[hit.passage_id].lexical for hit in after)


def test_nothing_to_rerank_is_nothing(reranker: Reranker) -> None:
    assert reranker.rerank(QUESTION, Ranking(), SNAPSHOT) == Ranking()


def test_reranking_twice_gives_the_same_order(reranker: Reranker) -> None:
    before = ranking()
    first = reranker.rerank(QUESTION, before, SNAPSHOT)
    assert reranker.rerank(QUESTION, before, SNAPSHOT) == first
