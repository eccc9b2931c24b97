"""Which facts are found in an answer's sentences, and which look alike and are not."""

import pytest

from eval.measures.nugget_coverage import nugget_words, nuggets_found


@pytest.mark.parametrize(
    ("nugget", "sentence"),
    [
        ("Two drops", "Give  two\ndrops, morning and night."),
        ("2.5 mg twice daily", "The dose is 2.5\u00a0mg, twice daily."),
        ("15-29 mL/min", "At a CrCl of 15\u201329 mL/min, halve it."),
        ("3000 mg", "No more than 3,000 mg in a day."),
        ("40mg", "Take 40 mg."),
        ("5%", "About 5 % had itch."),
        ("the kidney's function", "Check the KIDNEY\u2019S function."),
    ],
)
def test_spelling_alone_hides_no_fact(nugget: str, sentence: str) -> None:
    assert nuggets_found([[nugget]], [sentence]) == (True,)


@pytest.mark.parametrize(
    ("nugget", "sentence"),
    [
        ("5 mg", "Give 2.5 mg."),
        ("5 mg", "Give 15 mg."),
        ("25 mg", "Give 2.5 mg."),
        ("5%", "About 5 had itch."),
        ("< 30", "Where it is > 30."),
        ("mg", "Give 5 mgs."),
        ("drops two", "Give two drops."),
    ],
)
def test_what_only_looks_alike_is_not_found(nugget: str, sentence: str) -> None:
    assert nuggets_found([[nugget]], [sentence]) == (False,)


def test_a_fact_does_not_reach_over_two_sentences() -> None:
    assert nuggets_found([["4 g in 24 hours"]], ["At most 4 g.", "In 24 hours, call."]) == (False,)


def test_one_of_the_alternatives_is_enough() -> None:
    nuggets = [["epinephrine", "adrenaline"], ["itch"]]
    assert nuggets_found(nuggets, ["Adrenaline is given."]) == (True, False)
    assert nuggets_found(nuggets, []) == (False, False)


def test_marks_alone_are_no_words() -> None:
    assert nugget_words(" - ?! ") == ()
