"""An answer as server-sent events: `evidence`, `claim`, `check`, then `done`.

A stream that breaks ends with `problem` instead of `done`; one that ends with neither was cut off.
What was sent is never taken back.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Final

import anyio
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from app.domain.answer import Event
from app.domain.errors import CitewellError
from app.http import problems

MEDIA_TYPE: Final = "text/event-stream"


def wanted(accept: str) -> bool:
    """Whether an `Accept` header asks for a stream."""
    return any(part.partition(";")[0].strip().lower() == MEDIA_TYPE for part in accept.split(","))


def respond(events: Iterator[Event], trace_id: str) -> StreamingResponse:
    """Stream `events`; what fails before the first of them is raised, so that it has a status."""
    first = next(events)
    return StreamingResponse(
        _send(_encode(first, events, trace_id)),
        media_type=MEDIA_TYPE,
        headers={"X-Accel-Buffering": "no"},
    )


def _encode(first: Event, rest: Iterator[Event], trace_id: str) -> Iterator[bytes]:
    try:
        yield _frame(first.event, first)
        for event in rest:
            yield _frame(event.event, event)
    except CitewellError as error:
        yield _frame("problem", problems.of_error(error, trace_id))


def _frame(name: str, data: BaseModel) -> bytes:
    return f"event: {name}\ndata: {data.model_dump_json()}\n\n".encode()


async def _send(frames: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each frame from the thread pool; a client that leaves closes the generator and its lease."""
    try:
        while (frame := await run_in_threadpool(next, frames, None)) is not None:
            yield frame
    finally:
        close = getattr(frames, "close", None)
        if close is not None:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(close)
