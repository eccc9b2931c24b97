"""Words as sentences are compared by, and how well they match a question."""

from app.generation.word_match import bm25
from app.terms.stems import stems


def test_inflections_meet_and_function_words_go() -> None:
    assert stems("The treatments are treating") == ("treatm", "treati")
    assert stems("hypertension") == stems("hypertensive")
    assert stems("hypertension") != stems("hyperkalaemia")


def test_numbers_stay_whole() -> None:
    assert stems("1234567 mg") == ("1234567", "mg")


def test_the_text_with_the_rare_word_scores_most() -> None:
    texts = ["itch is common", "itch after examplol", "itch and rash", ""]
    scores = bm25("itch after examplol", texts)
    assert max(range(4), key=scores.__getitem__) == 1
    assert all(score >= 0 for score in scores)


def test_a_word_that_stands_everywhere_never_counts_against_a_text() -> None:
    with_word, without = bm25("itch", ["itch in adults", "rash in adults"])
    assert with_word > without
