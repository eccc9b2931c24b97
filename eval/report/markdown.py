"""The report as Markdown."""

from collections.abc import Sequence

from eval.run import KeptRun


def markdown_report(runs: Sequence[KeptRun]) -> str:
    return "\n".join(str(run.path) for run in runs)
