"""What follows a reply: a comment, talking on, reading back, deleting, overriding cards."""

import json
import re
from collections.abc import Iterator
from typing import Final

import httpx
from pydantic import BaseModel, ConfigDict

from eval.leaks.askings import Asking
from eval.leaks.hooks import FEEDBACK as CARD_FEEDBACK
from eval.leaks.hooks import overridden, written
from eval.leaks.search import Channel, Observed
from eval.leaks.sent import CHAT, FEEDBACK, USER
from eval.leaks.ways import Way
from eval.suite import UnusableSet

_CONVERSATION: Final = re.compile(rb'"conversation_id": ?"([0-9a-f]{32})"')
_ON: Final = "And for a child?"
"""Leans on the message before, which is read with it."""


def followed(client: httpx.Client, asking: Asking, reply: httpx.Response) -> Iterator[Observed]:
    """What is replied to all that follows the asking.

    Raises:
        UnusableSet: it is not taken, so that nothing can be said of leaks.
    """
    match asking.way:
        case Way.JSON:
            yield from _commented(client, asking, reply)
        case Way.CHAT:
            yield from _talked_on(client, asking, reply)
        case Way.CHAT_STREAM:
            yield from _deleted(client, asking, reply)
        case Way.HOOK:
            yield from _overridden(client, asking, reply)
        case _:
            return


def _commented(client: httpx.Client, asking: Asking, reply: httpx.Response) -> Iterator[Observed]:
    """What was asked, again as a comment on its answer."""
    trace_id = _Answered.model_validate_json(reply.content).trace.trace_id
    body = {"trace_id": trace_id, "verdict": "not_helpful", "comment": asking.text}
    yield _observed(f"POST {FEEDBACK}", _taken(client.post(FEEDBACK, json=body)))


def _talked_on(client: httpx.Client, asking: Asking, reply: httpx.Response) -> Iterator[Observed]:
    at, user = _conversation(reply), _user(asking)
    body = {
        "message": _ON,
        "conversation_id": at.rpartition("/")[2],
        "audience": asking.audience,
    }
    on = _taken(client.post(CHAT, json=body, headers=user))
    yield _observed(f"POST {CHAT}, again", on)
    handed = _taken(client.post(f"{at}/hand-off", headers=user))
    yield _observed(f"POST {CHAT}/{{id}}/hand-off", handed)
    kept = json.loads(_taken(client.get(at, headers=user)).content)
    for turn in kept["turns"]:
        del turn["message"]  # the person's own, whom alone it is given back to
    shown = json.dumps(kept, ensure_ascii=False).encode()
    yield Observed(Channel.ANSWER, f"GET {CHAT}/{{id}}, but for the messages", shown)


def _deleted(client: httpx.Client, asking: Asking, reply: httpx.Response) -> Iterator[Observed]:
    at, user = _conversation(reply), _user(asking)
    yield _observed(f"DELETE {CHAT}/{{id}}", _taken(client.delete(at, headers=user)))
    gone = client.get(at, headers=user)
    if gone.status_code != httpx.codes.NOT_FOUND:
        raise UnusableSet(f"A deleted conversation is still read ({gone.status_code}).")
    yield _observed(f"GET {CHAT}/{{id}}, deleted", gone)


def _overridden(client: httpx.Client, asking: Asking, reply: httpx.Response) -> Iterator[Observed]:
    words = written(asking.canaries)
    cards = _Cards.model_validate_json(reply.content).cards
    if not cards:
        raise UnusableSet(f"There is no card to tell of for {asking.id}.")
    body = {"feedback": [overridden(card.uuid, words) for card in cards]}
    yield _observed(f"POST {CARD_FEEDBACK}", _taken(client.post(CARD_FEEDBACK, json=body)))


def _conversation(reply: httpx.Response) -> str:
    found = _CONVERSATION.search(reply.content)
    if found is None:
        raise UnusableSet("The chat gave no conversation.")
    return f"{CHAT}/{found[1].decode()}"


def _user(asking: Asking) -> list[tuple[bytes, bytes]]:
    headers = asking.sent.headers if asking.sent else ()
    return [(name.encode(), value) for name, value in headers if name == USER]


def _taken(reply: httpx.Response) -> httpx.Response:
    if not reply.is_success:
        raise UnusableSet(f"The service replied {reply.status_code} to what followed an asking.")
    return reply


def _observed(place: str, reply: httpx.Response) -> Observed:
    head = b"\r\n".join(b"%b: %b" % pair for pair in reply.headers.raw)
    return Observed(Channel.ANSWER, f"{place}, reply", head + b"\r\n\r\n" + reply.content)


class _Trace(BaseModel):
    model_config = ConfigDict(extra="ignore")
    trace_id: str


class _Answered(BaseModel):
    model_config = ConfigDict(extra="ignore")
    trace: _Trace


class _Card(BaseModel):
    model_config = ConfigDict(extra="ignore")
    uuid: str


class _Cards(BaseModel):
    model_config = ConfigDict(extra="ignore")
    cards: tuple[_Card, ...]
