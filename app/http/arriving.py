"""Bodies as they come in: how much is read of whom, and how much is held at once.

A question is small. A patient's record may be large; so it is taken where a route has a use for
it, from a caller who is known, and only so many bytes of records at a time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from starlette.types import Message, Receive, Scope

from app.domain.errors import Overloaded
from app.domain.question import Caller
from app.http.auth import CALLER

LARGEST_BODY: Final = 1024 * 1024
"""Bytes beside a record. The longest question is 4,000 characters; what is larger is a mistake or
an attack."""
LARGEST_RECORD: Final = 64 * 1024 * 1024
"""Bytes, where the settings say nothing else."""
RECORDS_AT_ONCE: Final = 4
"""Records of the largest size whose bytes are held at the same time."""


class BodyTooLarge(Exception):
    """With what to do about it."""


class Arriving:
    """Reads bodies whole.

    Args:
        with_record: paths whose POST may bring a record.
        largest_record: bytes of one.
    """

    def __init__(
        self,
        with_record: frozenset[str] = frozenset(),
        largest_record: int = LARGEST_RECORD,
    ) -> None:
        self._with_record = with_record
        self._largest_record = largest_record
        self._held = 0

    @contextmanager
    def place(self) -> Iterator["Place"]:
        """Room for one body; it is free again at the end."""
        place = Place(self)
        try:
            yield place
        finally:
            self._held -= place.held

    async def read(self, scope: Scope, receive: Receive, place: "Place") -> list[Message]:
        """The messages of the whole body.

        Raises:
            BodyTooLarge: it is larger than any that belongs there.
            Overloaded: too many bytes of records are held already.
        """
        declared = _header(scope, b"content-length") or ""
        size = int(declared) if declared.isascii() and declared.isdecimal() else 0
        self._admit(scope, size)
        messages: list[Message] = []
        read = 0
        while not messages or messages[-1].get("more_body", False):
            messages.append(await receive())
            read += len(messages[-1].get("body", b""))
            if read > size:
                self._admit(scope, read)
            if read > LARGEST_BODY:
                place.hold(read)
        return messages

    def _admit(self, scope: Scope, size: int) -> None:
        own = _own_limit(scope)
        if own is not None and size > own:
            raise BodyTooLarge(f"The body is larger than the {own:,} bytes of this key.")
        if size <= LARGEST_BODY:
            return
        if scope["method"] != "POST" or scope["path"] not in self._with_record:
            raise BodyTooLarge(f"The body is larger than {LARGEST_BODY:,} bytes.")
        if size > self._largest_record + LARGEST_BODY:
            raise BodyTooLarge(
                f"The record is larger than {self._largest_record:,} bytes. Leave out what no "
                "question needs: claims, explanations of benefit, documents, images."
            )

    def hold(self, more: int) -> None:
        """Raises Overloaded."""
        if self._held + more > RECORDS_AT_ONCE * self._largest_record:
            raise Overloaded("Too many records are being read. Send this one again soon.")
        self._held += more


class Place:
    """What one body takes of the bytes that may be held at once."""

    def __init__(self, arriving: Arriving) -> None:
        self._arriving = arriving
        self.held = 0

    def hold(self, size: int) -> None:
        """Raises Overloaded."""
        self._arriving.hold(size - self.held)
        self.held = size


def replay(messages: list[Message], receive: Receive) -> Receive:
    """Each message once, and not kept behind it."""
    messages.reverse()

    async def replaying() -> Message:
        return messages.pop() if messages else await receive()

    return replaying


def _own_limit(scope: Scope) -> int | None:
    caller = scope.get(CALLER)
    limits = caller.limits if isinstance(caller, Caller) else None
    return None if limits is None else limits.body


def _header(scope: Scope, name: bytes) -> str | None:
    value = dict(scope["headers"]).get(name)
    return None if value is None else value.decode("latin-1")
