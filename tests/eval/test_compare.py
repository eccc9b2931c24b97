"""Two runs side by side."""

from pathlib import Path

import pytest
from scipy.stats import permutation_test, ttest_rel

from eval.compare import Compared, compare
from eval.scored import ScoredItem
from eval.suite import UnusableSet
from tests.eval.run_folder import CARD, write_run

SCORES = [0.1, 0.4, 0.35, 0.8, 0.0, 1.0, 0.6, 0.55, 0.2, 0.9]


def means(scores: list[float]) -> list[ScoredItem]:
    return [
        ScoredItem(id=f"q{n}", shares={"ndcg@10": (score, 1.0)}) for n, score in enumerate(scores)
    ]


def labels(said: str) -> list[ScoredItem]:
    gold = "yynnyynnyynn"
    return [
        ScoredItem(id=f"q{n}", labels={"macro_f1": pair})
        for n, pair in enumerate(zip(gold, said, strict=True))
    ]


def ndcg(tmp_path: Path, first: list[float], second: list[float]) -> Compared:
    one = write_run(tmp_path / "one", means(first), ["ndcg@10"])
    two = write_run(tmp_path / "two", means(second), ["ndcg@10"])
    return compare(one, two).by_figure["ndcg@10"]


def test_a_steady_gain_is_told_from_luck(tmp_path: Path) -> None:
    found = ndcg(tmp_path, SCORES, [score + 0.05 for score in SCORES])
    assert found.difference == pytest.approx(0.05)
    assert found.low == pytest.approx(0.05)
    assert found.high == pytest.approx(0.05)
    assert found.p is not None
    assert found.p < 0.01
    assert (found.better, found.worse) == (10, 0)


def test_runs_that_differ_by_luck_are_not_told_apart(tmp_path: Path) -> None:
    found = ndcg(tmp_path, SCORES, SCORES[::-1])
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.0 < found.high
    assert found.p is not None
    assert found.p > 0.5


def test_the_test_agrees_with_another_implementation(tmp_path: Path) -> None:
    other = [0.3, 0.5, 0.3, 0.9, 0.3, 1.0, 0.7, 0.5, 0.4, 0.8]
    found = ndcg(tmp_path, SCORES, other)
    exact = permutation_test(
        (other, SCORES), lambda a, b: a.mean() - b.mean(), permutation_type="samples"
    ).pvalue
    assert found.p == pytest.approx(exact, abs=0.03)
    assert found.p == pytest.approx(ttest_rel(other, SCORES).pvalue, abs=0.05)


def test_the_same_run_twice_differs_by_nothing(tmp_path: Path) -> None:
    found = ndcg(tmp_path, SCORES, SCORES)
    assert (found.difference, found.low, found.high, found.p) == (0.0, 0.0, 0.0, 1.0)


def test_a_question_that_one_run_lacks_scores_zero_there(tmp_path: Path) -> None:
    one = write_run(tmp_path / "one", means([1.0, 1.0, 0.0, 0.0]), ["ndcg@10"])
    two = write_run(tmp_path / "two", means([1.0, 1.0]), ["ndcg@10"])
    comparison = compare(one, two)
    assert comparison.by_figure["ndcg@10"].second == 0.5
    assert comparison.by_figure["ndcg@10"].items == 4
    assert comparison.only_first == ("q2", "q3")
    assert compare(two, one).only_second == ("q2", "q3")


def test_figures_over_labels_are_compared_too(tmp_path: Path) -> None:
    one = write_run(tmp_path / "one", labels("yyyyyyyyyyyy"), ["macro_f1"])
    two = write_run(tmp_path / "two", labels("yynnyynnyyny"), ["macro_f1"])
    found = compare(one, two).by_figure["macro_f1"]
    assert found.first == pytest.approx(1 / 3)
    assert found.second > 0.9
    assert found.low is not None
    assert found.low > 0.0
    assert (found.better, found.worse) == (5, 0)
    assert found.p is not None
    assert found.p < 0.1


def test_an_item_without_a_label_counts_as_wrong(tmp_path: Path) -> None:
    whole = labels("yynnyynnyynn")
    one = write_run(tmp_path / "one", whole, ["macro_f1"])
    two = write_run(tmp_path / "two", whole[:6], ["macro_f1"])
    assert compare(one, two).by_figure["macro_f1"].second < 0.7


def test_an_undefined_figure_is_named_and_not_compared(tmp_path: Path) -> None:
    one = write_run(tmp_path / "one", means(SCORES), ["ndcg@10", "recall"])
    two = write_run(tmp_path / "two", means(SCORES), ["ndcg@10", "recall"])
    comparison = compare(one, two)
    assert set(comparison.by_figure) == {"ndcg@10"}
    assert "recall" in comparison.not_compared


def test_what_differs_between_the_runs_is_told(tmp_path: Path) -> None:
    dense = CARD.model_copy(update={"options": (("ranking", "dense"),), "product": "0.2"})
    one = write_run(tmp_path / "one", means(SCORES), ["ndcg@10"], dense)
    two = write_run(tmp_path / "two", means(SCORES), ["ndcg@10"])
    assert compare(one, two).changed == {"--set ranking": ("dense", "-"), "product": ("0.2", "")}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"suite": "other"}, "is a run of made-up.*of other"),
        ({"data_sha256": "1" * 64}, "other data"),
        ({"split": "dev"}, "other data"),
    ],
)
def test_runs_of_different_things_are_not_compared(
    tmp_path: Path, change: dict[str, str], said: str
) -> None:
    one = write_run(tmp_path / "one", means(SCORES), ["ndcg@10"])
    card = CARD.model_copy(update=change)
    two = write_run(tmp_path / "two", means(SCORES), ["ndcg@10"], card)
    with pytest.raises(UnusableSet, match=said):
        compare(one, two)


def test_a_figure_that_a_run_declares_undefined_is_no_zero_in_a_comparison(tmp_path: Path) -> None:
    one = write_run(tmp_path / "one", means([0.0, 0.0]), ["ndcg@10"])
    summary = {**one.summary, "ndcg@10": None, "recall": 0.5}
    undefined = one.model_copy(update={"summary": summary})
    with pytest.raises(UnusableSet, match="no figure over items in common"):
        compare(undefined, one)
