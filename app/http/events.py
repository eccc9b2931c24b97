"""An answer as server-sent events: `evidence`, `claim`, `check`, `conflict`, then `done`.

A stream that breaks ends with `problem` instead of `done`; one that ends with neither was cut off.
What was sent is never taken back. A patient is sent the titles of the evidence alone.

Events are numbered from 1 by `id`, which tells a client what it has and nothing more: a stream is
not kept, so one that was cut off is not resumed, and asking to resume it is refused.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from collections.abc import Generator as Steps
from typing import Final

import anyio
import anyio.to_thread
from fastapi.exceptions import RequestValidationError
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
QUIET: Final = 15.0
"""Seconds without a frame after which a comment is sent: proxies cut what is silent, often after
30 or 60 of them."""
NOT_RESUMED: Final = "A stream is not resumed; ask again without this header for a whole one"
ALIVE: Final = b": still working\n\n"


def wanted(accept: str) -> bool:
    """Whether an `Accept` header asks for a stream."""
    return any(part.partition(";")[0].strip().lower() == MEDIA_TYPE for part in accept.split(","))


def refuse_resuming(last_event_id: str | None) -> None:
    """
    Raises:
        RequestValidationError: a client asks for what follows an event of an earlier stream.
            Answered anew, the same claims would come twice, or others in their place.
    """
    if last_event_id is not None:
        place = ("header", "last-event-id")
        raise RequestValidationError(
            [{"type": "not_resumable", "loc": place, "msg": NOT_RESUMED, "input": None}]
        )


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
        number = 1
        yield _frame(number, first.event, sent(first, audience))
        for event in rest:
            number += 1
            yield _frame(number, event.event, sent(event, audience))
    except CitewellError as error:
        yield _frame(number + 1, "problem", problems.of_error(error, trace_id))


def _frame(number: int, name: str, data: BaseModel) -> bytes:
    return f"id: {number}\nevent: {name}\ndata: {data.model_dump_json()}\n\n".encode()


async def sending(
    frames: Steps[bytes, None, None], leaving: Leaving, quiet: float = QUIET
) -> AsyncIterator[bytes]:
    """Each frame from the thread pool; a client that leaves ends the work behind it and its lease.

    The frame that is waited for then is abandoned: only so does the work learn that nobody waits.

    Args:
        quiet: seconds without a frame after which a comment tells that the work goes on.
    """
    reading = threading.Lock()

    def following() -> bytes | None:
        with reading:
            return next(frames, None)

    def closed() -> None:
        with reading:
            frames.close()

    waited: asyncio.Task[bytes | None] | None = None
    try:
        while True:
            waited = asyncio.create_task(
                anyio.to_thread.run_sync(following, abandon_on_cancel=True)
            )
            while not (await asyncio.wait({waited}, timeout=quiet))[0]:
                yield ALIVE
            frame = waited.result()
            if frame is None:
                break
            yield frame
    finally:
        leaving.left()
        if waited is not None:
            waited.cancel()
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(closed)
