"""What an ingest did, for people and as JSON.

`written`, `unchanged` and `removed` count documents; `skipped` and `quarantined` count files, and
records inside files, that gave none.
"""

from collections import Counter
from enum import StrEnum

from pydantic import Field, computed_field
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.domain.frozen import Frozen

LINES = 20
"""At most so many quarantined, skipped or warning lines on a terminal; the JSON report has all."""


class FileOutcome(StrEnum):
    WRITTEN = "written"
    """Read, and its documents are in the index."""
    UNCHANGED = "unchanged"
    """As it was when it was last read; or another file of this run holds the same document."""
    REMOVED = "removed"
    """No longer there, and so are its documents."""
    SKIPPED = "skipped"
    """Nothing to ingest: no reader for the format, or no text."""
    QUARANTINED = "quarantined"
    """Should have been readable and was not, or waits for review because of what the screen found
    in it; an earlier good version stays in the index."""


class FileReport(Frozen):
    """One file, or one record of a file that was left out."""

    origin: str
    outcome: FileOutcome
    reason: str = ""
    reader: str | None = None
    documents: int = 0
    """Distinct documents this file contributed, kept or lost, each counted at one file only."""
    passages: int = 0
    """Written in this run."""
    characters: int = 0
    """Of the text of the documents written in this run."""


class ReaderReport(Frozen):
    """What one format contributed in this run."""

    files: int
    """That gave documents."""
    written: int
    unchanged: int
    skipped: int
    quarantined: int
    passages: int
    characters: int


class Report(Frozen):
    """One run of the job; the five counts of the module's docstring, then the rest."""

    written: int = Field(ge=0)
    unchanged: int = Field(ge=0)
    removed: int = Field(ge=0)
    skipped: int = Field(ge=0)
    quarantined: int = Field(ge=0)
    files: int = Field(ge=0)
    """Files looked at, archive members included."""
    passages: int = Field(ge=0)
    """Passages written."""
    characters: int = Field(ge=0)
    """Characters of the documents written."""
    seconds: float = Field(ge=0)
    generation: str | None
    """The generation that answers now; None where there is none yet."""
    published: bool
    """Whether this run made that generation."""
    dry_run: bool
    warnings: tuple[str, ...] = ()
    by_file: tuple[FileReport, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def by_reader(self) -> dict[str, ReaderReport]:
        names = sorted({one.reader for one in self.by_file if one.reader})
        return {name: self._reader(name) for name in names}

    @property
    def read_anything(self) -> bool:
        """Whether a document was written or found unchanged."""
        return self.written + self.unchanged > 0

    def why_nothing(self) -> str:
        """For a run that could read nothing: what was there instead, and what to do."""
        faults = [one for one in self.by_file if one.outcome in _FAULTS]
        if not faults:
            return (
                "There is no file in what was named. Nothing was changed, and what was read from "
                "there before stays; name a folder, file or archive with documents."
            )
        first = "; ".join(f"{one.origin}: {one.reason}" for one in faults[:3])
        more = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""
        return f"Nothing that was named could be read, and nothing was changed. {first}{more}"

    def _reader(self, name: str) -> ReaderReport:
        mine = [one for one in self.by_file if one.reader == name]
        met = Counter(one.outcome for one in mine)
        documents: Counter[FileOutcome] = Counter()
        for one in mine:
            documents[one.outcome] += one.documents
        return ReaderReport(
            files=met[FileOutcome.WRITTEN] + met[FileOutcome.UNCHANGED],
            written=documents[FileOutcome.WRITTEN],
            unchanged=documents[FileOutcome.UNCHANGED],
            skipped=met[FileOutcome.SKIPPED],
            quarantined=met[FileOutcome.QUARANTINED],
            passages=sum(one.passages for one in mine),
            characters=sum(one.characters for one in mine),
        )


_FAULTS = frozenset({FileOutcome.SKIPPED, FileOutcome.QUARANTINED})


def render(report: Report, console: Console) -> None:
    """The report for a person at a terminal: the counts, then what they should do."""
    console.print(_counts(report))
    _lines(
        console,
        "Quarantined - repair or remove the file and run the same command again, or decide what "
        "waits with `citewell ingest --review`; an earlier good version stays in the index until "
        "then",
        [f"{f.origin}: {f.reason}" for f in _with(report, FileOutcome.QUARANTINED)],
    )
    reasons = Counter(one.reason for one in _with(report, FileOutcome.SKIPPED))
    _lines(console, "Skipped", [f"{count} x {reason}" for reason, count in reasons.most_common()])
    _lines(console, "Warnings", list(report.warnings))
    console.print(Text(_outcome(report)))


def _counts(report: Report) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_column()
    rate = report.characters / report.seconds if report.seconds else 0.0
    for count, name, note in (
        (report.written, "written", f"documents: {report.passages:,} passages"),
        (report.unchanged, "unchanged", "documents"),
        (report.removed, "removed", "documents whose source is gone"),
        (report.skipped, "skipped", "files or records with nothing to ingest"),
        (
            report.quarantined,
            "quarantined",
            "files or records that cannot be read, or wait for review",
        ),
    ):
        table.add_row(f"{count:,}", name, note)
    table.add_row(
        f"{report.files:,}",
        "files",
        f"in {report.seconds:.1f} s" + (f", {rate:,.0f} characters/s" if report.characters else ""),
    )
    return table


def _with(report: Report, outcome: FileOutcome) -> list[FileReport]:
    return [one for one in report.by_file if one.outcome is outcome]


def _lines(console: Console, heading: str, lines: list[str]) -> None:
    if not lines:
        return
    console.print(Text(f"\n{heading}:", style="bold"))
    for line in lines[:LINES]:
        console.print(Text(f"  {line}"), soft_wrap=True)
    if len(lines) > LINES:
        console.print(Text(f"  ... and {len(lines) - LINES} more; --json lists them all"))


def _outcome(report: Report) -> str:
    if report.dry_run:
        return "\nDry run: nothing was published."
    if report.published:
        return f"\nPublished generation {report.generation}."
    if report.generation is None:
        return "\nNothing was published."
    return f"\nNothing changed; generation {report.generation} still answers."
