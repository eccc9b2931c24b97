"""One call over HTTP: tried again where the service says when, its problems raised."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from citewell_client.errors import ProblemError, Unexpected, Unreachable, of_problem
from citewell_client.events import places
from citewell_client.models import Problem

TRIED_AGAIN: Final = frozenset({429, 503})
STREAM: Final = "text/event-stream"
T = TypeVar("T")


class Sending:
    """Args: tries, longest_wait, waiting: as of `Citewell`."""

    def __init__(
        self,
        client: httpx.Client,
        tries: int,
        longest_wait: float,
        waiting: Callable[[float], object] = time.sleep,
    ) -> None:
        if tries < 1:
            raise ValueError("tries: at least 1")
        self._client = client
        self._tries = tries
        self._longest_wait = longest_wait
        self._waiting = waiting

    def read(
        self,
        path: str,
        read: Callable[[bytes], T],
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """GET. Raises CitewellError."""
        request = self._client.build_request("GET", path, params=query, headers=headers)
        with self._reply(request) as reply:
            return _told(read, reply)

    def post(
        self,
        path: str,
        body: BaseModel | None,
        read: Callable[[bytes], T],
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """POST of the fields that were set. Raises CitewellError."""
        request = self._posting(path, body, "application/json")
        request.headers.update(headers or {})
        with self._reply(request) as reply:
            return _told(read, reply)

    def delete(self, path: str, headers: Mapping[str, str]) -> None:
        """Raises CitewellError."""
        with self._reply(self._client.build_request("DELETE", path, headers=headers)):
            pass

    @contextmanager
    def streamed(self, path: str, body: BaseModel) -> Iterator[Iterator[bytes]]:
        """The bytes of a stream as they come. Raises CitewellError."""
        with self._reply(self._posting(path, body, STREAM)) as reply:
            if not reply.headers.get("content-type", "").startswith(STREAM):
                raise Unexpected("The reply is no stream of events: is a proxy in between?")
            yield _chunks(reply)

    def _posting(self, path: str, body: BaseModel | None, accept: str) -> httpx.Request:
        return self._client.build_request(
            "POST",
            path,
            content=None if body is None else body.model_dump_json(exclude_unset=True),
            headers={
                "Accept": accept,
                "Content-Type": "application/json",
                "Idempotency-Key": str(uuid.uuid4()),
            },
        )

    @contextmanager
    def _reply(self, request: httpx.Request) -> Iterator[httpx.Response]:
        reply = self._answered(request)
        try:
            yield reply
        finally:
            reply.close()

    def _answered(self, request: httpx.Request) -> httpx.Response:
        """A reply that is none of a problem; its body is still to be read."""
        for left in reversed(range(self._tries)):
            reply = self._sent(request)
            if reply.status_code in (200, 204):
                return reply
            try:
                wait = self._wait(reply)
                refused = _refused(reply)
            finally:
                reply.close()
            if left and wait is not None:
                self._waiting(wait)
                continue
            raise refused
        raise AssertionError("the last try returns or raises")

    def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._client.send(request, stream=True)
        except httpx.RequestError as error:
            raise _no_reply(error) from error

    def _wait(self, reply: httpx.Response) -> float | None:
        """Seconds; None: it is not to be tried again, or not within the time we would wait."""
        told = reply.headers.get("retry-after", "")
        if reply.status_code not in TRIED_AGAIN or not (told.isascii() and told.isdigit()):
            return None
        seconds = float(told)
        return seconds if seconds <= self._longest_wait else None


def _chunks(reply: httpx.Response) -> Iterator[bytes]:
    try:
        yield from reply.iter_bytes()
    except httpx.RequestError as error:
        raise _no_reply(error) from error


def _body(reply: httpx.Response) -> bytes:
    return b"".join(_chunks(reply))


def _told(read: Callable[[bytes], T], reply: httpx.Response) -> T:
    body = _body(reply)
    try:
        return read(body)
    except ValidationError as error:
        raise Unexpected(f"The reply is not what this client knows: {places(error)}.") from None


def _refused(reply: httpx.Response) -> ProblemError | Unexpected:
    if reply.is_redirect:
        return Unexpected("The address redirects, and redirects are not followed: set the new one.")
    try:
        return of_problem(Problem.model_validate_json(_body(reply)))
    except ValidationError:
        return Unexpected(f"Status {reply.status_code} without a problem: is this a Citewell?")


def _no_reply(error: httpx.RequestError) -> Unreachable:
    if isinstance(error, httpx.TimeoutException):
        return Unreachable("The service was silent for longer than the timeout.")
    return Unreachable(f"The service cannot be reached: {type(error).__name__}.")
