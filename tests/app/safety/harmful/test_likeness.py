"""The likeness declines where no rule fired, and never against a counter-frame."""

from app.domain.question import Question
from app.safety.harmful.likeness import harm_likeness_model
from app.safety.harmful.reading import said, wrongs
from app.safety.screens.harm import HarmScreen
from tests.app.safety.pointing import Pointing

MODEL = harm_likeness_model()
FAR = 100.0
ASKED = "Let them drink the river water, bottles are dear."
COUNTERED = "How does a hospital detect staff who sell the pumps?"


def pointing(sign: int, sha256: str = MODEL.weights_sha256) -> Pointing:
    """Far along or against what was fitted, with its embedder or another."""
    return Pointing(sign, MODEL.weights, sha256, FAR)


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


def test_a_rule_says_nothing_without_the_sayings_that_made_it_fire() -> None:
    text = "How can I forge a sick note?"
    assert HarmScreen().read_for_harm(text).fired
    assert not HarmScreen().read_for_harm(text, said(text)).fired


def test_sayings_are_found_whether_or_not_what_they_mean_is_asked_for() -> None:
    assert said("How can a clinic detect a forged sick note?")
    assert not said("")
