"""Against values worked out by hand from the definitions, not by the library that computes them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.score import mean_scores, per_question

QRELS = {"q": {"a": 1, "b": 1, "c": 1}}


def score(name: str, qrels: dict[str, dict[str, int]], ranking: list[str]) -> float:
    return per_question(qrels, {"q": ranking})[name]["q"]


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    # relevant at ranks 1 and 3; the ideal order has all three at 1, 2, 3
    gained = 1 / math.log2(2) + 1 / math.log2(4)
    ideal = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert score("ndcg@10", QRELS, ["a", "x", "b"]) == pytest.approx(gained / ideal)


def test_ndcg_gains_are_linear_in_the_grade() -> None:
    # grades 1 then 3: (1 + 3/log2 3) / (3 + 1/log2 3); exponential gains would give .71
    third = math.log2(3)
    assert score("ndcg@10", {"q": {"a": 3, "b": 1}}, ["b", "a"]) == pytest.approx(
        (1 + 3 / third) / (3 + 1 / third)
    )


def test_ndcg_ignores_what_stands_below_its_cutoff() -> None:
    fillers = [f"x{i}" for i in range(10)]
    assert score("ndcg@10", QRELS, [*fillers, "a"]) == 0.0


def test_ndcg_at_10_of_a_question_with_many_relevant_documents_can_reach_one() -> None:
    many = {"q": {f"d{i}": 1 for i in range(30)}}
    assert score("ndcg@10", many, [f"d{i}" for i in range(10)]) == pytest.approx(1.0)


def test_recall_counts_relevant_documents_within_the_cutoff() -> None:
    fillers = [f"x{i}" for i in range(9)]
    ranking = ["a", *fillers, "b"]  # b stands at rank 11
    assert score("recall@10", QRELS, ranking) == pytest.approx(1 / 3)
    assert score("recall@100", QRELS, ranking) == pytest.approx(2 / 3)


def test_reciprocal_rank_is_that_of_the_first_relevant_document() -> None:
    assert score("mrr@10", QRELS, ["x", "y", "z", "b", "a"]) == pytest.approx(1 / 4)
    assert score("mrr@10", QRELS, [*(f"x{i}" for i in range(10)), "a"]) == 0.0


def test_a_grade_of_zero_is_not_relevant() -> None:
    judged = {"q": {"a": 0, "b": 1}}
    assert score("mrr@10", judged, ["a", "b"]) == pytest.approx(1 / 2)
    assert score("recall@10", judged, ["a"]) == 0.0


def test_a_judged_question_missing_from_the_run_scores_zero_and_counts() -> None:
    qrels = {"asked": {"a": 1}, "missing": {"b": 1}}
    scores = per_question(qrels, {"asked": ["a"]})
    assert scores["ndcg@10"] == {"asked": 1.0, "missing": 0.0}
    assert set(mean_scores(qrels, {"asked": ["a"]}).values()) == {0.5}


def test_a_question_whose_ranking_is_empty_scores_zero_and_counts() -> None:
    qrels = {"asked": {"a": 1}, "empty": {"b": 1}}
    assert mean_scores(qrels, {"asked": ["a"], "empty": []})["mrr@10"] == 0.5


def test_a_question_that_nobody_judged_does_not_count() -> None:
    assert mean_scores({"q": {"a": 1}}, {"q": ["a"], "unjudged": ["z"]})["ndcg@10"] == 1.0


def test_the_order_of_the_ranking_stands_whatever_the_documents_are_called() -> None:
    # trec_eval breaks ties between equal scores by name; a rank must never depend on one
    for ranking in (["z", "a"], ["a", "z"]):
        first = ranking[0]
        assert score("mrr@10", {"q": {first: 1}}, ranking) == 1.0
        assert score("mrr@10", {"q": {ranking[1]: 1}}, ranking) == 0.5


def test_a_mean_over_no_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is judged"):
        mean_scores({}, {"q": ["a"]})


def test_a_ranking_that_holds_a_document_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        mean_scores({"q": {"a": 1}}, {"q": ["a", "b", "a"]})


@given(
    ranking=st.permutations([f"d{i}" for i in range(12)]),
    grades=st.lists(st.integers(0, 3), min_size=12, max_size=12).filter(any),
)
def test_every_measure_equals_its_definition(ranking: list[str], grades: list[int]) -> None:
    judged = {f"d{i}": grade for i, grade in enumerate(grades)}
    gains = [judged[name] for name in ranking][:10]
    ideal = sorted(grades, reverse=True)[:10]
    relevant = [rank for rank, name in enumerate(ranking, 1) if judged[name] > 0]
    scores = {name: row["q"] for name, row in per_question({"q": judged}, {"q": ranking}).items()}
    assert scores == pytest.approx(
        {
            "ndcg@10": _dcg(gains) / _dcg(ideal),
            "recall@10": sum(rank <= 10 for rank in relevant) / len(relevant),
            "recall@100": 1.0,
            "mrr@10": 1 / relevant[0] if relevant[0] <= 10 else 0.0,
        }
    )


def _dcg(gains: list[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
