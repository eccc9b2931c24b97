"""The progress of a run on a terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

_LONGEST_NAME = 40


class Bar:
    """Files read of files to read, passages and their rate, and the file at hand."""

    def __init__(self, console: Console) -> None:
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[passages]:,} passages"),
            TextColumn("{task.fields[rate]:.0f}/s"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("looking at files", total=None, passages=0, rate=0.0)
        self._passages = 0
        self._began: float | None = None

    def looking_at(self, origin: str) -> None:
        self._bar.update(self._task, description=f"looking at {_short(origin)}")

    def planned(self, files: int) -> None:
        self._began = self._bar.get_time()
        self._bar.reset(self._task, total=files, description="reading", passages=0, rate=0.0)

    def read(self, origin: str) -> None:
        self._bar.update(self._task, advance=1, description=f"read {_short(origin)}")

    def wrote(self, passages: int) -> None:
        self._passages += passages
        seconds = self._bar.get_time() - (self._began or 0.0)
        rate = self._passages / seconds if seconds > 0 else 0.0
        self._bar.update(self._task, passages=self._passages, rate=rate)

    def publishing(self) -> None:
        self._bar.update(self._task, description="checking and publishing")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()


def _short(origin: str) -> str:
    return origin if len(origin) <= _LONGEST_NAME else f"...{origin[3 - _LONGEST_NAME :]}"
