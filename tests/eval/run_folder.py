"""Run folders of made-up runs, for whatever reads runs."""

from collections.abc import Sequence
from pathlib import Path

from eval.run import KeptRun, RunCard, RunFolder, read_run
from eval.scored import ScoredItem, figures
from eval.suite import SuiteResult

CARD = RunCard(
    suite="made-up",
    data="/sets/made-up.jsonl",
    data_sha256="0" * 64,
    settings_fingerprint="f",
    settings_json="{}",
)


def write_run(
    path: Path, items: Sequence[ScoredItem], names: Sequence[str], card: RunCard = CARD
) -> KeptRun:
    """A finished run whose headline is `names`, read back."""
    folder = RunFolder(path, card)
    with folder.writing() as write:
        for item in items:
            write(item)
    headline = figures(names, items)
    folder.finish(
        SuiteResult(
            suite=card.suite,
            headline=headline,
            breakdowns={"by_half": {"first": {"ndcg@10": 0.5, "items": 2}}},
            undefined={name: "made up" for name, value in headline.items() if value is None},
            fitted_on="nothing",
            reported_on="made-up items",
        )
    )
    return read_run(path)
