"""Once a day, in one of all processes, what is due is forgotten, while questions are answered."""

import logging
from threading import Event, Thread
from typing import Final

from app.answering.retaining import Retention
from app.domain.errors import CitewellError
from app.domain.ports.clock import Clock
from app.domain.ports.retention import Turns

TURN: Final = "retention"
HOURS: Final = 23.0
"""Between two turns: less than a day, so that the hour does not wander."""
AT_FIRST: Final = 60.0
"""Seconds after the start, so that a start is not slower by it."""
BETWEEN: Final = 3_600.0
"""Seconds between two looks at whose turn it is."""
_log = logging.getLogger("citewell")


class Daily:
    """What fails is told to the log, by names and counts alone, and tried again the next day."""

    def __init__(self, retention: Retention, turns: Turns, clock: Clock) -> None:
        self._retention = retention
        self._turns = turns
        self._clock = clock
        self._ended = Event()
        self._thread = Thread(target=self._run, name="retention", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """What is being forgotten at this moment is finished first."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def once(self) -> bool:
        """Forget what is due where it is this process's turn; whether it was."""
        try:
            if not self._turns.take(TURN, self._clock.now(), HOURS):
                return False
            done = [each for each in self._retention.forget() if each.count]
        except CitewellError as error:
            _log.error("What is due could not be forgotten: %s", error)
            return False
        for each in done:
            _log.info("Forgotten: %s of %s", each.count, each.name)
        return True

    def _run(self) -> None:
        wait = AT_FIRST
        while not self._ended.wait(wait):
            self.once()
            wait = BETWEEN
