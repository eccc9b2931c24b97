"""MCP's streamable HTTP as an ASGI application, for the service to put on a path.

Every request stands for itself: no session is kept, so that any process may answer the next one.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any, Final

from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

PATH: Final = "/mcp"

Message = MutableMapping[str, Any]


class McpOverHttp:
    """Args: server: whose tools know the caller by the request."""

    path: Final = PATH

    def __init__(self, server: Server[Any]) -> None:
        self._server = server
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

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        assert self._manager is not None, "it is asked while it runs"  # noqa: S101
        await self._manager.handle_request(scope, receive, send)
