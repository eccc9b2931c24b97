"""`GET /metrics`: what Prometheus reads. Never a word of a question, an answer or a patient.

Open to this machine alone, or to whoever holds the token for it; see deploy/monitoring.md.
"""

import hmac
from collections.abc import Callable
from typing import Final, NamedTuple

import anyio
import anyio.to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.errors import Forbidden, Unauthenticated
from app.http.auth import bearer_of, is_loopback
from app.http.identity.scopes import everyone

PATH: Final = "/metrics"
_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
_HOST_ONLY: Final = "Metrics are read from this machine alone, or with a token for them."


class MetricsPage(NamedTuple):
    """`read` makes the page. `token`: what a reader must send; None: only this machine reads."""

    read: Callable[[], bytes]
    media_type: str
    token: str | None = None


def router(page: MetricsPage) -> APIRouter:
    routes = APIRouter(tags=["health"], dependencies=[Depends(everyone)])
    threads = anyio.CapacityLimiter(1)

    @routes.get(PATH, include_in_schema=False)
    async def metrics(request: Request) -> Response:
        _admit(request, page.token)
        read = await anyio.to_thread.run_sync(page.read, limiter=threads)
        return Response(read, media_type=page.media_type)

    return routes


def _admit(request: Request, token: str | None) -> None:
    """Raises Unauthenticated, Forbidden."""
    if token is not None:
        given = bearer_of(request.headers.get("authorization"))
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode()):
            raise Unauthenticated("This token does not read metrics.")
        return
    peer = request.client.host if request.client else ""
    if not is_loopback(peer) or not is_loopback(request.url.hostname or ""):
        raise Forbidden(_HOST_ONLY)
    if any(name in request.headers for name in _FORWARDED):  # a proxy here speaks for anyone
        raise Forbidden(_HOST_ONLY)
