"""`citewell mcp`: the tools of MCP on standard input and output, for a program on this machine."""

import sys
from typing import Annotated, Final, Literal

import typer

HELP: Final = """Serve ask, search, run_checks and read_passage to a program that speaks MCP.

Examples:

    citewell mcp

    citewell mcp --audience patient

In the configuration of a client (deploy/mcp.md):

    {"mcpServers": {"citewell": {"command": "citewell", "args": ["mcp"]}}}

A program on another machine speaks MCP over HTTP instead, at /mcp of `citewell serve`, with a key.
"""


def serve(
    audience: Annotated[
        Literal["any", "clinician", "patient"],
        typer.Option(help="On whose behalf may be asked."),
    ] = "any",
) -> None:
    from importlib.metadata import version

    import anyio

    from app.console import streams
    from app.console.mcp_doors import OperatorDoors
    from app.domain.corpus import Audience
    from app.integrations.mcp.over_stdio import serve_stdio
    from app.integrations.mcp.server import mcp_server
    from app.observe.logs import log_to
    from app.settings import read_settings

    settings = read_settings()
    log_to(sys.stderr, "text")  # standard output carries the protocol and nothing else
    audiences = frozenset(Audience) if audience == "any" else frozenset({Audience(audience)})
    doors = OperatorDoors(settings, audiences, streams.note)
    server = mcp_server(lambda _context: doors, version("citewell"))
    try:
        anyio.run(serve_stdio, server)
    finally:
        doors.close()
