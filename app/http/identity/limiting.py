"""How often a caller may ask, and an address fail: the `limits` library, in memory or in Redis.

A sliding window (two counters and the share of the older one that still counts): constant memory a
caller, and no burst of twice the rate at the edge of a window.
"""

import logging
import math
import time
from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import ConfigurationError as UnknownStorage
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import RateLimiter, SlidingWindowCounterRateLimiter

from app.domain.errors import ConfigurationError, RateLimited
from app.domain.identity import Rate
from app.domain.question import Caller

DEFAULT_RATE: Final = Rate(requests=600, seconds=60)
DEFAULT_BURST: Final = 50
DEFAULT_FAILURES: Final = Rate(requests=30, seconds=60)
REST: Final = 10.0
"""Seconds for which a Redis that failed is not asked: nobody shall wait for it time and again."""
ANSWERS_WITHIN: Final = 0.5
"""Seconds that it may take to connect or to answer."""

_T = TypeVar("_T")

_log = logging.getLogger("citewell.http")


class Standing(NamedTuple):
    """What is left of a caller's rate; `reset`: seconds until more of it is."""

    rate: Rate
    left: int
    reset: int

    def headers(self) -> list[tuple[bytes, bytes]]:
        """As draft-ietf-httpapi-ratelimit-headers-10 names them."""
        return [
            (
                b"ratelimit-policy",
                f'"key";q={self.rate.requests};w={self.rate.seconds}'.encode(),
            ),
            (b"ratelimit", f'"key";r={self.left};t={self.reset}'.encode()),
        ]


class Limiter:
    """Counts callers by their key or account, and failed attempts by address.

    Args:
        rate, burst: of callers whose key says nothing else.
        failures: attempts of one address with a credential that is none.
        url: `memory://`, or of a Redis that several processes share. Where that is down, or does
            not answer, each process counts for itself.
        rest: seconds until it is asked again then.

    Raises:
        ConfigurationError: the URL is none that can be used.
    """

    def __init__(
        self,
        rate: Rate = DEFAULT_RATE,
        burst: int = DEFAULT_BURST,
        failures: Rate = DEFAULT_FAILURES,
        url: str = "memory://",
        rest: float = REST,
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._failures = _item(failures)
        self._own: RateLimiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = self._own if url == "memory://" else _shared(url)
        self._rest = rest
        self._asked_from = self._told_at = -math.inf

    def count(self, caller: Caller) -> Standing | None:
        """One more request; None where this caller is not counted.

        Raises RateLimited, with the seconds to wait.
        """
        if caller.limits is None:
            return None
        rate = caller.limits.rate or self._rate
        name = caller.key_id or caller.name
        burst = RateLimitItemPerSecond(caller.limits.burst or self._burst)
        if not self._hit(burst, "burst", name):
            raise RateLimited("Too many requests at once. Spread them out.", 1)
        item = _item(rate)
        admitted = self._hit(item, "rate", name)
        standing = self._standing(rate, item, name)
        if not admitted:
            raise RateLimited(f"More than {rate} were asked with this key.", standing.reset)
        return standing

    def standing(self, caller: Caller) -> Standing | None:
        """Without counting a request."""
        if caller.limits is None:
            return None
        rate = caller.limits.rate or self._rate
        return self._standing(rate, _item(rate), caller.key_id or caller.name)

    def require_patience(self, address: str) -> None:
        """Raises RateLimited: too many attempts failed from there lately."""
        if not self._with(lambda by: by.test(self._failures, "failed", address)):
            stats = self._with(lambda by: by.get_window_stats(self._failures, "failed", address))
            raise RateLimited(
                "Too many attempts from this address were not accepted.", _wait(stats.reset_time)
            )

    def failed(self, address: str) -> None:
        self._hit(self._failures, "failed", address)

    def _standing(self, rate: Rate, item: RateLimitItem, name: str) -> Standing:
        stats = self._with(lambda by: by.get_window_stats(item, "rate", name))
        return Standing(rate, max(0, stats.remaining), _wait(stats.reset_time))

    def _hit(self, item: RateLimitItem, kind: str, name: str) -> bool:
        return self._with(lambda by: by.hit(item, kind, name))

    def _with(self, ask: Callable[[RateLimiter], _T]) -> _T:
        if self._shared is self._own or time.monotonic() < self._asked_from:
            return ask(self._own)
        try:
            return ask(self._shared)
        except StorageError as error:
            self._asked_from = time.monotonic() + self._rest
            if time.monotonic() - self._told_at > 60:
                self._told_at = time.monotonic()
                _log.error(
                    "Rates are counted in this process alone: %s",
                    type(error.storage_error).__name__,
                )
            return ask(self._own)


def _item(rate: Rate) -> RateLimitItem:
    return RateLimitItemPerSecond(rate.requests, rate.seconds)


def _shared(url: str) -> RateLimiter:
    # `retry` None: the client's own tries and pauses would be waited for by every request.
    quick: dict[str, float | None] = {
        "socket_timeout": ANSWERS_WITHIN,
        "socket_connect_timeout": ANSWERS_WITHIN,
        "retry": None,
    }
    given = quick if url.startswith(("redis://", "rediss://", "redis+unix://")) else {}
    try:
        storage = storage_from_string(url, wrap_exceptions=True, **given)  # type: ignore[arg-type]
        return SlidingWindowCounterRateLimiter(storage)
    except (UnknownStorage, ImportError, ValueError, NotImplementedError) as error:
        raise ConfigurationError(
            f"CITEWELL_RATES_URL cannot be used ({type(error).__name__}). Write "
            "redis://host:6379/0 and install citewell[redis], or leave it out: memory://."
        ) from None


def _wait(reset_time: float) -> int:
    return max(1, math.ceil(reset_time - time.time()))
