"""Tells another system of the site that there is a new report, or a conversation that was handed
over, without a word of it.

The body is JSON, signed: `Citewell-Signature: t=SECONDS,v1=HEX`, HMAC-SHA256 under the shared
secret over `SECONDS.BODY`. A receiver recomputes it, refuses old times, and knows a report again by
its id.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Sequence
from typing import Final

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from app.domain.adverse_event import AdverseEvent
from app.domain.conversation import HandOff
from app.domain.ports.clock import Clock
from app.governance.adverse_events.destination import (
    AddressRefused,
    Destination,
    Network,
    Resolve,
    checked_address,
    resolved,
)

SECONDS: Final = 5.0
"""For one try."""
TRIES: Final = 4
LONGEST_WAIT: Final = 8.0
_BUSY: Final = frozenset({408, 425, 429})

_log = logging.getLogger("citewell")


class _Passing(Exception):
    """May go better at the next try."""


class Webhook:
    """Args:
    to: where reports go.
    secret: shared with the receiver.
    allowed: networks that its address must lie in; none: see `checked_address`.
    first_wait: seconds before the second try; doubles with each.
    """

    def __init__(
        self,
        to: Destination,
        secret: bytes,
        clock: Clock,
        *,
        allowed: Sequence[Network] = (),
        resolve: Resolve = resolved,
        first_wait: float = 0.5,
        seconds: float = SECONDS,
    ) -> None:
        self._to = to
        self._secret = secret
        self._clock = clock
        self._allowed = allowed
        self._resolve = resolve
        self._first_wait = first_wait
        self._client = httpx.Client(
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(seconds),
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def send(self, event: AdverseEvent | HandOff) -> bool:
        """Whether the receiver took it. What went wrong is logged, without the address."""
        body = body_of(event)
        tries = Retrying(
            retry=retry_if_exception_type(_Passing),
            wait=wait_exponential_jitter(
                multiplier=self._first_wait, max=LONGEST_WAIT, jitter=self._first_wait
            ),
            stop=stop_after_attempt(TRIES),
            reraise=True,
        )
        try:
            return bool(tries(self._once, event.id, body))
        except _Passing as error:
            _log.error("The webhook was not told of report %s: %s.", event.id, error)
        except AddressRefused as error:
            _log.error("The webhook was not told of report %s. %s", event.id, error)
        return False

    def close(self) -> None:
        self._client.close()

    def _once(self, identity: str, body: bytes) -> bool:
        try:
            address = checked_address(self._to, self._allowed, self._resolve)
            headers = {
                "Host": self._to.authority,
                "Content-Type": "application/json",
                "User-Agent": "citewell",
                "Accept-Encoding": "identity",
                "Citewell-Report": identity,
                "Citewell-Signature": signature(
                    self._secret, int(self._clock.now().timestamp()), body
                ),
            }
            with self._client.stream(
                "POST",
                self._to.at(address),
                content=body,
                headers=headers,
                extensions={"sni_hostname": self._to.host},
            ) as reply:
                status = reply.status_code  # what it says beside that is not read
        except (OSError, httpx.HTTPError) as error:
            raise _Passing(type(error).__name__) from None
        if status >= 500 or status in _BUSY:
            raise _Passing(f"it answers {status}")
        if not 200 <= status < 300:
            _log.error("The webhook refuses report %s: it answers %s.", identity, status)
            return False
        return True


def body_of(event: AdverseEvent | HandOff) -> bytes:
    """Enough to know that there is something, how grave it is, and where to read it. `kind` stands
    in that of a conversation alone."""
    if isinstance(event, HandOff):
        return _json(
            {
                "kind": "hand_off",
                "id": event.id,
                "at": event.at.isoformat(),
                "why": event.why.value,
                "task": event.task,
            }
        )
    report = event.report
    told: dict[str, str | int | None] = {
        "id": event.id,
        "at": event.at.isoformat(),
        "seriousness": report.seriousness.value,
        "course": report.course.value,
        "answer": report.answer,
    }
    return _json(told)


def _json(told: dict[str, str | int | None]) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode()


def signature(secret: bytes, seconds: int, body: bytes) -> str:
    mac = hmac.new(secret, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={mac}"
