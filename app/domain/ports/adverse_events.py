"""Where reports of harm are kept, and who is told of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from app.domain.adverse_event import AdverseEvent, AdverseEventReport, Receipt
from app.domain.question import Caller


class AdverseEvents(Protocol):
    """Everything raises Unavailable."""

    def add(self, report: AdverseEventReport) -> AdverseEvent:
        """Durably on record when it returns."""
        ...

    def newest(self, most: int = 100) -> tuple[AdverseEvent, ...]:
        """Newest first."""
        ...

    def show(self, event: str) -> AdverseEvent:
        """Raises NotFound."""
        ...

    def all(self) -> Iterator[AdverseEvent]:
        """Oldest first."""
        ...

    def unsent(self) -> tuple[AdverseEvent, ...]:
        """Those that the webhook was not told of, oldest first."""
        ...

    def sent(self, event: str, at: datetime) -> None: ...


class Notifier(Protocol):
    def wake(self) -> None:
        """Tell whoever must be told of what is new, without keeping the caller waiting."""
        ...


class Reporting(Protocol):
    """All that the front door needs."""

    def report(self, report: AdverseEventReport, caller: Caller) -> Receipt:
        """Raises Unavailable: it is not on record."""
        ...
