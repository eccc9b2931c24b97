"""MCP on standard input and output, for a client that starts the server itself."""

from typing import Any

from mcp.server import Server
from mcp.server.stdio import stdio_server


async def serve_stdio(server: Server[Any]) -> None:
    """Until standard input ends. Nothing else is written on standard output meanwhile."""
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
