"""The job: plan, read what is new or changed, take out what is gone, publish once.

One bad file never stops it, and nothing that answers now is touched until the whole run is
published in one step: a run that is killed, interrupted or out of disk leaves the last good index.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from app.domain.errors import ConfigurationError
from app.domain.ports.index import Building, Generations
from ingest.parsing import Here, Parsing
from ingest.plan import Planner, Walk
from ingest.progress import Progress, Silent
from ingest.reading import Reader
from ingest.report import FileOutcome, Report
from ingest.review import Review
from ingest.run import Run
from ingest.screening.gate import Gate
from ingest.writing import Writing, nowhere


class IngestJob:
    """Brings the library and the index up to date with files on this disk."""

    def __init__(
        self,
        generations: Generations,
        readers: Sequence[Reader],
        walk: Walk,
        progress: Progress | None = None,
        review: Review | None = None,
        parsing: Parsing | None = None,
    ) -> None:
        """The first of `readers` that accepts a file reads it.

        Args:
            review: where findings of the screen and decisions about them are kept; None keeps none,
                and whatever the screen finds something in stays out.
            parsing: how files are parsed; None parses them in this process.
        """
        self._generations = generations
        self._readers = readers
        self._walk = walk
        self._progress = progress or Silent()
        self._review = review
        self._parsing = parsing or Here(readers)

    @property
    def review(self) -> Review:
        """Raises ConfigurationError where the job keeps none."""
        if self._review is None:
            raise ConfigurationError("This library keeps no review of quarantined documents.")
        return self._review

    def run(
        self, paths: Sequence[Path], *, licence_unstated: bool = False, dry_run: bool = False
    ) -> Report:
        """Ingest files, folders and archives; what else the library holds stays.

        Where nothing at all could be read (`Report.read_anything` is False) nothing is changed,
        removals included: an empty folder is more often a disk that is not mounted.

        Args:
            licence_unstated: take in documents whose licence nobody declares or states.
            dry_run: read and report, write nothing.

        Raises:
            ConfigurationError: a path does not exist, a `corpus.toml` is wrong, or a licence is
                missing; nothing was written.
            WriterBusy: another process writes to this home.
            IndexMismatch: the index was made with another embedder or analyzer.
            DiskFull, BuildFailed: nothing was published; the last good index still answers.
        """
        started = time.monotonic()
        begin: Callable[[], AbstractContextManager[Building]]
        begin = nowhere if dry_run else self._generations.begin
        gate = Gate(self._review, keeps=not dry_run)
        with Writing(begin, self._generations, self._progress) as writing:
            writing.ledger.heed(gate.standing)
            planner = Planner(
                writing.ledger,
                self._readers,
                self._walk,
                self._progress.looking_at,
                licence_unstated=licence_unstated,
            )
            plan = planner.plan(paths)
            run = Run(plan, writing, self._parsing, self._walk, self._progress, gate)
            run.read()
            standing: tuple[str, ...] = ()
            if run.read_anything:
                run.take_out()
                standing = writing.settle()
            warnings = (*plan.warnings, *run.warnings, *run.lineage(), *standing)
            published = None
            if run.read_anything and not dry_run:
                published = writing.publish()
            gate.close()
            return Report(
                **{outcome.value: run.count(outcome) for outcome in FileOutcome},
                files=plan.files,
                passages=sum(one.passages for one in run.files),
                characters=sum(one.characters for one in run.files),
                seconds=round(time.monotonic() - started, 3),
                generation=published.generation if published else writing.generation,
                published=published is not None,
                dry_run=dry_run,
                warnings=warnings,
                by_file=tuple(run.files),
            )
