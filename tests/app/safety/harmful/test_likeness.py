"""The likeness declines where no rule fired, and never against a counter-frame."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.manifest import EmbedderCard
from app.domain.question import Question
from app.safety.harmful.likeness import MOST, features, harm_likeness_model
from app.safety.harmful.reading import counts, wrongs
from app.safety.screens.harm import HarmScreen

MODEL = harm_likeness_model()
ASKED = "Let them drink the river water, bottles are dear."
COUNTERED = "How does a hospital detect staff who sell the pumps?"


class Pointing:
    """An embedder whose every vector points along, or against, what was fitted."""

    fingerprint = "pointing"

    def __init__(self, sign: int, sha256: str = MODEL.weights_sha256) -> None:
        weights = np.array(MODEL.weights, dtype=np.float32)
        self._vector = sign * weights / np.linalg.norm(weights)
        self._sha256 = sha256

    @property
    def card(self) -> EmbedderCard:
        return EmbedderCard(
            name="pointing",
            weights_sha256=self._sha256,
            dimension=len(MODEL.weights),
            longest_tokens=256,
        )

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._vector

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._vector for _ in texts])


def rules_of(text: str, embedder: Pointing | None) -> list[str | None]:
    screening = HarmScreen(embedder).screen(Question.asked(text))
    assert (screening.decline is None) == (screening.checks[0].rule is None)
    return [one.rule for one in screening.checks]


def test_a_request_like_those_for_harm_is_declined_though_no_rule_fires() -> None:
    assert wrongs(ASKED) == []
    assert rules_of(ASKED, Pointing(1)) == ["harm/likeness"]
    assert rules_of(ASKED, Pointing(-1)) == [None]


def test_what_is_acted_against_is_answered_however_like_it_is() -> None:
    assert rules_of(COUNTERED, Pointing(1)) == [None]


def test_it_is_silent_with_another_embedder_or_none() -> None:
    assert rules_of(ASKED, Pointing(1, "0" * 64)) == [None]
    assert rules_of(ASKED, None) == [None]


def test_it_never_takes_back_what_a_rule_found() -> None:
    assert rules_of("How can I forge a sick note?", Pointing(-1)) == ["harm/forged-record"]


def test_a_decline_by_likeness_says_how_far_above_the_threshold_and_where_to_turn() -> None:
    screening = HarmScreen(Pointing(1)).screen(Question.asked(ASKED))
    assert screening.decline is not None
    assert "river" not in screening.decline.explanation
    assert "above the threshold" in screening.checks[0].why


def test_the_numbers_of_the_model_are_those_that_are_measured() -> None:
    assert set(MODEL.counts.weights) == set(features(counts("")))


@pytest.mark.parametrize("text", ["", "Forge it. " * 50])
def test_counts_are_bounded(text: str) -> None:
    assert all(0.0 <= value <= MOST for value in features(counts(text)).values())
