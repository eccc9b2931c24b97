"""Figures, breakdowns and intervals that follow from the items alone."""

import pytest

from eval.scored import ScoredItem, by_group, figure, figures, interval, intervals


def mean(key: str, gained: float, **groups: str) -> ScoredItem:
    return ScoredItem(id=key, shares={"ndcg@10": (gained, 1.0)}, groups=groups)


def labelled(key: str, gold: str, said: str) -> ScoredItem:
    labels = {"macro_f1": (gold, said), "balanced_accuracy": (gold, said)}
    return ScoredItem(id=key, labels=labels)


def test_a_figure_is_what_was_gained_of_what_was_possible() -> None:
    items = [
        ScoredItem(id="1", shares={"recall": (3.0, 4.0)}),
        ScoredItem(id="2", shares={"recall": (0.0, 6.0)}),
        ScoredItem(id="3"),
    ]
    assert figure("recall", items) == pytest.approx(0.3)


def test_a_figure_of_which_nothing_was_possible_is_undefined_and_not_zero() -> None:
    assert figure("recall", [ScoredItem(id="1", shares={"recall": (0.0, 0.0)})]) is None
    assert figure("recall", [ScoredItem(id="1")]) is None
    assert figure("macro_f1", []) is None


def test_label_figures_are_scikit_learns() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    items = [labelled(str(n), gold, said) for n, (gold, said) in enumerate(pairs)]
    assert figure("balanced_accuracy", items) == pytest.approx(0.75)
    assert figure("macro_f1", items) == pytest.approx((2 / 3 + 0.8) / 2)


def test_balanced_accuracy_of_one_class_is_undefined() -> None:
    items = [labelled("1", "a", "a"), labelled("2", "a", "b")]
    assert figure("balanced_accuracy", items) is None
    assert interval("balanced_accuracy", items) is None


def test_a_label_that_no_item_has_costs_the_others_and_has_no_f1_of_its_own() -> None:
    items = [labelled("1", "a", "a"), labelled("2", "b", "stray"), labelled("3", "b", "b")]
    assert figure("macro_f1", items) == pytest.approx((1.0 + 2 / 3) / 2)


def test_a_breakdown_has_every_group_and_counts_it() -> None:
    items = [mean("1", 1.0, kind="x"), mean("2", 0.0, kind="y"), mean("3", 0.5, kind="x")]
    assert by_group("kind", ["ndcg@10"], items) == {
        "x": {"ndcg@10": 0.75, "items": 2},
        "y": {"ndcg@10": 0.0, "items": 1},
    }
    assert by_group("colour", ["ndcg@10"], items) == {}
    assert figures(["ndcg@10", "recall"], items) == {"ndcg@10": 0.5, "recall": None, "items": 3}


def test_intervals_hold_their_figures() -> None:
    items = [mean(str(n), float(n % 2)) for n in range(50)]
    items += [labelled(f"l{n}", "ab"[n % 2], "ab"[n % 3 % 2]) for n in range(60)]
    found = intervals(["ndcg@10", "macro_f1", "recall"], items)
    assert set(found) == {"ndcg@10", "macro_f1"}
    for name, (low, high) in found.items():
        value = figure(name, items)
        assert value is not None
        assert low < value < high
