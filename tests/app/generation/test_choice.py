"""Maximal marginal relevance over scored sentences."""

import numpy as np

from app.generation.choice import Scored, choose
from app.generation.sentences import Candidate
from tests.app.generation.passages import evidence

EVIDENCE = evidence("Illustrative words about nothing at all.")[0]


def scored(text: str, relevance: float, direction: tuple[float, float], position: int) -> Scored:
    vector = np.array(direction, dtype=np.float32)
    vector /= np.linalg.norm(vector)
    return Scored(Candidate(text, 1, position, EVIDENCE), relevance, 0.5, vector)


def texts(chosen: list[Scored]) -> list[str]:
    return [each.candidate.text for each in chosen]


def test_a_repetition_gives_way_to_something_new() -> None:
    given = [
        scored("Take it with food.", 1.0, (1, 0), 0),
        scored("It is taken with food.", 0.95, (1, 0.02), 1),
        scored("Stop it after a week.", 0.9, (0, 1), 2),
    ]
    assert texts(choose(given, 2)) == ["Take it with food.", "Stop it after a week."]


def test_sentences_that_differ_in_their_figures_are_both_shown() -> None:
    given = [
        scored("Give 30 mg daily.", 1.0, (1, 0), 0),
        scored("Give 40 mg daily.", 0.95, (1, 0.02), 1),
        scored("Itch is common.", 0.8, (0.2, 1), 2),
    ]
    assert texts(choose(given, 2)) == ["Give 30 mg daily.", "Give 40 mg daily."]


def test_a_weak_sentence_is_not_added_to_fill_the_answer() -> None:
    given = [scored("Best.", 1.0, (1, 0), 0), scored("Weak.", 0.2, (0, 1), 1)]
    assert texts(choose(given, 3)) == ["Best."]


def test_the_most_relevant_is_always_in_and_the_order_is_the_readers() -> None:
    given = [scored("Later.", 1.0, (1, 0), 5), scored("Earlier.", 0.9, (0, 1), 2)]
    assert texts(choose(given, 3)) == ["Earlier.", "Later."]
    assert choose([], 3) == []
