"""How long each stage of one question took."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from app.domain.answer import StageTiming

T = TypeVar("T")


class Stopwatch:
    """Adds up seconds by stage, in the order in which the stages began."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            passed = time.perf_counter() - started
            self._seconds[name] = self._seconds.get(name, 0.0) + passed

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """The items, with the time it takes to produce them, and not what is done with them."""
        iterator = iter(items)
        while True:
            with self.stage(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    @property
    def timings(self) -> tuple[StageTiming, ...]:
        return tuple(StageTiming(stage=name, seconds=s) for name, s in self._seconds.items())
