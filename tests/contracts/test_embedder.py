"""What every embedder must do, on the fake and on the packaged model with every backend."""

from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
import pytest

from app.domain.ports.embedding import Embedder, TokenEmbedder
from app.index.backends import Backend
from app.index.embedder import load_embedder
from tests.fakes import FakeEmbedder


class Embedding(Embedder, TokenEmbedder, Protocol):
    """For passages, questions and tokens."""


BACKENDS: tuple[Backend, ...] = ("torch-float32", "openvino-float32", "openvino-int8")
"""Those in bfloat16 keep the rest of the contract and not the last digits of a vector."""


@pytest.fixture(scope="module", params=["fake", *BACKENDS])
def embedder(request: pytest.FixtureRequest) -> Embedding:
    if request.param == "fake":
        return FakeEmbedder()
    return load_embedder(backend=request.param, threads=1)


TEXTS = [
    "",
    " ",
    "\x00\ufffe",
    "fever",
    "Paracetamol lowers fever in adults.",
    "naïve \U0001fac0 " * 40,
    "word " * 2000,
    "x" * 5000,
]


def test_rows_are_finite_and_of_unit_length_for_any_text(embedder: Embedding) -> None:
    rows = embedder.embed_passages(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.card.dimension)
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-4)


def test_no_texts_give_no_rows(embedder: Embedding) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.card.dimension)
    assert embedder.embed_tokens([]) == []


def test_a_text_has_one_vector_whatever_stands_beside_it(embedder: Embedding) -> None:
    together = embedder.embed_passages(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(embedder.embed_passages([text])[0], row, atol=1e-5)


def test_a_question_lies_nearer_to_its_passage_than_to_another(embedder: Embedding) -> None:
    passages = embedder.embed_passages(
        ["Paracetamol lowers fever in adults.", "The hospital car park closes at ten."]
    )
    question = embedder.embed_question("Does paracetamol lower fever?")
    assert question.shape == (embedder.card.dimension,)
    near, far = passages @ question
    assert near > far + 0.2


def test_tokens_have_unit_rows_without_the_special_ones(embedder: Embedding) -> None:
    texts = ["fever", "", "fever and cough and rash and pain"]
    tokens = embedder.embed_tokens(texts)
    assert [len(rows) for rows in tokens] == [1, 0, 7]
    for rows in tokens:
        assert rows.shape[1] == embedder.card.dimension
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-4)


def test_eight_threads_get_the_vectors_that_one_gets(embedder: Embedding) -> None:
    texts = [f"dose {i} " * (1 + i % 9) for i in range(48)]
    alone = [embedder.embed_question(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        crowd = list(pool.map(embedder.embed_question, texts))
        mixed = list(pool.map(lambda text: embedder.embed_passages([text, "x"])[0], texts))
        list(pool.map(lambda text: embedder.embed_tokens([text]), texts))
    np.testing.assert_allclose(crowd, alone, atol=1e-5)
    np.testing.assert_allclose(mixed, alone, atol=1e-5)


def test_the_fingerprint_holds_still(embedder: Embedding) -> None:
    assert embedder.fingerprint == embedder.fingerprint
    assert len(embedder.card.weights_sha256) == 64
