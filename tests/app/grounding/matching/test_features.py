"""The features as a whole: finite for any text, and right where the words are plain."""

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.grounding.matching.features import READ, features
from app.grounding.matching.likeness import best_cosines, cosine, mean_of_best, share_far
from tests.app.grounding.fake_model import FakeModel

MODEL = FakeModel()


@settings(max_examples=25)
@given(claim=st.text(max_size=60), sentences=st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_gives_finite_numbers(claim: str, sentences: list[str]) -> None:
    assert all(math.isfinite(value) for value in features(claim, sentences, (), MODEL))


def test_the_nearest_sentences_are_read_whatever_their_place() -> None:
    filler = [f"Sentence {n} is about something else." for n in range(3 * READ)]
    sentence = "Examplol relieves itching within an hour."
    found = features(sentence, [*filler, sentence, *filler], (), MODEL)
    assert (found.in_order, round(found.nearest, 5), round(found.token_match, 5)) == (1.0,) * 3


def test_a_long_quote_is_not_embedded_whole() -> None:
    class Counting(FakeModel):
        texts = 0

        def embed_tokens(self, texts: Sequence[str]) -> list[np.ndarray]:
            Counting.texts += len(texts)
            return super().embed_tokens(texts)

    features("Examplol itches.", [f"Examplol {n}." for n in range(500)], (), Counting())
    assert Counting.texts == READ + 1


def test_texts_without_tokens_are_near_to_nothing() -> None:
    none, some = np.zeros((0, 4), np.float32), np.eye(4, dtype=np.float32)
    assert cosine(none, some) == cosine(some, none) == 0.0
    assert share_far(best_cosines(some, [none])) == 1.0
    assert mean_of_best(best_cosines(none, [some])) == 0.0
