"""Progress bars on standard error, so that standard output stays for the result."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

T = TypeVar("T")


class Bars:
    """One bar a loop, drawn where a terminal watches, silent elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)

    def track(self, items: Iterable[T], doing: str, total: int | None = None) -> Iterator[T]:
        """The items, unchanged."""
        columns = (
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with RichProgress(
            *columns, console=self._console, disable=not self._console.is_terminal
        ) as bars:
            yield from bars.track(items, total=total, description=doing)
