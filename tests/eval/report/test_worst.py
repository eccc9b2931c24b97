from pathlib import Path

from eval.report.direction import small_is_good
from eval.report.worst import SHOWN, worst
from eval.run import KeptRun
from eval.scored import ScoredItem
from eval.suite import Figures, SuiteResult
from tests.eval.report.run_folders import item, kept


def run(folder: Path, items: list[ScoredItem], headline: Figures) -> KeptRun:
    result = SuiteResult(
        suite="made-up", headline=headline, fitted_on="nothing", reported_on="made-up items"
    )
    return kept(folder, result, items)


def test_the_lowest_share_stands_first_with_its_line(tmp_path: Path) -> None:
    items: list[ScoredItem] = [item(1, 1.0), item(2, 0.5), item(3, 0.25)]
    (found,) = worst(run(tmp_path / "run", items, {"recall": 0.6}))
    assert [(one.id, one.line, one.score) for one in found.shown] == [
        ("item-3", 3, 0.25),
        ("item-2", 2, 0.5),
    ]
    assert (found.short, found.items) == (2, 3)


def test_of_equals_every_group_is_shown_before_one_is_shown_twice(tmp_path: Path) -> None:
    items: list[ScoredItem] = [item(n, 0.0, "many") for n in range(50)]
    items.append(item(50, 0.0, "rare"))
    (found,) = worst(run(tmp_path / "run", items, {"recall": 0.0}))
    assert [one.id for one in found.shown[:3]] == ["item-0", "item-50", "item-1"]
    assert len(found.shown) == SHOWN
    assert found.short == 51


def test_a_refused_harmless_question_is_worse_than_an_answered_one(tmp_path: Path) -> None:
    items: list[ScoredItem] = [
        item(1, 1.0, shares={"over_refusal": (0.0, 1.0)}),
        item(2, 1.0, shares={"over_refusal": (1.0, 1.0)}),
        item(3, 0.0),
    ]
    headline: Figures = {"recall": 0.0, "over_refusal": 0.5}
    first, second = worst(run(tmp_path / "run", items, headline))
    assert [one.id for one in first.shown] == ["item-3"]
    assert [one.id for one in second.shown] == ["item-2"]


def test_where_less_is_better_the_highest_stands_first(tmp_path: Path) -> None:
    items: list[ScoredItem] = [
        item(n, 1.0, shares={"flip_rate": (share, 1.0)}) for n, share in enumerate((0.0, 0.3, 0.9))
    ]
    (found,) = worst(run(tmp_path / "run", items, {"flip_rate": 0.4}))
    assert [one.id for one in found.shown] == ["item-2", "item-1"]


def test_wrong_labels_are_shown_with_what_was_said(tmp_path: Path) -> None:
    items: list[ScoredItem] = [
        item(1, 1.0, shares={}, labels={"macro_f1": ("supported", "supported")}),
        item(2, 1.0, shares={}, labels={"macro_f1": ("contradicted", "supported")}),
    ]
    (found,) = worst(run(tmp_path / "run", items, {"macro_f1": 0.5}))
    assert [(one.id, one.gold, one.said) for one in found.shown] == [
        ("item-2", "contradicted", "supported")
    ]


def test_percentages_fall_short_of_a_hundred_and_not_of_one(tmp_path: Path) -> None:
    items: list[ScoredItem] = [
        item(n, 1.0, shares={"mean_accuracy": (100.0 * right / 3, 1 / 3)})
        for n, right in enumerate((1, 0, 1))
    ]
    (found,) = worst(run(tmp_path / "run", items, {"mean_accuracy": 66.7}))
    assert [one.id for one in found.shown] == ["item-1"]


def test_an_item_without_weight_is_not_the_worst(tmp_path: Path) -> None:
    items: list[ScoredItem] = [item(1, 0.0, shares={"recall": (0.0, 0.0)}), item(2, 0.0)]
    (found,) = worst(run(tmp_path / "run", items, {"recall": 0.0}))
    assert [one.id for one in found.shown] == ["item-2"]


def test_a_figure_says_by_its_name_that_less_is_better() -> None:
    for name in (
        "over_refusal",
        "false_alarms",
        "flip_rate",
        "expected_calibration_error",
        "hurt",
        "cannot_tell",
    ):
        assert small_is_good(name)
    for name in ("recall", "ndcg@10", "mean_accuracy", "answered", "current_cited"):
        assert not small_is_good(name)
