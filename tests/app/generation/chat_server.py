"""A chat server on loopback that speaks OpenAI's protocol as badly as it is told to."""

import json
import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        site = self.site
        site.asked.append(json.loads(self.rfile.read(length)))
        site.headers.append({name.lower(): value for name, value in self.headers.items()})
        number = min(len(site.asked), len(site.replies)) - 1
        try:
            site.replies[number](self)
        except (BrokenPipeError, ConnectionResetError):
            site.hung_up.set()

    @property
    def site(self) -> "Server":
        return self.server  # type: ignore[return-value]

    def log_message(self, *args: object) -> None:
        pass

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def event(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def piece(self, text: str) -> None:
        delta = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
        self.event(
            json.dumps(
                {
                    "id": "1",
                    "object": "chat.completion.chunk",
                    "created": 1,
                    "model": "illustrative",
                    "choices": [delta],
                }
            )
        )


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies = replies
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.sent = 0
        """Bytes of `floods`."""
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving(*replies: Reply) -> Iterator[Server]:
    """Each request is answered by the next reply, the last one over and over."""
    server = Server(replies)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(text: str, size: int = 7) -> Reply:
    def reply(to: Handler) -> None:
        to.begin()
        for at in range(0, len(text), size):
            to.piece(text[at : at + size])
        to.event("[DONE]")

    return reply


def events(*data: str) -> Reply:
    def reply(to: Handler) -> None:
        to.begin()
        for each in data:
            to.event(each)

    return reply


def status(code: int, **headers: str) -> Reply:
    def reply(to: Handler) -> None:
        body = b'{"error":{"message":"your words: lymphoma"}}'
        to.send_response(code)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)

    return reply


def hangs(after: str, seconds: float) -> Reply:
    def reply(to: Handler) -> None:
        to.begin()
        if after:
            to.piece(after)
        time.sleep(seconds)

    return reply


def drips(begins: str, seconds: float) -> Reply:
    """Text that never ends, with a sign of life now and then."""

    def reply(to: Handler) -> None:
        to.begin()
        to.piece(begins)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            to.piece("more words ")
            time.sleep(0.02)

    return reply


def keeps_alive(line: str, seconds: float, *, begun: bool = True) -> Reply:
    """A sign of life now and then, and never a word; without `begun` not even a status."""

    def reply(to: Handler) -> None:
        if begun:
            to.begin()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if begun:
                to.wfile.write(line.encode())
            elif select.select([to.connection], [], [], 0)[0]:
                to.site.hung_up.set()
                return
            time.sleep(0.02)

    return reply


def floods(line: bytes, times: int, **headers: str) -> Reply:
    """One line that never ends."""

    def reply(to: Handler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "text/event-stream")
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.send_header("Connection", "close")
        to.end_headers()
        for _ in range(times):
            to.wfile.write(line)
            to.site.sent += len(line)

    return reply


def breaks_off(*after: str) -> Reply:
    def reply(to: Handler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "text/event-stream")
        to.send_header("Content-Length", "100000")
        to.end_headers()
        for each in after:
            to.piece(each)
        to.close_connection = True

    return reply
