"""Which way an effect goes, beside the same words."""

import pytest

from app.grounding.matching.direction import Direction, direction
from app.grounding.matching.words import words_of

SENTENCE = "In the trial examplol reduced the risk of stroke."


@pytest.mark.parametrize(
    ("claim", "sentence", "met"),
    [
        ("Examplol lowers the risk of stroke.", SENTENCE, "agrees"),
        ("Examplol increases the risk of stroke.", SENTENCE, "opposes"),
        ("Examplol has no effect on the risk of stroke.", SENTENCE, "asserted"),
        (
            "Examplol increases the risk of stroke.",
            "Examplol was not associated with an increased risk of stroke.",
            "denied",
        ),
        (
            "Examplol has no effect on stroke.",
            "The incidence of stroke was similar with examplol and placebo.",
            "agrees",
        ),
        ("Samplumab increases appetite.", SENTENCE, "unmatched"),
    ],
    ids=["same way", "other way", "none claimed", "denied", "none in both", "another thing"],
)
def test_the_cue_beside_the_same_words_is_the_one_compared(
    claim: str, sentence: str, met: str
) -> None:
    found = direction(words_of(claim), words_of(sentence))
    assert found._asdict() == Direction()._asdict() | {met: 1.0}


def test_an_effect_on_another_thing_in_the_same_sentence_does_not_count() -> None:
    both = "Examplol reduced the frequency of migraine attacks in adults but increased body weight."
    weight = direction(words_of("Examplol increases body weight."), words_of(both))
    migraine = direction(words_of("Examplol increases migraine attacks."), words_of(both))
    assert (weight.agrees, migraine.opposes) == (1.0, 1.0)


def test_a_claim_that_tells_no_direction_has_none() -> None:
    assert direction(words_of("Examplol is a tablet."), words_of(SENTENCE)) == Direction()
