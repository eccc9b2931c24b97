"""Noticing that a client has hung up while its answer is being worked on."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

LOOK: Final = 0.25
"""Seconds between two looks at the connection."""

T = TypeVar("T")


class Leaving:
    """Set once, by the side that sees the connection; asked by the side that works."""

    def __init__(self) -> None:
        self._left = threading.Event()

    def left(self) -> None:
        self._left.set()

    def __call__(self) -> bool:
        return self._left.is_set()


async def worked(request: Request, leaving: Leaving, work: Callable[[], T]) -> T:
    """What `work` gives, from the thread pool; `leaving` is set as soon as the client hangs up.

    Raises what `work` raises.
    """

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(LOOK)
        leaving.left()

    watching = asyncio.create_task(watch())
    try:
        return await run_in_threadpool(work)
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
