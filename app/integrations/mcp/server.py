"""The protocol, by the official SDK: lists the tools, checks what a client sends, runs them.

What a tool refuses is told to the client as a tool's error in one sentence; what breaks is told as
an error without detail. Neither repeats what the client sent, and neither ends the server.
"""

import json
import logging
import threading
from collections.abc import Callable
from typing import Any, Final

import anyio.to_thread
from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.server.context import CallNext, HandlerResult
from mcp_types import (
    METHOD_NOT_FOUND,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Listed
from pydantic import ValidationError

from app.domain.answer import Outcome
from app.domain.errors import CitewellError
from app.integrations.mcp.doors import Doors
from app.integrations.mcp.tools import TOOLS, Asked, Done, Tool

_log = logging.getLogger(__name__)

INSTRUCTIONS: Final = (
    "Citewell answers clinical questions from the hospital's own library, in verbatim, cited "
    "sentences. Use `ask` for a question, and show what it gives with its citations, warnings and "
    "referrals unchanged. Never fill in from memory what it does not answer."
)
_MOST_FAULTS: Final = 10

Context = ServerRequestContext[Any, Any]


def mcp_server(
    doors_of: Callable[[Context], Doors],
    version: str,
    noted: Callable[[Context, Outcome], None] = lambda _context, _outcome: None,
) -> Server[Any]:
    """
    Args:
        doors_of: what the caller of a request may reach. It may raise our own errors.
        noted: is told of each outcome, for the log line of a request.
    """
    tools = {tool.name: tool for tool in TOOLS}
    listed = ListToolsResult(tools=[_listed(tool) for tool in TOOLS])

    async def list_tools(
        _context: Context, _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return listed

    async def call_tool(context: Context, params: CallToolRequestParams) -> CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            return _error(f"There is no such tool. There are: {', '.join(tools)}.")
        try:
            given = tool.takes.model_validate_json(json.dumps(params.arguments or {}))
        except ValidationError as error:
            return _error(f"These arguments do not fit {tool.name}: {_faults(error)}")
        except (ValueError, RecursionError):
            return _error("The arguments are no JSON that can be read.")
        left = threading.Event()
        try:
            done = await anyio.to_thread.run_sync(
                lambda: tool.work(doors_of(context), given, left.is_set), abandon_on_cancel=True
            )
        except CitewellError as error:
            return _error(str(error))
        except Exception as error:  # noqa: BLE001 - the server outlives whatever broke
            _log.error("The tool %s broke: %s", tool.name, type(error).__name__)
            return _error("The tool broke. Ask again; if it stays, tell the operator.")
        finally:
            left.set()
        if isinstance(done.data, Asked):
            noted(context, done.data.outcome)
        return _result(done)

    server = Server[Any](
        "citewell",
        version=version,
        title="Citewell",
        instructions=INSTRUCTIONS,
        get_tool_input_schema=lambda name: _input_schema(tools.get(name)),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    server.middleware.append(_unrepeated)
    return server


async def _unrepeated(ctx: Context, call_next: CallNext) -> HandlerResult:
    """The SDK gives an unknown method's name back, which is whatever the client wrote."""
    try:
        return await call_next(ctx)
    except MCPError as error:
        if error.code != METHOD_NOT_FOUND:
            raise
        raise MCPError(METHOD_NOT_FOUND, error.message) from None


def _listed(tool: Tool[Any]) -> Listed:
    return Listed(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        output_schema=tool.gives.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            title=tool.title, read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


def _input_schema(tool: Tool[Any] | None) -> dict[str, Any] | None:
    return None if tool is None else tool.takes.model_json_schema()


def _result(done: Done) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=done.text)],
        structured_content=done.data.model_dump(mode="json"),
    )


def _error(told: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=told)], is_error=True)


def _faults(error: ValidationError) -> str:
    """Where and what, without the value. A name that the client made up is not repeated."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    told = [f"{_place(one['loc'], one['type'])}: {one['msg']}" for one in found[:_MOST_FAULTS]]
    more = f"; and {len(found) - _MOST_FAULTS} more" if len(found) > _MOST_FAULTS else ""
    return "; ".join(told) + more + "."


def _place(loc: tuple[int | str, ...], kind: str) -> str:
    known = loc[:-1] if kind == "extra_forbidden" else loc
    return ".".join(map(str, known)) or "arguments"
