"""One name for another in the same words."""

import pytest

from app.grounding.matching.exchanged import Exchanged, exchanged_name
from app.grounding.matching.features import stems_of
from app.grounding.matching.words import words_of
from tests.fakes import FakeVocabulary

SENTENCE = "The usual dose of examplol in adults with gout is 20 mg once daily with food."


def found(claim: str, sentence: str = SENTENCE, heading: str = "") -> Exchanged | None:
    quoted = stems_of(sentence) | stems_of(heading)
    return exchanged_name(words_of(claim), words_of(sentence), quoted, FakeVocabulary())


def test_another_drug_in_the_same_words_is_found() -> None:
    assert found(SENTENCE.replace("examplol", "samplumab")) == ("samplumab", "examplol")


def test_a_common_word_for_a_drug_is_found_too() -> None:
    assert found(SENTENCE.replace("examplol", "aspirin")) == ("aspirin", "examplol")


@pytest.mark.parametrize(
    "claim",
    [
        SENTENCE,
        SENTENCE.replace("20 mg", "0.02 g"),
        SENTENCE.replace("once daily", "one time each day"),
        SENTENCE.replace("examplol", "this medicine"),
        SENTENCE.replace("examplol", "examplols"),
        "Adults with gout take 20 mg of samplumab a day.",
        "Samplumab treats gout.",
    ],
    ids=["itself", "unit", "frequency", "general", "plural", "paraphrase", "other words"],
)
def test_what_is_no_exchange_of_names_is_left_to_others(claim: str) -> None:
    assert found(claim) is None


def test_a_name_that_the_heading_gives_is_mentioned() -> None:
    claim = SENTENCE.replace("examplol", "samplumab")
    assert found(claim, heading="Samplumab (brand of examplol)") is None
