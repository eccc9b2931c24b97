"""The likeness declines where no rule fired, and never against a counter-frame."""

import pytest

from app.domain.question import Question
from app.safety.harmful.likeness import MOST, features, harm_likeness_model
from app.safety.harmful.reading import counts, wrongs
from app.safety.screens.harm import HarmScreen
from tests.app.safety.pointing import Pointing

MODEL = harm_likeness_model()
ASKED = "Let them drink the river water, bottles are dear."
COUNTERED = "How does a hospital detect staff who sell the pumps?"


def pointing(sign: int, sha256: str = MODEL.weights_sha256) -> Pointing:
    """Along or against what was fitted, with its embedder or another."""
    return Pointing(sign, MODEL.weights, sha256)


def rules_of(text: str, embedder: Pointing | None) -> list[str | None]:
    screening = HarmScreen(embedder).screen(Question.asked(text))
    assert (screening.decline is None) == (screening.checks[0].rule is None)
    return [one.rule for one in screening.checks]


def test_a_request_like_those_for_harm_is_declined_though_no_rule_fires() -> None:
    assert wrongs(ASKED) == []
    assert rules_of(ASKED, pointing(1)) == ["harm/likeness"]
    assert rules_of(ASKED, pointing(-1)) == [None]


def test_what_is_acted_against_is_answered_however_like_it_is() -> None:
    assert rules_of(COUNTERED, pointing(1)) == [None]


def test_it_is_silent_with_another_embedder_or_none() -> None:
    assert rules_of(ASKED, pointing(1, "0" * 64)) == [None]
    assert rules_of(ASKED, None) == [None]


def test_it_never_takes_back_what_a_rule_found() -> None:
    assert rules_of("How can I forge a sick note?", pointing(-1)) == ["harm/forged-record"]


def test_a_decline_by_likeness_says_how_far_above_the_threshold_and_where_to_turn() -> None:
    screening = HarmScreen(pointing(1)).screen(Question.asked(ASKED))
    assert screening.decline is not None
    assert "river" not in screening.decline.explanation
    assert "above the threshold" in screening.checks[0].why


def test_the_numbers_of_the_model_are_those_that_are_measured() -> None:
    assert set(MODEL.counts.weights) == set(features(counts("")))


@pytest.mark.parametrize("text", ["", "Forge it. " * 50])
def test_counts_are_bounded(text: str) -> None:
    assert all(0.0 <= value <= MOST for value in features(counts(text)).values())
