"""A protocol that is spoken on a path of the service by somebody else's server."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol

from starlette.routing import Route
from starlette.types import Receive, Scope, Send


class Mounted(Protocol):
    """An ASGI application behind the front door: its callers are known, its bodies are bounded."""

    @property
    def path(self) -> str: ...

    def running(self) -> AbstractAsyncContextManager[None]:
        """While the service runs."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


def route_of(mounted: Mounted) -> Route:
    """Every method of its path."""
    endpoint = _Endpoint(mounted)
    endpoint.route = Route(mounted.path, endpoint=endpoint, include_in_schema=False)
    return endpoint.route


def running(mounted: Mounted | None) -> AbstractAsyncContextManager[None]:
    return nullcontext() if mounted is None else mounted.running()


class _Endpoint:
    """Starlette takes a function or a bound method for one of requests; an object is ASGI."""

    route: Route

    def __init__(self, mounted: Mounted) -> None:
        self._mounted = mounted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = self.route  # by which the log and the metrics name it
        await self._mounted(scope, receive, send)
