"""A connection that ends when its time is over or its reader gone, whatever the server does.

A read timeout starts anew with every byte, so a server that sends a comment now and then, or half a
line for ever, never meets one; and who waits for a byte cannot look whether anybody still wants it.
"""

import socket
import threading
import time
from collections.abc import Iterator
from enum import StrEnum
from types import TracebackType
from typing import Final, Self, cast

import httpx

from app.domain.leaving import Left

LOOK: Final = 0.1
"""Seconds between two looks."""
LARGEST: Final = 8 * 2**20
"""Bytes of one reply. A draft has 10,000 characters at most; sent one by one in events of 500 bytes
they are 5 MB."""
_CONNECTED: Final = {"connection.connect_tcp.complete", "connection.start_tls.complete"}
"""Steps of httpcore that give a stream (https://www.encode.io/httpcore/extensions/#trace)."""


class Over(StrEnum):
    LATE = "late"
    LEFT = "left"


class Watch:
    """Looks after the connections of one draft as long as the context lasts.

    Args:
        seconds: they may take in all.
        left: whether nobody wants the rest.
    """

    def __init__(self, seconds: float, left: Left) -> None:
        self._ends = time.monotonic() + seconds
        self._left = left
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._sockets: list[socket.socket] = []
        self._thread = threading.Thread(target=self._look, name="remote-watch", daemon=True)
        self.over: Over | None = None
        """Why the connections were ended; None while they were not."""
        self.ended = threading.Event()
        """Set then."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def wait(self, seconds: float) -> None:
        """Less where it is over before."""
        self.ended.wait(seconds)

    def connected(self, step: str, told: dict[str, object]) -> None:
        """For httpcore's `trace`."""
        stream = told.get("return_value")
        if step not in _CONNECTED or stream is None:
            return
        found = stream.get_extra_info("socket")  # type: ignore[attr-defined]
        with self._lock:
            self._sockets.append(found)
            if self.over is not None:
                _hang_up(found)

    def _look(self) -> None:
        while not self._done.wait(LOOK):
            late = time.monotonic() > self._ends
            if late or self._left():
                with self._lock:
                    self.over = Over.LATE if late else Over.LEFT
                    for each in self._sockets:
                        _hang_up(each)
                self.ended.set()
                return


class Watched(httpx.BaseTransport):
    """Lets the watch know of every connection, and bounds what comes of it; `inner` stays open, for
    it is shared."""

    def __init__(self, inner: httpx.BaseTransport, watch: Watch) -> None:
        self._inner = inner
        self._watch = watch

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions = {**request.extensions, "trace": self._watch.connected}
        reply = self._inner.handle_request(request)
        if (
            "content-encoding" in reply.headers
        ):  # nobody asked for it, and it can unpack to anything
            reply.close()
            raise httpx.RemoteProtocolError("The reply is packed.")
        reply.stream = _Bounded(cast("httpx.SyncByteStream", reply.stream))
        return reply


class _Bounded(httpx.SyncByteStream):
    """Of a reply no more than `LARGEST`: clients gather a line until it ends."""

    def __init__(self, stream: httpx.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        came = 0
        for each in self._stream:
            came += len(each)
            if came > LARGEST:
                raise httpx.RemoteProtocolError("The reply is larger than any draft.")
            yield each

    def close(self) -> None:
        self._stream.close()


def _hang_up(connected: socket.socket) -> None:
    """Wakes who waits for a byte. The plain socket's way: TLS would wait for a farewell."""
    try:
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:
        return  # the other side, or its reader, was faster
