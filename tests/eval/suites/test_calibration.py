"""The calibration suite, on confidences made by hand."""

import json
import random
from pathlib import Path

import pytest
from sklearn.metrics import brier_score_loss

from eval.run import RunCard, RunFolder, read_run
from eval.scored import ScoredItem
from eval.stated import Stated, read_stated
from eval.suite import LinePlot, SuiteRequest, SuiteResult, UnusableSet
from eval.suites.calibration import calibration_item, chosen, run, summarise
from eval.suites.rationale import HELD_BACK, TUNED, half

HALVES = {
    name: [f"q{n}" for n in range(400) if half(f"q{n}") == name] for name in (TUNED, HELD_BACK)
}


def stated(name: str, *rows: tuple[float, bool]) -> list[Stated]:
    """Items of one half."""
    return [
        Stated(id=key, confidence=confidence, correct=correct)
        for key, (confidence, correct) in zip(HALVES[name], rows, strict=False)
    ]


def scored(items: list[Stated], error: float = 0.05, fit: str = "half") -> SuiteResult:
    threshold = chosen(items, error, fit)
    return summarise([calibration_item(one, threshold) for one in items], threshold, 15, "made up")


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def request(tmp_path: Path, data: Path | None, **options: str) -> SuiteRequest:
    return SuiteRequest(
        out=tmp_path / "out", cache=tmp_path / "cache", data=data, options=(*options.items(),)
    )


TUNED_ROWS = ((0.9, True), (0.8, True), (0.7, True), (0.6, False), (0.5, False))
HELD_ROWS = ((0.95, True), (0.75, False), (0.7, True), (0.65, False))


def test_the_threshold_comes_from_one_half_and_what_it_buys_from_the_other() -> None:
    result = scored([*stated(TUNED, *TUNED_ROWS), *stated(HELD_BACK, *HELD_ROWS)], error=0.2)
    assert result.headline["threshold_for_error"] == 0.7
    assert result.headline["coverage_at_threshold"] == pytest.approx(3 / 4)
    assert result.headline["error_at_threshold"] == pytest.approx(1 / 3)
    assert result.in_sample == {}
    assert TUNED in result.fitted_on


def test_a_threshold_chosen_on_all_items_is_marked_in_sample() -> None:
    items = [*stated(TUNED, *TUNED_ROWS), *stated(HELD_BACK, *HELD_ROWS)]
    result = scored(items, error=0.2, fit="all")
    assert result.headline["threshold_for_error"] == 0.7
    assert result.headline["error_at_threshold"] == pytest.approx(1 / 6)
    assert result.headline["coverage_at_threshold"] == pytest.approx(6 / 9)
    assert result.in_sample.keys() == {
        "threshold_for_error",
        "error_at_threshold",
        "coverage_at_threshold",
    }


def test_a_rate_that_no_threshold_reaches_is_undefined_with_its_reason() -> None:
    result = scored([*stated(TUNED, (0.9, False), (0.8, True)), *stated(HELD_BACK, *HELD_ROWS)])
    for name in ("threshold_for_error", "error_at_threshold", "coverage_at_threshold"):
        assert result.headline[name] is None
        assert "at most 0.05 on the 2 items" in result.undefined[name]


def test_a_threshold_that_nobody_else_reaches_covers_nothing_and_errs_on_nothing() -> None:
    result = scored([*stated(TUNED, (0.9, True)), *stated(HELD_BACK, (0.5, False))])
    assert result.headline["coverage_at_threshold"] == 0.0
    assert result.headline["error_at_threshold"] is None
    assert "reaches the threshold" in result.undefined["error_at_threshold"]


def test_an_empty_half_is_said() -> None:
    result = scored(stated(TUNED, *TUNED_ROWS))
    assert result.headline["threshold_for_error"] == 0.7
    assert "fell into the half" in result.undefined["coverage_at_threshold"]


def test_brier_and_accuracy_are_scikit_learns_and_the_plain_share() -> None:
    rows = (*TUNED_ROWS, *HELD_ROWS)
    headline = scored(stated(TUNED, *rows)).headline
    assert headline["brier"] == pytest.approx(
        brier_score_loss([r for _, r in rows], [c for c, _ in rows])
    )
    assert headline["accuracy"] == pytest.approx(5 / 9)
    assert headline["mean_confidence"] == pytest.approx(sum(c for c, _ in rows) / 9)


def test_the_figures_of_order_have_intervals_where_they_are_defined() -> None:
    result = scored(stated(TUNED, *(TUNED_ROWS * 8), *(HELD_ROWS * 8)))
    for name in ("auroc", "area_under_risk_coverage"):
        low, high = result.intervals[name]
        assert low < (result.headline[name] or 0.0) < high
    assert "auroc" not in scored(stated(TUNED, (0.9, True), (0.3, True))).intervals


def test_one_class_alone_leaves_the_roc_area_undefined() -> None:
    result = scored(stated(TUNED, (0.9, True), (0.3, True)))
    assert result.headline["auroc"] is None
    assert "right" in result.undefined["auroc"]
    assert result.headline["area_under_risk_coverage"] == 0.0


def test_both_curves_are_drawn_and_long_ones_are_thinned_to_their_ends() -> None:
    chance = random.Random(0)
    result = scored(
        [
            Stated(id=str(n), confidence=n / 1_000, correct=chance.random() < n / 1_000)
            for n in range(1_000)
        ]
    )
    reliability, risk = result.plots
    assert isinstance(reliability, LinePlot)
    assert reliability.diagonal
    assert len(reliability.curves[0].points) == 15
    assert isinstance(risk, LinePlot)
    assert len(risk.curves[0].points) <= 201
    assert risk.curves[0].points[0] == (1 / 1_000, 0.0)
    assert risk.curves[0].points[-1] == pytest.approx((1.0, 1 - (result.headline["accuracy"] or 0)))


def test_a_file_is_scored_by_group_and_a_null_is_left_out_and_counted(tmp_path: Path) -> None:
    lines = [
        {"id": f"q{n}", "confidence": 0.8, "correct": n % 5 != 0, "group": "ab"[n % 2]}
        for n in range(20)
    ]
    data = written(
        tmp_path / "made.jsonl", *lines, {"id": "x", "confidence": None, "correct": True}
    )
    result = run(request(tmp_path, data, bins="5", error="0.3"))
    assert result.headline["expected_calibration_error"] == pytest.approx(0.0)
    assert result.headline["items"] == 20
    assert "1 more stated no confidence" in result.reported_on
    assert result.breakdowns["by_group"]["a"]["items"] == 10
    assert result.breakdowns["by_group"]["a"]["expected_calibration_error"] == pytest.approx(0.0)
    assert {item.id for item in read_run(tmp_path / "out").items} == {f"q{n}" for n in range(20)}


class Confident(ScoredItem):
    confidence: float | None
    correct: bool
    note: str = "what else the suite keeps"


def finished_run(path: Path, *items: Confident) -> Path:
    described = RunCard(
        suite="made-up", data="d", data_sha256="0", settings_fingerprint=None, settings_json=None
    )
    folder = RunFolder(path, described)
    with folder.writing() as write:
        for item in items:
            write(item)
    folder.finish(
        SuiteResult(suite="made-up", headline={"n": 1}, fitted_on="nothing", reported_on="items")
    )
    return path


def test_a_run_folder_is_read_by_its_items_and_their_groups(tmp_path: Path) -> None:
    data = finished_run(
        tmp_path / "theirs",
        Confident(id="a", confidence=0.9, correct=True, groups={"audience": "patient"}),
        Confident(id="b", confidence=0.4, correct=False, groups={"audience": "clinician"}),
        Confident(id="c", confidence=None, correct=False),
    )
    result = run(request(tmp_path, data, fit="all"))
    assert result.headline["auroc"] == 1.0
    assert result.breakdowns["by_audience"]["patient"]["accuracy"] == 1.0
    assert "theirs: 2 items; 1 more" in result.reported_on


def test_a_run_that_states_no_confidence_is_refused(tmp_path: Path) -> None:
    data = finished_run(tmp_path / "theirs", Confident(id="a", confidence=None, correct=True))
    with pytest.raises(UnusableSet, match="no item states a confidence"):
        read_stated(data)
    (data / "summary.json").unlink()
    with pytest.raises(UnusableSet, match="unfinished"):
        read_stated(data)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"confidence": 1.2}, "confidence"),
        ({"confidence": "0.5"}, "confidence"),
        ({"confidence": float("nan")}, "NaN is no number"),
        ({"correct": "yes"}, "correct"),
        ({"corect": True}, "corect"),
        ({"id": "a"}, "stands on line 1"),
    ],
)
def test_a_faulty_line_is_named_with_its_number(
    line: dict[str, object], message: str, tmp_path: Path
) -> None:
    good: dict[str, object] = {"id": "a", "confidence": 0.5, "correct": True}
    data = written(tmp_path / "made.jsonl", good, {**good, "id": "b", **line})
    with pytest.raises(UnusableSet, match=rf"made\.jsonl:2: .*{message}"):
        run(request(tmp_path, data))


@pytest.mark.parametrize(
    "option",
    [
        {"error": "much"},
        {"error": "1"},
        {"error": "-0.1"},
        {"error": "nan"},
        {"fit": "some"},
        {"bins": "0"},
    ],
)
def test_an_option_that_is_none_is_refused(option: dict[str, str], tmp_path: Path) -> None:
    data = written(tmp_path / "made.jsonl", {"id": "a", "confidence": 0.5, "correct": True})
    with pytest.raises(UnusableSet, match=r"--set"):
        run(request(tmp_path, data, **option))


def test_without_data_there_is_nothing_to_score(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="run of the suite `confidence`"):
        run(request(tmp_path, None))
