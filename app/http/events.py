"""An answer as server-sent events: `evidence`, `claim`, `check`, `conflict`, then `done`.

A stream that breaks ends with `problem` instead of `done`; one that ends with neither was cut off.
What was sent is never taken back. A patient is sent the titles of the evidence alone.
"""

import threading
from collections.abc import AsyncIterator, Iterator
from collections.abc import Generator as Steps
from typing import Final

import anyio
import anyio.to_thread
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from app.domain.conversation import ChatEvent
from app.domain.corpus import Audience
from app.domain.errors import CitewellError
from app.http import problems
from app.http.leaving import Leaving
from app.http.wire import sent

MEDIA_TYPE: Final = "text/event-stream"


def wanted(accept: str) -> bool:
    """Whether an `Accept` header asks for a stream."""
    return any(part.partition(";")[0].strip().lower() == MEDIA_TYPE for part in accept.split(","))


def respond(
    events: Iterator[ChatEvent], audience: Audience, trace_id: str, leaving: Leaving
) -> StreamingResponse:
    """Stream `events`; what fails before the first of them is raised, so that it has a status."""
    first = next(events)
    return StreamingResponse(
        sending(_encode(first, events, audience, trace_id), leaving),
        media_type=MEDIA_TYPE,
        headers={"X-Accel-Buffering": "no"},
    )


def _encode(
    first: ChatEvent, rest: Iterator[ChatEvent], audience: Audience, trace_id: str
) -> Steps[bytes, None, None]:
    try:
        yield _frame(first.event, sent(first, audience))
        for event in rest:
            yield _frame(event.event, sent(event, audience))
    except CitewellError as error:
        yield _frame("problem", problems.of_error(error, trace_id))


def _frame(name: str, data: BaseModel) -> bytes:
    return f"event: {name}\ndata: {data.model_dump_json()}\n\n".encode()


async def sending(frames: Steps[bytes, None, None], leaving: Leaving) -> AsyncIterator[bytes]:
    """Each frame from the thread pool; a client that leaves ends the work behind it and its lease.

    The frame that is waited for then is abandoned: only so does the work learn that nobody waits.
    """
    reading = threading.Lock()

    def following() -> bytes | None:
        with reading:
            return next(frames, None)

    def closed() -> None:
        with reading:
            frames.close()

    try:
        while (
            frame := await anyio.to_thread.run_sync(following, abandon_on_cancel=True)
        ) is not None:
            yield frame
    finally:
        leaving.left()
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(closed)
