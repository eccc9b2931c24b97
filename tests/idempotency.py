"""A fake of the replies that are kept under idempotency keys."""

import secrets
from datetime import datetime, timedelta
from threading import Lock

from app.domain.errors import IdempotencyKeyReused, RequestInFlight, Unavailable
from app.domain.idempotency import Claim, KeptReply, KeyedRequest
from app.domain.ports.clock import Clock
from tests.fakes import FakeClock
from tests.people import NOON

KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=10)


class FakeReplies:
    """In memory. `broken`: the store cannot be reached; `broken_late`: once it is worked on."""

    name = "kept-replies"

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or FakeClock(NOON)
        self._lock = Lock()
        self._rows: dict[str, tuple[str, str, datetime, datetime, KeptReply | None]] = {}
        self.broken = False
        self.broken_late = False

    def begin(self, request: KeyedRequest) -> Claim | KeptReply:
        if self.broken:
            raise Unavailable("the store is down")
        now = self._clock.now()
        with self._lock:
            self._without(now)
            named = repr(request.named())
            if named not in self._rows:
                claim = Claim(request=named, token=secrets.token_hex(4))
                row = (request.body, claim.token, now + LEASE, now + KEPT, None)
                self._rows[named] = row
                return claim
            body, _, _, _, reply = self._rows[named]
            if body != request.body:
                raise IdempotencyKeyReused("another body")
            if reply is None:
                raise RequestInFlight("being worked on", 2)
            return reply

    def finish(self, claim: Claim, reply: KeptReply) -> bool:
        if self.broken_late:
            raise Unavailable("the store is down")
        with self._lock:
            if not self._holds(claim):
                return False
            self._rows[claim.request] = (*self._rows[claim.request][:4], reply)
            return True

    def free(self, claim: Claim) -> None:
        if self.broken_late:
            raise Unavailable("the store is down")
        with self._lock:
            if self._holds(claim):
                del self._rows[claim.request]

    def due(self, now: datetime) -> int:
        return len(self._over(now))

    def forget(self, now: datetime) -> int:
        with self._lock:
            return self._without(now)

    def erase(self, trace_id: str) -> int:
        of_answer = [
            named
            for named, (*_, reply) in self._rows.items()
            if reply is not None and reply.trace_id == trace_id
        ]
        for named in of_answer:
            del self._rows[named]
        return len(of_answer)

    def _holds(self, claim: Claim) -> bool:
        row = self._rows.get(claim.request)
        return row is not None and row[1] == claim.token and row[4] is None

    def _over(self, now: datetime) -> list[str]:
        return [
            named
            for named, (_, _, lease, until, reply) in self._rows.items()
            if until <= now or (reply is None and lease <= now)
        ]

    def _without(self, now: datetime) -> int:
        over = self._over(now)
        for named in over:
            del self._rows[named]
        return len(over)
