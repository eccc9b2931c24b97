"""How often an engine that ends is started again before it is left alone for a while."""

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Final

MOST: Final = 3
"""Ends within `WINDOW` after which it rests."""
WINDOW: Final = 300.0
REST: Final = 120.0


class Restarts:
    """Remembers when the engine ended, and why. Times in seconds of `clock`.

    A model whose weights are damaged ends its engine at every question; starting it each time would
    cost every question the time it takes to load.
    """

    def __init__(
        self,
        most: int = MOST,
        window: float = WINDOW,
        rest: float = REST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._window = window
        self._rest = rest
        self._clock = clock
        self._ends: deque[float] = deque(maxlen=most)
        self._until = -math.inf
        self.why = ""
        """Of the last end."""

    def ended(self, why: str) -> None:
        now = self._clock()
        self.why = why
        self._ends.append(now)
        if len(self._ends) == self._most and now - self._ends[0] <= self._window:
            self._until = now + self._rest

    @property
    def rests(self) -> int:
        """Whole seconds until it may be started again, 0 where it may now. After a rest one more
        end within the window brings the next rest."""
        return math.ceil(max(0.0, self._until - self._clock()))
