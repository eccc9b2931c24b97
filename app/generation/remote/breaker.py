"""A circuit breaker: after some failures in a row, nobody waits for a server that is down."""

import math
import threading
import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 3
PAUSE: Final = 30.0
"""Seconds until one question tries the server again."""


class Breaker:
    """Counts failures in a row (Nygard, Release It!, 2007). Safe to call from many threads.

    Args:
        failures: after this many in a row it opens.
        pause: seconds it stays open; then one try is let through, and decides.
        clock: seconds from any origin, never going back.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures = failures
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._open_until = 0.0

    def admits(self) -> bool:
        """Whether a try may be made now; after a pause, by one caller alone."""
        with self._lock:
            if self._in_a_row < self._failures:
                return True
            if self._clock() < self._open_until:
                return False
            self._open_until = self._clock() + self._pause
            return True

    @property
    def rests(self) -> int:
        """Whole seconds until a try is let through, 0 where one is now."""
        with self._lock:
            if self._in_a_row < self._failures:
                return 0
            return math.ceil(max(0.0, self._open_until - self._clock()))

    def succeeded(self) -> None:
        with self._lock:
            self._in_a_row = 0

    def failed(self) -> None:
        with self._lock:
            self._in_a_row += 1
            self._open_until = self._clock() + self._pause
