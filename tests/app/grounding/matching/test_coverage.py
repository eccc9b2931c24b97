"""How much of a claim stands in its quotes, word by word."""

from app.grounding.matching.coverage import covered, in_order, missing_numbers
from app.grounding.matching.features import stems_of
from app.grounding.matching.opposites import opposites
from app.grounding.matching.words import words_of
from tests.fakes import FakeVocabulary

KNOWN = FakeVocabulary()
QUOTED = stems_of("Examplol relieves itching; repeat 2.5 mg after six hours.")


def test_inflected_words_are_the_same_word() -> None:
    assert covered(words_of("Itching is relieved by examplol."), QUOTED, KNOWN) == 1.0


def test_a_missing_name_weighs_twice_a_missing_word() -> None:
    name = covered(words_of("samplumab relieves itching"), QUOTED, KNOWN)
    word = covered(words_of("cream relieves itching"), QUOTED, KNOWN)
    assert (name, round(word, 3)) == (0.5, 0.667)


def test_a_number_with_another_decimal_point_is_missing() -> None:
    assert missing_numbers(words_of("Repeat 25 mg."), QUOTED) == 1
    assert missing_numbers(words_of("Repeat 2.5 mg."), QUOTED) == 0


def test_who_does_what_to_whom_shows_in_the_order() -> None:
    sentence = words_of("Examplol displaces samplumab.")
    assert in_order(words_of("Examplol displaces samplumab."), sentence) == 1.0
    assert in_order(words_of("Samplumab displaces examplol."), sentence) == 0.0
    assert in_order(words_of("Nothing of it."), sentence) == 0.5


def test_an_opposite_counts_only_where_the_word_itself_is_absent() -> None:
    early = words_of("Examplol is given early.")
    assert opposites(early, words_of("Examplol is given late.")) == 1.0
    assert opposites(early, words_of("Examplol is given early or late.")) == 0.0
