"""The report as one HTML file that needs nothing beside it: no script, no request, no font."""

from collections.abc import Sequence
from pathlib import Path

from eval.report.section import NOTES, section
from eval.report.templates import PAGE, filled
from eval.run import KeptRun
from eval.suite import UnusableSet


def write_page(runs: Sequence[KeptRun], out: Path) -> None:
    """Write the page about the runs to `out`, whole or not at all.

    The same runs at the same places give the same bytes.

    Raises:
        UnusableSet: a run's summary is malformed, or `out` cannot be written.
    """
    folder = out.resolve().parent
    sections = [section(run, number, folder) for number, run in enumerate(runs, start=1)]
    text = filled(PAGE, sections=sections, most_notes=NOTES)
    aside = out.with_name(f"{out.name}.aside")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.replace(out)
    except OSError as error:
        raise UnusableSet(f"{out} cannot be written ({error.strerror}).") from None
