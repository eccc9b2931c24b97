"""A reply as it goes by, to be kept where it succeeded, and a kept one as it is sent again."""

import json
from typing import Any, Final

from starlette.responses import Response
from starlette.types import Message

from app.domain.idempotency import KeptReply
from app.http import events

REPLAYED: Final = "Idempotent-Replayed"
LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a reply that is kept; an outcome has some hundred thousand at most."""
_DONE: Final = "event: done"
_DATA: Final = "data: "


class PassingReply:
    """Takes the messages of a reply one by one.

    Args:
        done: the field of a stream's last event that holds what a whole reply is.
    """

    def __init__(self, done: str | None) -> None:
        self._done = done
        self._status = 0
        self._media_type = ""
        self._parts: list[bytes] = []
        self._size = 0

    def take(self, message: Message) -> KeptReply | None:
        """What is to be kept, at the message that completes it, before that is sent."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = dict(message.get("headers", ()))
            self._media_type = headers.get(b"content-type", b"").decode("latin-1")
            return None
        if message["type"] != "http.response.body" or not 200 <= self._status < 300:
            return None
        part = message.get("body", b"")
        if self._media_type.startswith(events.MEDIA_TYPE):
            return self._of_stream(part)
        self._size += len(part)
        if self._size > LARGEST:
            self._parts.clear()
            return None
        self._parts.append(part)
        if message.get("more_body", False):
            return None
        return self._kept(b"".join(self._parts).decode(), self._media_type)

    def _of_stream(self, frame: bytes) -> KeptReply | None:
        if self._done is None or _DONE.encode() not in frame or len(frame) > LARGEST:
            return None
        lines = frame.decode().split("\n")
        if _DONE not in lines:
            return None
        data = next(line for line in lines if line.startswith(_DATA))
        said = json.loads(data.removeprefix(_DATA))[self._done]
        whole = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return self._kept(whole, "application/json")

    def _kept(self, body: str, media_type: str) -> KeptReply:
        return KeptReply(
            status=self._status,
            media_type=media_type,
            body=body,
            trace_id=_answer_in(json.loads(body)),
        )


def again(kept: KeptReply, *, streamed: str | None) -> Response:
    """Args: streamed: the field of `done`, where a stream of that one event is wanted."""
    headers = {REPLAYED: "true"}
    if streamed is not None:
        data = f'{{"event":"done","{streamed}":{kept.body}}}'
        headers["X-Accel-Buffering"] = "no"
        frame = f"id: 1\nevent: done\ndata: {data}\n\n"
        return Response(frame, headers=headers, media_type=events.MEDIA_TYPE)
    return Response(kept.body, kept.status, headers=headers, media_type=kept.media_type)


def _answer_in(body: Any) -> str | None:
    """The trace id of the answer, where there is one, however deep a chat wraps it."""
    for holder in (body, body.get("outcome")) if isinstance(body, dict) else ():
        trace = holder.get("trace") if isinstance(holder, dict) else None
        if isinstance(trace, dict):
            return str(trace["trace_id"])
    return None
