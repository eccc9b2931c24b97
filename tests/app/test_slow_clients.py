"""Who sends no head, or half of one, is hung up on; who sends a request in parts is answered."""

import asyncio
import socket
from typing import Any

import pytest
import uvicorn

from app import slow_clients
from app.slow_clients import LARGEST_HEAD, PatientToAPoint

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def application(scope: Any, receive: Any, send: Any) -> None:
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    )
    await send({"type": "http.response.body", "body": b"ok"})


async def answers(*parts: bytes, pause: float = 0.0) -> bytes:
    """What a server that waits 0.3 seconds for a head sends until it hangs up."""
    config = uvicorn.Config(
        application,
        http=PatientToAPoint,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        lifespan="off",
        log_config=None,
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        try:
            return await asyncio.wait_for(reader.read(), 20)
        except ConnectionResetError:
            return b""
        finally:
            writer.close()
            server.should_exit = True
            await serving


@pytest.mark.parametrize(
    ("parts", "answered"),
    [
        ((), 0),
        ((HEAD,), 0),
        ((HEAD, b"\r\n"), 1),
        ((HEAD + b"\r\n" + HEAD,), 1),
        ((HEAD + b"\r\n", HEAD + b"\r\n"), 2),
    ],
)
def test_a_head_must_come_in_time(
    monkeypatch: pytest.MonkeyPatch, parts: tuple[bytes, ...], answered: int
) -> None:
    monkeypatch.setattr(slow_clients, "HEAD_SECONDS", 0.5)
    told = asyncio.run(answers(*parts, pause=0.05))
    assert told.count(b"200 OK") == answered


def test_a_head_that_is_too_large_is_refused() -> None:
    told = asyncio.run(answers(HEAD, b"X-Long: " + b"a" * 2 * LARGEST_HEAD, b"\r\n\r\n"))
    assert b"200 OK" not in told
