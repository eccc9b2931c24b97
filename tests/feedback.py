"""Fakes of what is kept for a time: feedback, a kind of things, and whose turn it is."""

from datetime import datetime, timedelta

from app.domain.errors import Unavailable
from app.domain.feedback import Feedback, KeptFeedback, Verdict
from app.domain.ports.clock import Clock
from app.domain.question import Caller
from tests.fakes import FakeClock
from tests.people import NOON

KEPT = timedelta(days=90)


class FakeFeedback:
    """In memory, as it is given. `broken`: nothing can be written."""

    name = "feedback"

    def __init__(self, clock: Clock | None = None, *, broken: bool = False) -> None:
        self._clock = clock or FakeClock(NOON)
        self._kept: dict[tuple[str, str], KeptFeedback] = {}
        self._broken = broken

    def put(self, feedback: Feedback, caller: Caller) -> KeptFeedback:
        if self._broken:
            raise Unavailable("no space")
        now = self._clock.now()
        kept = KeptFeedback(
            feedback=feedback,
            by=caller.name,
            key=caller.key_id,
            tenant=caller.tenant,
            at=now,
            until=now + KEPT,
        )
        place = (feedback.trace_id, caller.key_id or f"name {caller.name}")
        self._kept.pop(place, None)
        self._kept[place] = kept
        return kept

    def newest(
        self, most: int = 100, *, verdict: Verdict | None = None, trace_id: str | None = None
    ) -> tuple[KeptFeedback, ...]:
        now = self._clock.now()
        found = [
            each
            for each in reversed(self._kept.values())
            if now < each.until
            and verdict in (None, each.feedback.verdict)
            and trace_id in (None, each.feedback.trace_id)
        ]
        return tuple(found[:most])

    def due(self, now: datetime) -> int:
        return sum(each.until <= now for each in self._kept.values())

    def forget(self, now: datetime) -> int:
        return self._without([place for place, each in self._kept.items() if each.until <= now])

    def erase(self, trace_id: str) -> int:
        return self._without([place for place in self._kept if place[0] == trace_id])

    def _without(self, places: list[tuple[str, str]]) -> int:
        for place in places:
            del self._kept[place]
        return len(places)


class FakeTurns:
    """Of this process alone."""

    def __init__(self) -> None:
        self._taken: dict[str, datetime] = {}

    def take(self, name: str, now: datetime, hours: float) -> bool:
        last = self._taken.get(name)
        if last is not None and timedelta() <= now - last < timedelta(hours=hours):
            return False
        self._taken[name] = now
        return True
