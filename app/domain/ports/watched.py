"""Where past outcomes are read from, to see how answers do over time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from app.domain.watched import WatchedOutcome


class OutcomeHistory(Protocol):
    def outcomes(self, since: datetime) -> Iterator[WatchedOutcome]:
        """Every question's outcome from that moment on, in no promised order, read in portions.

        Raises:
            Unavailable: it cannot be read.
            RecordsMismatch: a row is none that this program writes.
        """
        ...
