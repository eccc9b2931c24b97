"""Vectors that were computed lately."""

import numpy as np
import pytest

from app.index.remembering import RememberingEmbedder
from tests.fakes import FakeEmbedder


def test_a_text_seen_lately_is_not_embedded_again() -> None:
    inner = FakeEmbedder()
    embedder = RememberingEmbedder(inner)
    first = embedder.embed_passages(["itch", "rash", "itch"])
    again = embedder.embed_passages(["rash", "cough", "itch"])
    assert inner.embedded == 3
    assert np.array_equal(first, inner.embed_passages(["itch", "rash", "itch"]))
    assert np.array_equal(again, inner.embed_passages(["rash", "cough", "itch"]))


def test_what_was_remembered_is_counted() -> None:
    embedder = RememberingEmbedder(FakeEmbedder())
    embedder.embed_passages(["itch", "rash"])
    embedder.embed_passages(["rash", "cough"])
    embedder.embed_question("itch?")
    embedder.embed_question("itch?")
    assert (embedder.texts.hits, embedder.texts.misses) == (1, 3)
    assert (embedder.questions.hits, embedder.questions.misses) == (1, 1)


def test_the_oldest_is_forgotten_first() -> None:
    inner = FakeEmbedder()
    embedder = RememberingEmbedder(inner, texts=2)
    for text in ("a", "b", "a", "c", "a"):
        embedder.embed_passages([text])
    assert inner.embedded == 3
    embedder.embed_passages(["b"])
    assert inner.embedded == 4


def test_questions_and_passages_are_told_apart() -> None:
    class Two(FakeEmbedder):
        def embed_question(self, text: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
            return -super().embed_question(text)

    embedder = RememberingEmbedder(Two())
    row = embedder.embed_passages(["itch"])[0]
    assert np.array_equal(embedder.embed_question("itch"), -row)
    assert np.array_equal(embedder.embed_question("itch"), -row)
    assert np.array_equal(embedder.embed_passages(["itch"])[0], row)


def test_what_is_remembered_cannot_be_changed_by_a_caller() -> None:
    embedder = RememberingEmbedder(FakeEmbedder())
    embedder.embed_question("itch")
    with pytest.raises(ValueError, match="read-only"):
        embedder.embed_question("itch")[0] = 9.0


def test_no_texts_give_no_rows() -> None:
    assert RememberingEmbedder(FakeEmbedder()).embed_passages([]).shape == (0, 64)
