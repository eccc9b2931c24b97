"""Whether the parts stand as an answer needs them; looked up at most every few seconds.

Whoever asks `/readyz` is not known, and asks often: so a database is not asked each time.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from shutil import disk_usage
from typing import Final

from app.domain.errors import CitewellError
from app.domain.standing import Part

LEAST_FREE: Final = 64 * 1024 * 1024
"""Bytes. Below it neither an answer nor a review can be relied on to be put on record."""
_KEPT: Final = 5.0
"""Seconds that a look holds for."""


class Readiness:
    """Called, it tells how each part stands.

    Args:
        looks: each gives one part.
        clock: seconds.
    """

    def __init__(
        self, *looks: Callable[[], Part], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._looks = looks
        self._clock = clock
        self._lock = threading.Lock()
        self._until = float("-inf")
        self._parts: tuple[Part, ...] = ()

    def __call__(self) -> tuple[Part, ...]:
        with self._lock:
            if self._clock() >= self._until:
                self._parts = tuple(look() for look in self._looks)
                self._until = self._clock() + _KEPT
            return self._parts


def store(status: Callable[[], object], *, needed: bool) -> Part:
    """Args: status: reads from the database, or raises what is a CitewellError."""
    try:
        status()
    except CitewellError:
        return Part(
            name="store", ready=False, needed=needed, why="The database of records cannot be read."
        )
    return Part(name="store", ready=True, needed=needed)


def disk(home: Path, *, needed: bool) -> Part:
    try:
        free = disk_usage(home).free
    except OSError:
        return Part(name="disk", ready=False, needed=needed, why="The home cannot be looked at.")
    if free < LEAST_FREE:
        why = f"{free // 1024**2} MiB are free where the records are kept."
        return Part(name="disk", ready=False, needed=needed, why=why)
    return Part(name="disk", ready=True, needed=needed)


def embedder(loaded: Callable[[], bool]) -> Part:
    if loaded():
        return Part(name="embedder", ready=True, needed=True)
    return Part(name="embedder", ready=False, needed=True, why="The embedder is not loaded yet.")
