"""Who is let in, before a byte of the body is read: known, and not asking too often."""

from typing import Final

import anyio
import anyio.to_thread
from starlette.types import Scope

from app.domain.errors import Forbidden, RateLimited, Unauthenticated
from app.http.auth import CALLER, Callers
from app.http.identity.addresses import Addresses
from app.http.identity.limiting import Limiter, Standing

STANDING: Final = "citewell.standing"
"""Where a scope holds what is left of its caller's rate."""
_THREADS: Final = 8
"""Of their own: who asks is told although all others wait for answers."""
_ONCE: Final = (b"authorization", b"host")


class Admission:
    """Puts the caller into the scope of every request but those to open paths."""

    def __init__(
        self,
        callers: Callers,
        limiter: Limiter | None = None,
        addresses: Addresses | None = None,
        open_paths: frozenset[str] = frozenset(),
    ) -> None:
        self._callers = callers
        self._limiter = limiter or Limiter()
        self._addresses = addresses or Addresses()
        self._open = open_paths
        self._threads = anyio.CapacityLimiter(_THREADS)

    async def admit(self, scope: Scope) -> None:
        """Raises Unauthenticated, Forbidden, RateLimited, Unavailable."""
        if scope["path"] not in self._open:
            await anyio.to_thread.run_sync(self._admit, scope, limiter=self._threads)

    def _admit(self, scope: Scope) -> None:
        address = self._addresses.of(scope)
        self._limiter.require_patience(address)
        try:
            caller = self._callers.identify(*_credentials(scope), scope["path"])
        except Unauthenticated:
            self._limiter.failed(address)
            raise
        try:
            scope[STANDING] = self._limiter.count(caller)
        except RateLimited:
            scope[STANDING] = self._limiter.standing(caller)
            raise
        scope[CALLER] = caller


def standing_in(scope: Scope) -> Standing | None:
    found = scope.get(STANDING)
    return found if isinstance(found, Standing) else None


def _credentials(scope: Scope) -> tuple[str | None, str | None]:
    """`Authorization` and `Host`. Raises Unauthenticated or Forbidden: one is there twice, so that
    two readers could each see another."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in _ONCE:
            if name in found:
                refused = Unauthenticated if name == b"authorization" else Forbidden
                raise refused(f"The header {name.decode().title()} is there twice.")
            found[name] = value.decode("latin-1")
    return found.get(b"authorization"), found.get(b"host")
