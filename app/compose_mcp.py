"""Citewell as an MCP server: on the service's port, or on standard input and output."""

from collections.abc import Callable, MutableMapping
from importlib.metadata import version
from typing import Any

from app.compose import Parts
from app.domain.answer import Outcome
from app.domain.question import Caller
from app.integrations.mcp.doors import Doors, LibraryDoors
from app.integrations.mcp.over_http import McpOverHttp
from app.integrations.mcp.server import Context, mcp_server

Scope = MutableMapping[str, Any]
"""Of ASGI."""


def mcp_over_http(
    parts: Parts,
    caller_in: Callable[[Scope], Caller],
    note: Callable[[Scope, Outcome], None],
) -> McpOverHttp:
    """
    Args:
        caller_in: whom the front door let in with a request.
        note: keeps of an outcome what the log line of its request names.
    """

    def doors_of(context: Context) -> Doors:
        return library_doors(parts, caller_in(_scope(context)))

    def noted(context: Context, outcome: Outcome) -> None:
        note(_scope(context), outcome)

    return McpOverHttp(mcp_server(doors_of, version("citewell"), noted))


def library_doors(parts: Parts, caller: Caller) -> LibraryDoors:
    return LibraryDoors(
        parts.answering, parts.retriever, parts.generations, parts.statements, caller
    )


def _scope(context: Context) -> Scope:
    assert context.request is not None, "it came over HTTP"  # noqa: S101
    scope: Scope = context.request.scope
    return scope
