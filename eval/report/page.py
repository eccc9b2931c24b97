"""The report as one HTML file."""

from collections.abc import Sequence
from pathlib import Path

from eval.run import KeptRun


def write_page(runs: Sequence[KeptRun], out: Path) -> None:
    out.write_text("\n".join(str(run.path) for run in runs), encoding="utf-8")
