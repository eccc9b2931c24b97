"""How the service stops: it says so, takes no more, and finishes what it began, within a bound."""

import logging
import os
import threading
from collections.abc import Callable
from types import FrameType
from typing import Final

import uvicorn

MARGIN: Final = 5.0
"""Seconds beyond the bound that work in a thread, which cannot be cancelled, is given to notice."""
_log = logging.getLogger("citewell")


class Stopping:
    """Called, it tells whether the service was told to stop."""

    def __init__(self) -> None:
        self._told = threading.Event()

    def told(self) -> None:
        self._told.set()

    def __call__(self) -> bool:
        return self._told.is_set()


class StoppableServer(uvicorn.Server):
    """Told to stop, it takes questions for `drain` seconds more, then none; what was begun is given
    `config.timeout_graceful_shutdown` seconds. A second signal ends the first wait.

    Args:
        stopping: is told at once.
        drain: seconds.
        cut: called where threads outlast the bound, before the process ends with 0.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        stopping: Stopping,
        drain: float,
        cut: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._stopping = stopping
        self._drain = drain
        self._cut = cut
        self._last: threading.Timer | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        first = not self._stopping()
        self._stopping.told()
        if not first or not self._drain:
            self._stop(sig, frame)
            return
        later = threading.Timer(self._drain, self._stop, (sig, frame))
        later.daemon = True
        later.start()

    def ended(self) -> None:
        """All is finished, and nothing need be cut short."""
        if self._last is not None:
            self._last.cancel()

    def _stop(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._last is None:
            grace = self.config.timeout_graceful_shutdown or 0
            self._last = threading.Timer(grace + MARGIN, self._end)
            self._last.daemon = True
            self._last.start()

    def _end(self) -> None:
        _log.error("Answers in flight were cut off: they outlasted the seconds they were given")
        self._cut()
        logging.shutdown()
        os._exit(0)
