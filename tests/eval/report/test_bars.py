from pathlib import Path

from eval.report.bars import MOST, BarPlot, bar_plots
from eval.report.told import told
from eval.scored import ScoredItem
from eval.suite import Figures, SuiteResult
from tests.eval.report.run_folders import item, kept


def plots(
    folder: Path,
    headline: Figures,
    table: dict[str, Figures],
    items: list[ScoredItem] | None = None,
) -> tuple[BarPlot, ...]:
    result = SuiteResult(
        suite="made-up",
        headline=headline,
        breakdowns={"by_kind": table},
        fitted_on="nothing",
        reported_on="made-up items",
    )
    run = kept(folder, result, items or [])
    return bar_plots(run, told(run))


def test_shares_are_drawn_and_counts_and_times_are_not(tmp_path: Path) -> None:
    row: Figures = {"items": 1, "seconds_p50": 0.2, "latency": 0.9, "peak": 3.5, "recall": 0.5}
    drawn = plots(tmp_path / "run", {"recall": 0.5}, {"one": row, "two": row})
    assert [plot.figure for plot in drawn] == ["recall"]
    assert drawn[0].whole == 0.5
    assert drawn[0].full == 1.0


def test_headline_figures_come_before_others(tmp_path: Path) -> None:
    row: Figures = {"aside": 0.1, "second": 0.2, "first": 0.3}
    drawn = plots(tmp_path / "run", {"first": 0.3, "second": 0.2}, {"one": row, "two": row})
    assert [plot.figure for plot in drawn] == ["first", "second"]


def test_percentages_have_an_axis_to_a_hundred(tmp_path: Path) -> None:
    items: list[ScoredItem] = [
        item(n, 0.0, shares={"mean_accuracy": (100.0, 1.0)}) for n in range(2)
    ]
    table: dict[str, Figures] = {"a": {"accuracy": 40.0}, "b": {"accuracy": 60.5}}
    (drawn,) = plots(tmp_path / "run", {"mean_accuracy": 50.2}, table, items)
    assert (drawn.full, drawn.whole) == (100.0, 50.2)


def test_an_undefined_group_is_no_bar_of_length_zero(tmp_path: Path) -> None:
    table: dict[str, Figures] = {"a": {"recall": 0.1}, "b": {"recall": None}, "c": {"recall": 0.2}}
    (drawn,) = plots(tmp_path / "run", {"recall": 0.2}, table)
    assert [bar.name for bar in drawn.bars] == ["a", "c"]
    assert drawn.remark == "dashed: all groups; undefined on 1"


def test_of_many_groups_the_worst_are_drawn_worst_first(tmp_path: Path) -> None:
    table: dict[str, Figures] = {f"g{n}": {"recall": 1 - n / 40} for n in range(40)}
    (drawn,) = plots(tmp_path / "run", {"items": 40}, table)
    assert len(drawn.bars) == MOST
    assert drawn.bars[0].name == "g39"
    assert drawn.remark == f"the table has {40 - MOST} better ones"
    table = {f"g{n}": {"flip_rate": n / 40} for n in range(40)}
    (drawn,) = plots(tmp_path / "other", {"items": 40}, table)
    assert drawn.bars[0].name == "g39"


def test_one_group_alone_is_not_drawn(tmp_path: Path) -> None:
    assert plots(tmp_path / "run", {"recall": 0.5}, {"one": {"recall": 0.5}}) == ()
