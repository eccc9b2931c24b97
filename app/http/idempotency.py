"""Requests that come again with the same Idempotency-Key are answered again, not worked on again.

It stands behind the edge, which knows the caller and has the whole body, and before the routes: a
record is not read for a reply that is there. The store is the lock, between processes, too.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeVar

import anyio
import anyio.to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.errors import (
    CitewellError,
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    RequestInFlight,
    Unavailable,
)
from app.domain.idempotency import Claim, KeptReply, KeyedRequest
from app.domain.ports.idempotency import KeptReplies
from app.domain.question import Caller
from app.http import events, forms, problems, replies
from app.http.arriving import replay
from app.http.auth import caller_in
from app.http.idempotency_key import key_in
from app.http.watching import note_replay, note_route

_THREADS: Final = 8
"""Of their own: a reply that is there is given although all others wait for answers."""
_USER: Final = b"citewell-user"
"""The header by which an app tells its users apart."""

_log = logging.getLogger("citewell.http")
T = TypeVar("T")


class Keyed(NamedTuple):
    """How an endpoint takes keys."""

    done: str | None = None
    """The field of a stream's last event that holds what a whole reply is; None: no streams."""
    refers: bool = False
    """It must refer emergencies also where no store can be reached: it goes on without the key."""


class Idempotency:
    """ASGI middleware.

    Args:
        keyed: paths whose POST takes keys.
    """

    def __init__(self, app: ASGIApp, kept: KeptReplies, keyed: Mapping[str, Keyed]) -> None:
        self._app = app
        self._kept = kept
        self._keyed = keyed
        self._threads = anyio.CapacityLimiter(_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        takes = None
        if scope["type"] == "http" and scope["method"] == "POST":
            takes = self._keyed.get(scope["path"])
        if takes is None:
            await self._app(scope, receive, send)
            return
        begun: Claim | KeptReply | None
        try:
            key = key_in(scope)
            if key is None:
                await self._app(scope, receive, send)
                return
            whole = await _whole(receive)
            begun = await self._begun(scope, key, whole, takes)
        except (
            InvalidIdempotencyKey,
            IdempotencyKeyReused,
            RequestInFlight,
            Unavailable,
        ) as error:
            await _refused(scope, error)(scope, receive, send)
            return
        if isinstance(begun, KeptReply):
            await _replayed(scope, begun, takes)(scope, receive, send)
        elif begun is None:
            await self._app(scope, replay(whole, receive), send)
        else:
            await self._worked(scope, replay(whole, receive), send, begun, takes)

    async def _begun(
        self, scope: Scope, key: str, whole: list[Message], takes: Keyed
    ) -> Claim | KeptReply | None:
        """None: no store can be reached, and what asks there goes on all the same."""

        def begin() -> Claim | KeptReply:
            return self._kept.begin(_request(scope, key, whole))

        try:
            return await self._apart(begin)
        except RequestInFlight:
            raise
        except Unavailable as error:
            if not takes.refers:
                raise
            _log.warning("%s goes on without its key: %s", scope["trace_id"], error)
            return None

    async def _worked(
        self, scope: Scope, receive: Receive, send: Send, claim: Claim, takes: Keyed
    ) -> None:
        passing = replies.PassingReply(takes.done)
        settled = False

        async def sending(message: Message) -> None:
            nonlocal settled
            kept = passing.take(message)
            if kept is not None:  # on record before the caller has it: he may ask again at once
                settled = True
                await self._settle(scope, lambda: self._kept.finish(claim, kept))
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            if not settled:
                await self._settle(scope, lambda: self._kept.free(claim))

    async def _settle(self, scope: Scope, settle: Callable[[], object]) -> None:
        """Whoever hangs up does not keep the key from being settled. Where the store cannot be
        reached the answer goes out all the same, and the key is free when its lease ends."""
        with anyio.CancelScope(shield=True):
            try:
                await self._apart(settle)
            except Unavailable as error:
                _log.warning("%s its key is not settled: %s", scope["trace_id"], error)

    async def _apart(self, work: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(work, limiter=self._threads)


async def _whole(receive: Receive) -> list[Message]:
    """The messages of the body, which the edge has."""
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _request(scope: Scope, key: str, whole: list[Message]) -> KeyedRequest:
    digest = hashlib.sha256()
    for message in whole:
        digest.update(message.get("body", b""))
    caller = caller_in(scope)
    target = f"{scope['path']}?{scope.get('query_string', b'').decode('latin-1')}"
    users = [value.decode("latin-1") for name, value in scope["headers"] if name == _USER]
    return KeyedRequest(
        caller=(*_who(caller), *users),
        method=scope["method"],
        target=target,
        key=key,
        body=digest.hexdigest(),
    )


def _who(caller: Caller) -> tuple[str, ...]:
    """With what he may see: who may see less today is not given a reply of yesterday."""
    access = caller.access
    tags = ("all",) if access.tags is None else ("some", *sorted(access.tags))
    return (
        caller.tenant or "",
        "key" if caller.key_id else "name",
        caller.key_id or caller.name,
        caller.role.value,
        ",".join(sorted(access.audiences)),
        *tags,
    )


def _refused(scope: Scope, error: CitewellError) -> ASGIApp:
    note_route(scope)
    return forms.response(scope, problems.of_error(error, scope["trace_id"]))


def _replayed(scope: Scope, kept: KeptReply, takes: Keyed) -> ASGIApp:
    note_replay(scope, kept.trace_id)
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    streams = takes.done is not None and events.wanted(accept.decode("latin-1"))
    return replies.again(kept, streamed=takes.done if streams else None)
