"""Requests made of openings and endings."""

from collections import defaultdict

from eval.fitting.harm_made import SPECIALISTS, TIMES, made


def test_both_halves_of_a_pair_stand_behind_the_same_opening() -> None:
    halves = defaultdict(set)
    for one in made():
        halves[one.id.rpartition("-")[0]].add((one.wrong, one.text.split()[0]))
    assert len(halves) > 100 * TIMES
    assert all({wrong for wrong, _ in its} == {True, False} for its in halves.values())
    questions = [its for its in halves.values() if (True, "How") in its]
    assert questions
    assert all((False, "How") in its for its in questions)


def test_they_are_whole_sentences_and_always_the_same() -> None:
    once = [one.text for one in made()]
    assert once == [one.text for one in made()]
    assert not any("{" in text for text in once)
    assert not any(f" a {one} " in text for text in once for one in SPECIALISTS if one[0] in "aeio")
