"""A conversation on the terminal: with the running service where there is one, else in process."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from pydantic import TypeAdapter

from app.console.asking import OPERATOR, from_service, read
from app.console.words import printable
from app.domain.conversation import ChatReply, HandedOff, Holder, Message
from app.domain.corpus import Audience
from app.domain.errors import CitewellError, InvalidQuestion, Unavailable
from app.settings import Settings

PERSON: Final = "/person"
DELETE: Final = "/delete"
_NO_SERVICE: Final = "The service that this conversation was begun with is gone. Begin a new one."


class Partner(Protocol):
    """Whom the terminal talks to."""

    def say(self, message: Message) -> ChatReply: ...
    def person(self, conversation: str) -> HandedOff: ...
    def delete(self, conversation: str) -> None: ...


class OfService:
    def __init__(self, settings: Settings, note: Callable[[str], None]) -> None:
        self._settings = settings
        self._note = note

    def say(self, message: Message) -> ChatReply:
        given = {
            "message": message.text,
            "audience": message.audience.value,
            "country": message.country,
            "conversation_id": message.conversation,
        }
        body = {name: value for name, value in given.items() if value is not None}
        return read(TypeAdapter(ChatReply), self._asked("/v1/chat", body))

    def person(self, conversation: str) -> HandedOff:
        reply = self._asked(f"/v1/chat/{conversation}/hand-off", {})
        return read(TypeAdapter(HandedOff), reply)

    def delete(self, conversation: str) -> None:
        self._asked(f"/v1/chat/{conversation}", {}, "DELETE")

    def _asked(self, path: str, body: dict[str, str], method: str = "POST") -> bytes:
        reply = from_service(self._settings, path, body, self._note, method=method)
        if reply is None:
            raise Unavailable(_NO_SERVICE)
        return reply


@contextmanager
def partner(settings: Settings, note: Callable[[str], None]) -> Iterator[Partner]:
    """The running service, or the index in this process."""
    if from_service(settings, "/healthz", {}, note, method="GET") is not None:
        yield OfService(settings, note)
        return
    from app.compose import build_parts  # loads torch: only where it is needed
    from app.compose_chat import chats

    parts = build_parts(settings)
    try:
        made, holder = chats(parts), Holder.of(OPERATOR)

        class Here:
            def say(self, message: Message) -> ChatReply:
                return made.reply(message, OPERATOR)

            def person(self, conversation: str) -> HandedOff:
                return made.hand_off(conversation, holder)

            def delete(self, conversation: str) -> None:
                made.delete(conversation, holder, OPERATOR)

        yield Here()
    finally:
        parts.close()


def talk(
    settings: Settings, audience: Audience, country: str | None, note: Callable[[str], None]
) -> None:
    """Until the input ends. What goes wrong with one message is told, and the next one is read.

    Raises:
        ConfigurationError: a setting or a model is not as it should be.
    """
    if not settings.chat_days:
        raise InvalidQuestion("No conversation is kept here (CITEWELL_CHAT_DAYS is 0).")
    with partner(settings, note) as other:
        conversation: str | None = None
        for line in _lines():
            message = Message(
                text=line, audience=audience, country=country, conversation=conversation
            )
            try:
                if line == PERSON:
                    _show(other.person(conversation).says if conversation else "Say something.")
                elif line == DELETE:
                    if conversation is not None:
                        other.delete(conversation)
                    conversation = None
                    _show("It is deleted. A new conversation begins.")
                else:
                    reply = other.say(message)
                    conversation = reply.conversation_id
                    _show(reply.text)
            except CitewellError as error:
                note(str(error))


def _lines() -> Iterator[str]:
    """What is typed, without empty lines; at a terminal a sign asks for it."""
    shown = sys.stdin.isatty() and sys.stdout.isatty()
    while True:
        if shown:
            sys.stdout.write("> ")
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()


def _show(text: str) -> None:
    lines = (printable(line) for line in text.split("\n"))
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()
