"""MCP's streamable HTTP as an ASGI application, for the service to put on a path.

Every request stands for itself: no session is kept, so that any process may answer the next one.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PATH: Final = "/mcp"


class McpOverHttp:
    """
    Args:
        server: whose tools know the caller by the request.
        origins: pages that may call it from a browser; other pages are refused, for a page can send
            a request to a service that the reader's machine alone can reach.
    """

    path: Final = PATH

    def __init__(self, server: Server[Any], origins: frozenset[str]) -> None:
        self._server = server
        self._origins = origins
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While the service runs. A manager runs once, so each run has its own."""
        manager = StreamableHTTPSessionManager(self._server, stateless=True)
        async with manager.run():
            self._manager = manager
            try:
                yield
            finally:
                self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._manager is None:
            await Response("The service is starting or stopping.", 503)(scope, receive, send)
        elif not self._welcome(scope):
            await Response("This page may not call the service.", 403)(scope, receive, send)
        elif scope["method"] != "POST":  # without sessions there is no stream to open or to end
            refused = Response("Send requests by POST.", 405, {"Allow": "POST"})
            await refused(scope, receive, send)
        else:
            await self._manager.handle_request(scope, receive, send)

    def _welcome(self, scope: Scope) -> bool:
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        return all(origin in self._origins for origin in given)
