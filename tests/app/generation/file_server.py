"""An HTTP server on this machine that gives files as a hub does, and misbehaves where told."""

import hashlib
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

WEIGHTS: Final = b"GGUF" + bytes(range(256)) * 4000
"""Begins as a GGUF file does, and is about a megabyte."""
SHA256: Final = hashlib.sha256(WEIGHTS).hexdigest()


class FileServer(ThreadingHTTPServer):
    """Gives `body` at every path; the attributes say how it misbehaves."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.body = WEIGHTS
        self.etag: str | None = '"one"'
        self.status: int | None = None
        self.ranges = True
        self.overlooks_if_range = False
        self.cut_after: list[int] = []
        """For one reply after the other: bytes of its body that are sent before it breaks off."""
        self.announced: int | None = None
        """The length that is announced, where it is not the body's."""
        self.tells_length = True
        self.linked: str | None = None
        """SHA-256 that is told in `X-Linked-ETag`."""
        self.redirect: str | None = None
        """Where everything but this server's own `/cdn/...` is sent."""
        self.wait: threading.Event | None = None
        """A reply's body is sent when it is set."""
        self.asked: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that left is no error here; anything else is printed, and fails the test."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FileServer

    def do_GET(self) -> None:  # the library's name
        server = self.server
        server.asked.append((self.path, {k.casefold(): v for k, v in self.headers.items()}))
        if server.redirect is not None and not self.path.startswith("/cdn/"):
            self.send_response(302)
            if server.linked is not None:
                self.send_header("X-Linked-ETag", f'"{server.linked}"')
            self.send_header("Location", server.redirect)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if server.status is not None:
            self.send_response(server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self._give(server)

    def _give(self, server: FileServer) -> None:
        start = self._start()
        if start is not None and start >= len(server.body):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(server.body)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200 if start is None else 206)
        rest = server.body[start or 0 :]
        if start is not None:
            last = len(server.body) - 1
            self.send_header("Content-Range", f"bytes {start}-{last}/{len(server.body)}")
        if server.etag is not None:
            self.send_header("ETag", server.etag)
        if server.linked is not None and server.redirect is None:
            self.send_header("X-Linked-ETag", f'"{server.linked}"')
        if server.tells_length:
            self.send_header("Content-Length", str(server.announced or len(rest)))
        else:
            self.send_header("Connection", "close")
        self.end_headers()
        if server.wait is not None:
            server.wait.wait(10)
        if server.cut_after:
            self.wfile.write(rest[: server.cut_after.pop(0)])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
            return
        self.wfile.write(rest)

    def _start(self) -> int | None:
        """Where the asked range begins; None: all is given."""
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range") in {None, self.server.etag}
        same |= self.server.overlooks_if_range
        return int(asked[1]) if asked and same and self.server.ranges else None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@contextmanager
def file_server() -> Iterator[FileServer]:
    server = FileServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
