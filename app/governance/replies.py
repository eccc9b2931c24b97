"""Replies that are kept under the Idempotency-Keys of their requests, sealed, for a time.

A row is the lock: whoever writes it works on the request, and of two processes one does. What
names the request, and the digest of its body, are hashed under the sealing key: the database alone
does not tell who asked what, nor lets anybody try out bodies.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update

from app.domain.errors import IdempotencyKeyReused, RequestInFlight
from app.domain.idempotency import Claim, KeptReply, KeyedRequest
from app.domain.ports.clock import Clock
from app.governance.encryption import Plain, row_identity
from app.governance.keys import Key
from app.governance.store import Store
from app.governance.tables import KEPT_REPLIES

KEPT: Final = timedelta(hours=24)
LEASE: Final = timedelta(minutes=10)
MOST: Final = 10_000
"""Replies kept of one caller; the oldest go first."""
_AGAIN: Final = 2
"""Seconds after which to look again for a reply that is being made."""
_PURPOSE: Final = b"citewell kept replies\x00"


class StoredReplies:
    """`KeptReplies`, `Forgettable` and `Erasable`: whole rows go, also at each request.

    Args:
        kept: for how long a reply is.
        lease: after which a request that never ended is free again.
        most: replies of one caller.
    """

    name = "kept-replies"

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        kept: timedelta = KEPT,
        lease: timedelta = LEASE,
        most: int = MOST,
    ) -> None:
        self._store = store
        self._clock = clock
        self._kept = kept
        self._lease = lease
        self._most = most

    def begin(self, request: KeyedRequest) -> Claim | KeptReply:
        """Raises RequestInFlight, IdempotencyKeyReused, Unavailable."""
        now = self._clock.now()
        rows = KEPT_REPLIES.c
        with self._store.writing() as connection:
            connection.execute(delete(KEPT_REPLIES).where(_over(now)))
            keys = self._store.keys.held()
            by_name = {_mac(key, request.named()): key for key in keys}
            wanted = select(rows.body, rows.request, rows.reply).where(rows.request.in_(by_name))
            found = connection.execute(wanted).first()
            if found is not None:
                body = _mac(by_name[found.request], (request.body,))
                if not hmac.compare_digest(body, found.body):
                    raise IdempotencyKeyReused(
                        "This Idempotency-Key came with another body before. Send a new request "
                        "with a new key."
                    )
                if found.reply is None:
                    raise RequestInFlight(
                        "The same request is being worked on. Send it again soon.", _AGAIN
                    )
                return KeptReply.model_validate_json(found.reply)
            claim = Claim(request=_mac(keys[0], request.named()), token=secrets.token_hex(16))
            caller = _mac(keys[0], request.caller)
            oldest = (
                select(rows.id)
                .where(rows.caller == caller, rows.reply.is_not(None))
                .order_by(rows.id.desc())
                .offset(self._most - 1)
            )
            connection.execute(delete(KEPT_REPLIES).where(rows.id.in_(oldest)))
            row = {
                "request": claim.request,
                "caller": caller,
                "body": _mac(keys[0], (request.body,)),
                "token": claim.token,
                "lease": (now + self._lease).isoformat(),
                "until": (now + self._kept).isoformat(),
            }
            connection.execute(insert(KEPT_REPLIES), row)
            return claim

    def finish(self, claim: Claim, reply: KeptReply) -> bool:
        """Raises Unavailable."""
        kept = {
            "reply": Plain(reply.model_dump_json(), (claim.request,)),
            "trace_id": reply.trace_id,
        }
        with self._store.writing() as connection:
            changed = update(KEPT_REPLIES).where(_held(claim)).values(kept)
            return connection.execute(changed).rowcount == 1

    def free(self, claim: Claim) -> None:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            connection.execute(delete(KEPT_REPLIES).where(_held(claim)))

    def due(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = select(func.count()).select_from(KEPT_REPLIES).where(_over(now))
        with self._store.reading() as connection:
            return 0 if connection is None else connection.execute(over).scalar_one()

    def forget(self, now: datetime) -> int:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            return connection.execute(delete(KEPT_REPLIES).where(_over(now))).rowcount

    def erase(self, trace_id: str) -> int:
        """Raises Unavailable."""
        of_answer = delete(KEPT_REPLIES).where(KEPT_REPLIES.c.trace_id == trace_id)
        with self._store.writing() as connection:
            return connection.execute(of_answer).rowcount


def _over(now: datetime) -> ColumnElement[bool]:
    """Whose time is over, or who works on it no more."""
    rows, at = KEPT_REPLIES.c, now.isoformat()
    return or_(rows.until <= at, and_(rows.reply.is_(None), rows.lease <= at))


def _held(claim: Claim) -> ColumnElement[bool]:
    rows = KEPT_REPLIES.c
    return and_(rows.request == claim.request, rows.token == claim.token, rows.reply.is_(None))


def _mac(key: Key, parts: Iterable[str]) -> str:
    text = row_identity(parts).encode()
    return hmac.digest(key.secret, _PURPOSE + text, hashlib.sha256).hex()
