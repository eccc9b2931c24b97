"""Loading a cross-encoder, or saying why not."""

from pathlib import Path

import pytest

from app.domain.corpus import Audience
from app.domain.errors import ModelUnavailable
from app.domain.ranking import Access, Selection
from app.retrieval.cross_encoder import CrossEncoderReranker
from app.retrieval.hybrid import HybridRetriever
from tests.app.retrieval.tiny_cross_encoder import write_tiny_cross_encoder
from tests.fakes import FakeEmbedder, fake_snapshot, split_document

SNAPSHOT = fake_snapshot([split_document("Fever", ["Illustrative: fever lasts three days."])])
SELECTION = Selection(access=Access(audiences=frozenset(Audience)))
RANKING = HybridRetriever(FakeEmbedder()).retrieve("fever", SNAPSHOT, SELECTION, 1)


def test_a_missing_model_is_unavailable_and_the_message_says_what_to_set(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(str(tmp_path / "nowhere"))
    with pytest.raises(ModelUnavailable, match="CITEWELL_RERANKER"):
        reranker.rerank("fever", RANKING, SNAPSHOT)


def test_a_name_that_is_not_cached_is_refused_without_a_download() -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded from this machine"):
        CrossEncoderReranker("no-such-owner/no-such-model").rerank("fever", RANKING, SNAPSHOT)


def test_a_folder_of_junk_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    with pytest.raises(ModelUnavailable):
        CrossEncoderReranker(str(tmp_path)).rerank("fever", RANKING, SNAPSHOT)


def test_a_classifier_of_three_classes_is_no_reranker(tmp_path: Path) -> None:
    write_tiny_cross_encoder(tmp_path, labels=3)
    with pytest.raises(ModelUnavailable, match="gives 3 scores"):
        CrossEncoderReranker(str(tmp_path)).rerank("fever", RANKING, SNAPSHOT)


def test_the_model_is_loaded_at_the_first_question_alone(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(str(tmp_path))
    write_tiny_cross_encoder(tmp_path)
    assert reranker.rerank("fever", RANKING, SNAPSHOT).hits[0].reranked is not None
    assert reranker.name == f"cross-encoder:{tmp_path}"
