"""The progress of a file that is fetched, copied or checked."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from app.generation.models.hashing import Stage


class Transfer:
    """Bytes, rate and time left on a terminal; nothing elsewhere. Called as a `Progress`."""

    def __init__(self, console: Console, name: str) -> None:
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._name = name
        self._before: tuple[Stage, int] | None = None
        self._task = self._bar.add_task(name, total=None)

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        if self._before is None or stage != self._before[0] or done < self._before[1]:
            # The rate is that of this stage of this file; what an earlier call fetched is no speed.
            self._bar.reset(
                self._task, description=f"{stage} {self._name}", total=total, completed=done
            )
        self._before = stage, done
        self._bar.update(self._task, completed=done, total=total)

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
