"""Finished runs, written by hand for the tests of the report. All texts are made up."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from eval.run import KeptRun, RunCard, RunFolder, read_run
from eval.scored import ScoredItem, by_group, figures, intervals
from eval.suite import (
    NOT_BUILT,
    Curve,
    HistogramPlot,
    LinePlot,
    Spread,
    SuiteResult,
)

CARD = RunCard(
    suite="made-up",
    product="0.1.0",
    started=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    data="/srv/sets/made-up.jsonl",
    data_sha256="ab" * 32,
    settings_fingerprint="cd" * 8,
    settings_json='{"fusion": "share", "leg_depth": 100}',
    seed=7,
)
RELIABILITY = LinePlot(
    title="Reliability",
    x="confidence",
    y="share that is right",
    curves=(
        Curve(name="before", points=((0.1, 0.2), (0.5, 0.4), (0.9, 0.8))),
        Curve(name="after", points=((0.1, 0.1), (0.5, 0.5), (0.9, 0.9))),
    ),
    diagonal=True,
)
LATENCY = HistogramPlot(
    title="Latency",
    x="milliseconds",
    spreads=(Spread(name="fused", values=(10.0, 11.0, 12.0, 30.0)),),
)


class TextItem(ScoredItem):
    question: str = ""
    evidence: tuple[str, ...] = ()


def item(number: int, recall: float, group: str = "one", **more: object) -> TextItem:
    return TextItem.model_validate(
        {
            "id": f"item-{number}",
            "shares": {"recall": (recall, 1.0)},
            "groups": {"kind": group},
            "question": f"For how long is melarexin {number} given?",
            **more,
        }
    )


def kept(
    folder: Path,
    result: SuiteResult,
    items: Sequence[ScoredItem] = (),
    changes: Mapping[str, object] | None = None,
) -> KeptRun:
    """The run, written to `folder` and read back."""
    run = RunFolder(folder, CARD.model_copy(update={"suite": result.suite, **(changes or {})}))
    if items:
        with run.writing() as write:
            for one in items:
                write(one)
    run.finish(result)
    return read_run(folder)


def safety(folder: Path) -> KeptRun:
    """Two groups, an interval, plots, a figure in-sample, one undefined."""
    items = [item(n, float(n % 3 > 0), "ward" if n % 2 else "clinic") for n in range(12)]
    return kept(
        folder,
        SuiteResult(
            suite="made-up",
            headline={**figures(["recall"], items), "precision": None},
            breakdowns={"by_kind": by_group("kind", ["recall"], items)},
            intervals=intervals(["recall"], items),
            undefined={"precision": "nothing was flagged"},
            fitted_on="a floor on the half `tuned`",
            reported_on="twelve made-up items",
            in_sample={"recall": "the floor was chosen on these items"},
            notes=("A note about a made-up set.",),
            plots=(RELIABILITY, LATENCY),
        ),
        items,
    )


def not_built(folder: Path) -> KeptRun:
    return kept(
        folder,
        SuiteResult(
            suite="interactions",
            headline={"recall": None, "pairs": 40},
            undefined={"recall": f"{NOT_BUILT}: there are no rules for interactions"},
            fitted_on="nothing",
            reported_on="forty invented pairs",
        ),
        changes={"data": "", "settings_fingerprint": None, "settings_json": None},
    )


def mirage(folder: Path, mean: float | None, *, replayed: bool = True) -> KeptRun:
    sets = ("mmlu", "medqa", "medmcqa", "pubmedqa", "bioasq")
    return kept(
        folder,
        SuiteResult(
            suite="mirage",
            headline={"mean_accuracy": mean},
            cells={"accuracy": dict.fromkeys(sets, mean)},
            undefined={} if mean is not None else {"mean_accuracy": "nothing was predicted"},
            fitted_on="unknown",
            reported_on="made-up questions",
        ),
        changes={"predictions": "/srv/theirs.jsonl", "predictions_sha256": "ef" * 32}
        if replayed
        else {},
    )
