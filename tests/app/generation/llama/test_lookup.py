from app.generation.llama.lookup import GUESSES, Lookup


def test_what_followed_the_same_words_before_is_guessed() -> None:
    assert Lookup([1, 2, 3, 4, 5, 9, 2, 3]).guesses() == [4, 5, 9, 2, 3]


def test_the_longest_run_decides_then_the_latest_place() -> None:
    assert Lookup([1, 2, 3, 7, 5, 2, 3, 8, 1, 2, 3]).guesses()[0] == 7
    assert Lookup([2, 3, 7, 9, 2, 3, 8, 6, 2, 3]).guesses()[0] == 8


def test_words_that_never_stood_together_give_no_guess() -> None:
    assert Lookup([1, 2, 3, 4]).guesses() == []
    assert Lookup([]).guesses() == []


def test_no_more_is_guessed_than_is_computed_at_once() -> None:
    assert len(Lookup([*range(50), 0, 1]).guesses()) == GUESSES


def test_growing_word_by_word_is_the_same() -> None:
    tokens = [1, 2, 3, 4, 1, 2, 3, 9, 1, 2]
    grown = Lookup(tokens[:3])
    for token in tokens[3:]:
        grown.add(token)
    assert grown.guesses() == Lookup(tokens).guesses() == [3, 9, 1, 2]
