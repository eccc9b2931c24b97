"""Whose turn it is: first come, first served, and no more in line than is bearable."""

import math
import statistics
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from app.domain.errors import Overloaded

LOOK: Final = 0.05
"""Seconds between two looks at whether the one in line has left."""
REMEMBERED: Final = 16
"""Turns whose length tells how long the next ones will take."""
LONGEST_RETRY: Final = 600
"""Seconds; a client is told nothing longer."""


class ReaderLeft(Exception):
    """The one in line went away before the turn came."""


class Turns:
    """A line in front of one engine.

    Args:
        waiting: at most so many stand in line behind the one whose turn it is.
        guess: seconds a turn is taken to last before any ended.
    """

    def __init__(self, waiting: int, guess: float) -> None:
        self._most = waiting
        self._lock = threading.Lock()
        self._line: deque[threading.Event] = deque()
        self._busy = False
        self._lasted: deque[float] = deque([guess], maxlen=REMEMBERED)
        self._measured = False

    @property
    def waiting(self) -> int:
        """How many stand in line now."""
        return len(self._line)

    @contextmanager
    def mine(
        self, patience: float, left: Callable[[], bool] = lambda: False, *, again: bool = False
    ) -> Iterator[None]:
        """Wait for the turn, and keep it as long as the context lasts.

        Args:
            patience: seconds to stand in line at most.
            left: whether the one who wants the turn has gone away.
            again: whether an answer that has begun goes on: it is next, however many wait.

        Raises:
            Overloaded: too many are in line, or the turn did not come in time.
            ReaderLeft: `left` said so.
        """
        self._wait(patience, left, again)
        started = time.monotonic()
        try:
            yield
        finally:
            self._pass_on(time.monotonic() - started)

    def _wait(self, patience: float, left: Callable[[], bool], again: bool) -> None:
        with self._lock:
            if not self._busy:
                self._busy = True
                return
            called = threading.Event()
            if again:
                self._line.appendleft(called)
            elif len(self._line) >= self._most:
                raise self._overloaded(len(self._line))
            else:
                self._line.append(called)
        ends = time.monotonic() + patience
        while not called.wait(LOOK):
            if left() or time.monotonic() > ends:
                with self._lock:
                    if called.is_set():
                        break
                    self._line.remove(called)
                    if left():
                        raise ReaderLeft
                    raise self._overloaded(len(self._line))
        if left():
            self._pass_on(None)
            raise ReaderLeft

    def _pass_on(self, lasted: float | None) -> None:
        with self._lock:
            if lasted is not None:
                if not self._measured:
                    self._lasted.clear()
                    self._measured = True
                self._lasted.append(lasted)
            if self._line:
                self._line.popleft().set()
            else:
                self._busy = False

    def _overloaded(self, before: int) -> Overloaded:
        """The line is as long as `before`, and the one whose turn it is may just have begun."""
        seconds = statistics.median(self._lasted) * (before + 1)
        again = min(LONGEST_RETRY, max(1, math.ceil(seconds)))
        return Overloaded(
            f"The language model is busy, with {before} more in line: ask again in about {again} "
            "seconds.",
            retry_after=again,
        )
