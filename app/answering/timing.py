"""How long each stage of one question took."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from app.domain.answer import StageTiming
from app.domain.observed import Lap

T = TypeVar("T")


class Stopwatch:
    """Adds up seconds by stage, in the order in which the stages began; runs from the start.

    `began` is when it was started, in nanoseconds since 1970.
    """

    def __init__(self) -> None:
        self.began = time.time_ns()
        self._zero = time.perf_counter()
        self._seconds: dict[str, float] = {}
        self._laps: list[Lap] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            passed = time.perf_counter() - started
            self._seconds[name] = self._seconds.get(name, 0.0) + passed
            self._laps.append(Lap(name, started - self._zero, passed))

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
    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self._zero

    @property
    def laps(self) -> tuple[Lap, ...]:
        """Each stay in a stage, in the order in which they ended."""
        return tuple(self._laps)

    @property
    def timings(self) -> tuple[StageTiming, ...]:
        return tuple(StageTiming(stage=name, seconds=s) for name, s in self._seconds.items())
