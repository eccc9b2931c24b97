"""Bodies that a patient's record comes in: cut apart and read off the event loop, a few at a time.

The record stays text, as it was sent, until the reader has it: as objects it takes ten times the
memory, and what is wrong with its text would be lost.
"""

import json
import re
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any, Final

import anyio
import anyio.to_thread
from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from app.domain.ports.record import RecordReader
from app.domain.record import PatientRecord
from app.http.arriving import LARGEST_BODY

FIELD: Final = "patient"
AT_ONCE: Final = 2
"""Records that are read at the same time; the others wait their turn without a thread."""

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")


class Records:
    """Reads records for the routes, in threads apart from those that answer."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader
        self._threads = anyio.CapacityLimiter(AT_ONCE)

    async def read(self, bundle: bytes, as_of: date | None) -> PatientRecord:
        """Raises UnusableRecord."""
        return await anyio.to_thread.run_sync(
            self._reader.read, bundle, as_of, limiter=self._threads
        )

    def route(self) -> type[APIRoute]:
        """Of endpoints whose body may hold a record: it is handed to them as bytes."""
        threads = self._threads

        class RecordRequest(Request):
            async def json(self) -> Any:
                body = await self.body()
                if len(body) <= LARGEST_BODY:
                    return apart(body)
                return await anyio.to_thread.run_sync(apart, body, limiter=threads)

        class RecordRoute(APIRoute):
            def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
                handle = super().get_route_handler()

                async def handling(request: Request) -> Response:
                    return await handle(RecordRequest(request.scope, request.receive))

                return handling

        return RecordRoute


def apart(body: bytes) -> Any:
    """What the JSON of a body says, with the record in it as the bytes it was sent in.

    Raises:
        JSONDecodeError, UnicodeDecodeError, RecursionError: it cannot be read, or brings two
            records.
        HTTPException: 413, it is too large beside the record.
    """
    text = body.decode("utf-8-sig")
    start = _SPACE.match(text).end()  # type: ignore[union-attr] # matches the empty string, too
    said, record = _members(text, start + 1) if text[start : start + 1] == "{" else (None, 0)
    if len(text) - record > LARGEST_BODY:
        raise HTTPException(413)
    return json.loads(text) if said is None else said


def _members(text: str, at: int) -> tuple[dict[str, Any], int]:
    """Of one JSON object, from behind its brace; and the characters of the record in it."""
    said: dict[str, Any] = {}
    record = 0
    at = _next(text, at)
    while text[at : at + 1] != "}" or said:
        name, at = _DECODER.raw_decode(text, at)
        if not isinstance(name, str):
            raise json.JSONDecodeError("Expecting a property name", text, at)
        start = _next(text, _past(":", text, _next(text, at)))
        value, at = _DECODER.raw_decode(text, start)
        if name == FIELD and name in said:
            raise json.JSONDecodeError("Two records", text, at)
        if name == FIELD and value is not None:
            value, record = text[start:at].encode(), record + at - start
        said[name] = value
        at = _next(text, at)
        if text[at : at + 1] == "}":
            break
        at = _next(text, _past(",", text, at))
    if _next(text, at + 1) != len(text):
        raise json.JSONDecodeError("Extra data", text, at)
    return said, record


def _next(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]


def _past(sign: str, text: str, at: int) -> int:
    if text[at : at + 1] != sign:
        raise json.JSONDecodeError(f"Expecting {sign!r}", text, at)
    return at + 1
