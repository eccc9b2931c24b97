"""A protocol that is spoken on a path of the service by somebody else's server."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol

from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.front import Front


class Mounted(Protocol):
    """An ASGI application behind the front door: its callers are known, its bodies are bounded."""

    @property
    def path(self) -> str: ...

    def running(self) -> AbstractAsyncContextManager[None]:
        """While the service runs."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


def route_of(mounted: Mounted, front: Front) -> Route:
    """Every method of its path."""
    endpoint = _Endpoint(mounted, frozenset(front.cors_origins))
    endpoint.route = Route(mounted.path, endpoint=endpoint, include_in_schema=False)
    return endpoint.route


def running(mounted: Mounted | None) -> AbstractAsyncContextManager[None]:
    return nullcontext() if mounted is None else mounted.running()


class _Endpoint:
    """Starlette takes a function or a bound method for one of requests; an object is ASGI.

    A page of a browser is let through where the site named it: another one could reach a service
    that the reader's machine alone can reach.
    """

    route: Route

    def __init__(self, mounted: Mounted, origins: frozenset[str]) -> None:
        self._mounted = mounted
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = self.route  # by which the log and the metrics name it
        app: ASGIApp = self._mounted
        if not self._welcome(scope):
            app = PlainTextResponse("This page may not call the service.", 403)
        elif scope["method"] != "POST":  # without sessions there is no stream to open or to end
            app = PlainTextResponse("Send requests by POST.", 405, {"Allow": "POST"})
        await app(scope, receive, send)

    def _welcome(self, scope: Scope) -> bool:
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        return all(origin in self._origins for origin in given)
