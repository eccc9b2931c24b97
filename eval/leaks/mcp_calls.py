"""Calls of tools by the Model Context Protocol, over HTTP and over standard input and output."""

import json
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import Final

from eval.leaks.sent import JSON, MCP, Headers, Sent, post
from eval.service_process import COMMAND
from eval.suite import UnusableSet

VERSION: Final = "2025-06-18"
"""Of the protocol; every client since then speaks it."""
ACCEPTED: Final[Headers] = (
    ("Accept", f"{JSON}, text/event-stream".encode()),
    ("MCP-Protocol-Version", VERSION.encode()),
)
STATEMENT: Final = "Give ibuprofen 400 mg three times daily."
_HELLO: Final = {
    "protocolVersion": VERSION,
    "capabilities": {},
    "clientInfo": {"name": "leaks", "version": "1"},
}

Message = Mapping[str, object]


def request(number: int, method: str, params: Message) -> Message:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def called(number: int, tool: str, arguments: object) -> Message:
    return request(number, "tools/call", {"name": tool, "arguments": arguments})


def tool_called(tool: str, arguments: object, **meta: str) -> Sent:
    """Args: meta: what a client tells of the call itself, which nobody here reads."""
    params = {"name": tool, "arguments": arguments, "_meta": meta}
    return post(MCP, request(1, "tools/call", params), ACCEPTED)


def ask_called(text: str, audience: str) -> Sent:
    return tool_called("ask", {"question": text, "audience": audience})


def checks_called(text: str, audience: str) -> Sent:
    told = {"statement": STATEMENT, "person": text, "audience": audience}
    return tool_called("run_checks", told)


def over_stdio(
    text: str, audience: str, environment: Mapping[str, str], within: float
) -> tuple[bytes, bytes]:
    """All that `citewell mcp` writes on standard output and error while it asks and checks.

    Args:
        within: seconds, after which it is ended.

    Raises:
        UnusableSet: it did not answer, or ended with an error.
    """
    told = {"statement": STATEMENT, "person": text, "audience": audience}
    messages = (
        request(1, "initialize", _HELLO),
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        called(2, "ask", {"question": text, "audience": audience}),
        called(3, "run_checks", told),
    )
    with (
        TemporaryFile() as errors,
        subprocess.Popen(
            [*COMMAND, "mcp"],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        late = threading.Timer(within, process.kill)
        late.start()
        try:
            written = b"".join(_talked(process, messages))
        finally:
            late.cancel()
        errors.seek(0)
        if process.returncode or b'"isError":true' in written or b'"error":' in written:
            raise UnusableSet(f"citewell mcp did not answer, and ended with {process.returncode}.")
        return written, errors.read()


def _talked(process: subprocess.Popen[bytes], messages: Sequence[Message]) -> Iterator[bytes]:
    """One message at a time: who closes standard input takes back what was asked."""
    assert process.stdin is not None
    assert process.stdout is not None
    for message in messages:
        process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
        if "id" in message:
            yield process.stdout.readline()
    process.stdin.close()
    yield process.stdout.read()
    process.wait()
