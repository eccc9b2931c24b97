"""The progress of a run on a terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

_LONGEST_NAME = 40
_UNKNOWN = "--:--"


class Bar:
    """Files read, passages written and their rate, the time left, and the file at hand.

    Reading runs ahead of writing, and writing takes the time: the bar and the time left go by
    passages, counted as far as files were read and estimated from these for the others.
    """

    def __init__(self, console: Console) -> None:
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[files]} files, {task.completed:,.0f} passages"),
            TextColumn("{task.fields[rate]:.0f}/s"),
            TimeElapsedColumn(),
            TextColumn("left {task.fields[left]}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task(
            "looking at files", total=None, files="0", rate=0.0, left=_UNKNOWN
        )
        self._at_hand = "reading"
        self._files = 0
        self._files_read = 0
        self._passages_read = 0
        self._written = 0
        self._began: float | None = None

    def passages_expected(self) -> int | None:
        """Of the whole run; None before a file was read."""
        if not self._files_read:
            return None
        to_come = self._passages_read / self._files_read * (self._files - self._files_read)
        return max(self._passages_read + round(to_come), self._written)

    def looking_at(self, origin: str) -> None:
        self._bar.update(self._task, description=f"looking at {_short(origin)}")

    def planned(self, files: int) -> None:
        self._began = self._bar.get_time()
        self._files = files
        self._bar.reset(
            self._task,
            total=None,
            description="reading",
            files=f"0/{files}",
            rate=0.0,
            left=_UNKNOWN,
        )

    def read(self, origin: str, passages: int) -> None:
        self._files_read += 1
        self._passages_read += passages
        self._at_hand = f"read {_short(origin)}"
        self._show()

    def wrote(self, passages: int) -> None:
        self._written += passages
        self._show()

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

    def _show(self) -> None:
        seconds = self._bar.get_time() - (self._began or 0.0)
        rate = self._written / seconds if seconds > 0 else 0.0
        expected = self.passages_expected()
        left = (expected - self._written) / rate if expected is not None and rate else None
        self._bar.update(
            self._task,
            description=self._at_hand,
            total=expected,
            completed=self._written,
            files=f"{self._files_read}/{self._files}",
            rate=rate,
            left=_UNKNOWN if left is None else _clock(left),
        )


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def _short(origin: str) -> str:
    return origin if len(origin) <= _LONGEST_NAME else f"...{origin[3 - _LONGEST_NAME :]}"
