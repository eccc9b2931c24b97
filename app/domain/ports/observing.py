"""Those who look on: metrics and traces. They see no words and change nothing."""

from typing import Protocol

from app.domain.observed import SeenRequest, SeenTrip


class TripObserver(Protocol):
    def answered(self, seen: SeenTrip) -> None:
        """Called once for each question, in the thread that answered it; it must not wait."""
        ...


class RequestObserver(Protocol):
    def arrived(self) -> None:
        """A request came in."""
        ...

    def served(self, seen: SeenRequest) -> None:
        """Called once for each request that arrived, whatever became of it; it must not wait."""
        ...
