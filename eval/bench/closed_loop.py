"""Clients that each ask, wait for the whole reply, and ask again: HTTP/1.1 over kept connections.

Written on bare sockets, because a client library would take more of the processor than it leaves to
the service that is measured.
"""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from eval.bench.endpoints import QUESTIONS, Endpoint

LONGEST: Final = 120.0
"""Seconds for one reply."""


class Target(NamedTuple):
    host: str
    port: int
    token: str
    """Empty: none is sent."""


class Tally:
    """How many replies came so far, for who looks on."""

    def __init__(self) -> None:
        self.replies = 0


class Reply(NamedTuple):
    seconds: float
    status: int
    """0: no whole reply came."""


def asks(target: Target, question: str, audience: str, way: Endpoint = QUESTIONS) -> bytes:
    """The bytes of one request."""
    body = json.dumps(way.body(question, audience)).encode()
    known = f"Authorization: Bearer {target.token}\r\n" if target.token else ""
    head = (
        f"POST {way.path} HTTP/1.1\r\nHost: {target.host}:{target.port}\r\n"
        f"{known}Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def load(
    target: Target, requests: Sequence[bytes], clients: int, tally: Tally | None = None
) -> tuple[tuple[Reply, ...], float]:
    """Every request once, by so many clients at once; the replies, and the seconds in all."""

    async def everything() -> tuple[tuple[Reply, ...], float]:
        waiting = iter(requests)
        replies: list[Reply] = []
        counted = tally or Tally()
        began = time.perf_counter()
        await asyncio.gather(*(_client(target, waiting, replies, counted) for _ in range(clients)))
        return tuple(replies), time.perf_counter() - began

    return asyncio.run(everything())


async def _client(
    target: Target, waiting: Iterator[bytes], replies: list[Reply], tally: Tally
) -> None:
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    for request in waiting:
        began = time.perf_counter()
        status = 0
        try:
            async with asyncio.timeout(LONGEST):
                if reader is None or writer is None:
                    reader, writer = await asyncio.open_connection(target.host, target.port)
                writer.write(request)
                status = await _reply(reader)
        except (OSError, EOFError, TimeoutError, ValueError):
            reader = None  # the next request takes a new connection
            if writer is not None:
                writer.close()
        replies.append(Reply(time.perf_counter() - began, status))
        tally.replies += 1
    if writer is not None:
        writer.close()


async def _reply(reader: asyncio.StreamReader) -> int:
    """Its status, once the whole of it was read. Raises EOFError, ValueError."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value for name, _, value in (line.partition(":") for line in lines)}
    await reader.readexactly(int(fields["content-length"]))
    return int(first.split(" ")[1])
