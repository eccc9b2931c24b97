"""MaxSim over token vectors."""

import numpy as np
import pytest

from app.domain.corpus import Audience
from app.domain.ranking import Access, Hit, Ranking, Selection
from app.retrieval.hybrid import HybridRetriever
from app.retrieval.late_interaction import LateInteraction, max_sim
from app.retrieval.reordering import blended
from tests.fakes import FakeEmbedder, fake_snapshot, split_document


def test_max_sim_is_the_mean_over_the_questions_tokens_of_their_best_match() -> None:
    question = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    passage = np.array([[0.6, 0.8], [1.0, 0.0]], dtype=np.float32)
    assert max_sim(question, passage) == pytest.approx((1.0 + 0.8) / 2)


def test_text_without_tokens_scores_nothing() -> None:
    nothing = np.zeros((0, 2), dtype=np.float32)
    assert max_sim(nothing, np.ones((1, 2), dtype=np.float32)) == 0.0
    assert max_sim(np.ones((1, 2), dtype=np.float32), nothing) == 0.0


def test_a_passage_that_holds_every_word_of_the_question_rises_to_the_top() -> None:
    snapshot = fake_snapshot(
        [
            split_document("A", ["Illustrative: fever fever fever."]),
            split_document("B", ["Illustrative: a dry cough with fever after travel."]),
        ]
    )
    selection = Selection(access=Access(audiences=frozenset(Audience)))
    question = "fever after travel"
    ranking = HybridRetriever(FakeEmbedder()).retrieve(question, snapshot, selection, 2)
    read = LateInteraction(FakeEmbedder(), fused_weight=0.0).rerank(question, ranking, snapshot)
    first = snapshot.library.passages([read.hits[0].passage_id])[0]
    assert "travel" in first.text
    assert read.hits[0].reranked is not None
    assert read.hits[0].reranked.score == pytest.approx(1.0)


def test_a_blend_keeps_the_old_order_where_the_reranker_cannot_tell() -> None:
    hits = tuple(
        Hit(passage_id=p, document_id="d", rank=n, score=1.0 / n) for n, p in enumerate("abc", 1)
    )
    assert [h.passage_id for h in blended(Ranking(hits=hits), [0.5] * 3, 0.0).hits] == list("abc")
