"""Fusing two legs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ranking import LegHit, Legs
from app.retrieval.fusion import FUSIONS, Fusion, min_max, reciprocal_rank


def leg(*scored: tuple[str, float]) -> tuple[LegHit, ...]:
    return tuple(LegHit(passage_id=p, document_id=f"d-{p}", score=s) for p, s in scored)


def order(legs: Legs, fusion: Fusion = min_max) -> list[str]:
    return [hit.passage_id for hit in fusion(legs, 100).hits]


BOTH = Legs(
    dense=leg(("a", 0.9), ("b", 0.5), ("c", 0.1)),
    lexical=leg(("c", 12.0), ("b", 9.0), ("d", 2.0)),
)


def test_min_max_takes_the_mean_of_the_shares_of_either_legs_best() -> None:
    scores = {hit.passage_id: hit.score for hit in min_max(BOTH, 10).hits}
    assert scores == pytest.approx(
        {"b": (5 / 9 + 9 / 12) / 2, "c": (1 / 9 + 1) / 2, "a": 1 / 2, "d": (2 / 12) / 2}
    )


def test_a_passage_that_a_leg_ranked_too_low_to_name_keeps_its_score_there() -> None:
    whole = BOTH.model_copy(update={"dense_missed": leg(("d", 0.09))})
    hits = {hit.passage_id: hit for hit in min_max(whole, 10).hits}
    assert hits["d"].score == pytest.approx((2 / 12 + 0.1) / 2)
    assert hits["d"].dense is None


def test_a_deeper_leg_leaves_the_top_of_the_ranking_as_it_was() -> None:
    dense, lexical = leg(("a", 0.9), ("b", 0.8)), leg(("c", 4.0), ("a", 3.0))
    shallow = Legs(
        dense=dense,
        lexical=lexical,
        dense_missed=leg(("c", 0.3)),
        lexical_missed=leg(("b", 2.0)),
    )
    deep = Legs(dense=(*dense, *leg(("c", 0.3))), lexical=(*lexical, *leg(("b", 2.0))))
    scores = [[(h.passage_id, h.score) for h in min_max(legs, 3).hits] for legs in (shallow, deep)]
    assert scores[0] == scores[1]


def test_a_leg_without_a_positive_score_says_nothing() -> None:
    legs = Legs(dense=leg(("a", -0.1), ("b", -0.2)), lexical=leg(("b", 3.0)))
    assert order(legs) == ["b", "a"]
    assert order(Legs(dense=leg(("a", -0.1)), lexical=())) == ["a"]


def test_a_hit_keeps_the_rank_and_score_that_either_leg_gave_it() -> None:
    hits = {hit.passage_id: hit for hit in min_max(BOTH, 10).hits}
    dense, lexical = hits["c"].dense, hits["c"].lexical
    assert dense is not None
    assert lexical is not None
    assert (dense.rank, dense.score, lexical.rank, lexical.score) == (3, 0.1, 1, 12.0)
    assert hits["a"].lexical is None
    assert hits["d"].dense is None
    assert hits["d"].document_id == "d-d"


def test_equal_scores_are_ordered_by_passage_id() -> None:
    assert order(Legs(dense=leg(("z", 0.4), ("a", 0.4)), lexical=())) == ["a", "z"]
    assert order(Legs(dense=leg(("b", 0.4)), lexical=leg(("a", 7.0)))) == ["a", "b"]


def test_a_leg_with_one_hit_gives_it_full_marks() -> None:
    hits = min_max(Legs(dense=leg(("a", 0.2)), lexical=()), 10).hits
    assert hits[0].score == pytest.approx(0.5)


def test_weights_decide_between_legs_that_disagree() -> None:
    legs = Legs(dense=leg(("a", 1.0), ("b", 0.0)), lexical=leg(("b", 9.0), ("a", 1.0)))
    assert min_max(legs, 2, dense=0.7, lexical=0.3).hits[0].passage_id == "a"
    assert min_max(legs, 2, dense=0.3, lexical=0.7).hits[0].passage_id == "b"


def test_reciprocal_rank_adds_up_over_the_legs() -> None:
    scores = {hit.passage_id: hit.score for hit in reciprocal_rank(BOTH, 10, constant=60).hits}
    assert scores["b"] == pytest.approx(1 / 62 + 1 / 62)
    assert scores["a"] == pytest.approx(1 / 61)


@pytest.mark.parametrize("fusion", FUSIONS.values(), ids=FUSIONS)
def test_nothing_found_fuses_to_nothing(fusion: Fusion) -> None:
    assert fusion(Legs(dense=(), lexical=()), 10).hits == ()


scored = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.floats(-5, 50, width=32)),
    unique_by=lambda pair: pair[0],
    max_size=8,
).map(lambda pairs: leg(*sorted(pairs, key=lambda pair: -pair[1])))


@pytest.mark.parametrize("fusion", FUSIONS.values(), ids=FUSIONS)
@given(dense=scored, lexical=scored, limit=st.integers(1, 20))
def test_a_fused_ranking_is_whole_ordered_and_without_gaps(
    fusion: Fusion, dense: tuple[LegHit, ...], lexical: tuple[LegHit, ...], limit: int
) -> None:
    hits = fusion(Legs(dense=dense, lexical=lexical), limit).hits
    everything = {hit.passage_id for hit in (*dense, *lexical)}
    assert len(hits) == min(limit, len(everything))
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(one.score >= other.score for one, other in pairwise(hits))
    assert {hit.passage_id for hit in hits} <= everything
