"""The outermost layer: a trace id, who is let in, the body, one quiet log line, the last resort.

What it logs, `watching.py` says: the route's template, the status, the time, who asked. An
exception's message may hold a patient's words, and is not written.
"""

import logging
import traceback
import uuid

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.errors import CitewellError
from app.domain.ports.observing import RequestObserver
from app.http import forms, headers, problems
from app.http.arriving import Arriving, BodyTooLarge, replay
from app.http.front import Front
from app.http.identity.admission import Admission
from app.http.watching import Unwatched, Watch

_log = logging.getLogger("citewell.http")


class Edge:
    """ASGI middleware; nothing that an endpoint raises gets past it."""

    def __init__(
        self,
        app: ASGIApp,
        arriving: Arriving,
        admission: Admission,
        front: Front,
        observer: RequestObserver | None = None,
    ) -> None:
        self._app = app
        self._arriving = arriving
        self._admission = admission
        self._front = front
        self._observer = observer or Unwatched()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["trace_id"] = trace_id = uuid.uuid4().hex
        watch = Watch(scope, trace_id, self._observer)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = list(message.get("headers", ()))
                message["headers"] = headers.added(scope, given, self._front.hsts)
            await send(message)

        try:
            with self._arriving.place() as place:
                try:
                    await self._admission.admit(scope)
                    with anyio.fail_after(self._front.slowest_body):
                        whole = await self._arriving.read(scope, receive, place)
                except (BodyTooLarge, TimeoutError, CitewellError) as error:
                    told = _refusal(error, trace_id)
                    await forms.response(scope, told)(scope, receive, sending)
                else:
                    await self._app(scope, replay(whole, receive), sending)
        except Exception as error:  # noqa: BLE001 - the last resort answers for whatever broke
            _log.error("%s %s", trace_id, _where(error))
            if status == 0:
                told = problems.problem("internal", "", trace_id)
                await forms.response(scope, told)(scope, receive, sending)
        finally:
            watch.ended(status)


def _refusal(error: BodyTooLarge | TimeoutError | CitewellError, trace_id: str) -> problems.Problem:
    if isinstance(error, CitewellError):
        return problems.of_error(error, trace_id)
    if isinstance(error, TimeoutError):
        return problems.problem("too-slow", problems.BY_SLUG["too-slow"].meaning, trace_id)
    return problems.problem("body-too-large", str(error), trace_id)


def _where(error: BaseException) -> str:
    """The error's class and where it was raised, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))
    causes = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return " | ".join([f"{type(error).__name__} at {places}", *map(_where, causes)])
