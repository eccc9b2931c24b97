"""Both legs in one order, whatever the last digits of the scores are."""

from app.domain.ranking import LegHit, Legs
from app.index.legs import Found, both_legs

DOCUMENTS = {name: f"of {name}" for name in "abcdef"}


def search(dense: dict[str, float], lexical: dict[str, float], k: int) -> Legs:
    def ask(
        near: frozenset[int] | None, worded: frozenset[int] | None, limit: int
    ) -> tuple[list[Found[int]], list[Found[int]]]:
        return found(dense, near)[:limit], found(lexical, worded)[:limit]

    return both_legs(ask, DOCUMENTS, k)


def found(scores: dict[str, float], among: frozenset[int] | None) -> list[Found[int]]:
    return [
        (-score, name, ord(name))
        for name, score in scores.items()
        if among is None or ord(name) in among
    ]


def told(hits: tuple[LegHit, ...]) -> list[tuple[str, float]]:
    return [(hit.passage_id, hit.score) for hit in hits]


def test_scores_that_differ_in_the_last_digits_are_one_and_ordered_by_id() -> None:
    legs = search({"c": 0.5, "a": 0.5 - 1e-7, "b": 0.5 - 2e-7, "d": 0.4}, {}, 3)
    assert told(legs.dense) == [("a", 0.5), ("b", 0.5), ("c", 0.5)]


def test_scores_further_apart_keep_their_order() -> None:
    legs = search({"c": 0.5, "a": 0.49999, "b": 0.4}, {}, 2)
    assert told(legs.dense) == [("c", 0.5), ("a", 0.49999)]


def test_larger_scores_have_larger_last_digits() -> None:
    legs = search({}, {"b": 30.00001, "a": 30.0, "c": 29.999}, 3)
    assert told(legs.lexical) == [("a", 30.00001), ("b", 30.00001), ("c", 29.999)]


def test_what_a_leg_missed_has_the_score_of_the_twin_that_it_ranked() -> None:
    legs = search({"a": 0.5, "b": 0.5 - 1e-7, "c": 0.3}, {"b": 2.0, "c": 1.0}, 1)
    assert (told(legs.dense), told(legs.dense_missed)) == ([("a", 0.5)], [("b", 0.5)])
    assert (told(legs.lexical), told(legs.lexical_missed)) == ([("b", 2.0)], [])
    assert legs.dense[0].document_id == "of a"
