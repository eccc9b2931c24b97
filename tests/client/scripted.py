"""A transport that answers from a script and keeps what it was sent."""

from collections.abc import Iterator

import httpx
from citewell_client import Citewell


class Scripted(httpx.BaseTransport):
    def __init__(self, *replies: httpx.Response | httpx.RequestError) -> None:
        self._replies = list(replies)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        reply = self._replies.pop(0)
        if isinstance(reply, httpx.RequestError):
            raise reply
        return reply


class Chunks(httpx.SyncByteStream):
    """A body that comes in pieces; `broken` where set ends it instead of an end."""

    def __init__(self, *pieces: bytes, broken: httpx.RequestError | None = None) -> None:
        self._pieces = pieces
        self._broken = broken
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        if self._broken is not None:
            raise self._broken

    def close(self) -> None:
        self.closed = True


class Clock:
    """Waits in no time, and knows how long."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)


def problem(
    slug: str, status: int, retry_after: int | None = None, **more: object
) -> httpx.Response:
    body = {
        "type": f"urn:citewell:problem:{slug}",
        "title": "A title",
        "status": status,
        "detail": "What to do.",
        "trace_id": "5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90",
        "retry_after": retry_after,
        **more,
    }
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return httpx.Response(status, json=body, headers=headers)


def client(script: Scripted, clock: Clock | None = None) -> Citewell:
    return Citewell("http://citewell.example", "cw_key", transport=script, waiting=clock or Clock())
