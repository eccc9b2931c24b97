"""Conversations that are kept between their turns, and what is told of those handed over."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

from app.domain.conversation import (
    ChatEvent,
    ChatReply,
    Conversation,
    HandedOff,
    HandOff,
    Holder,
    KeptTurn,
    Message,
)
from app.domain.leaving import Left, stays
from app.domain.question import Caller


class Taken(NamedTuple):
    """A conversation that waits for the reply to its next message."""

    conversation: Conversation
    ticket: str


class Conversations(Protocol):
    """Nobody but its holder finds one, nor anybody once its time is over: both are NotFound.

    Everything raises Unavailable.
    """

    def read(self, conversation: str, holder: Holder) -> Conversation:
        """Raises NotFound."""
        ...

    def take(self, conversation: str, holder: Holder) -> Taken:
        """The next turn is of whoever holds the ticket, until it is added or put back, or too old.

        Raises NotFound; Conflict: another message is being answered.
        """
        ...

    def put_back(self, conversation: str, ticket: str) -> None:
        """Without a turn; nothing happens where the ticket is not in force."""
        ...

    def begin(self, conversation: str, holder: Holder, turn: KeptTurn) -> Conversation:
        """A new one with its first turn."""
        ...

    def add(self, conversation: str, ticket: str, turn: KeptTurn) -> Conversation:
        """The next turn, and the ticket is used up.

        Raises NotFound: it was deleted meanwhile; Conflict: the ticket is not in force any more.
        """
        ...

    def delete(self, conversation: str, holder: Holder) -> None:
        """Gone at once, with the words that reviews hold of it. Raises NotFound."""
        ...

    def forget(self, now: datetime) -> int:
        """Those whose time is over; how many there were."""
        ...


class HandOffs(Protocol):
    """Everything raises Unavailable."""

    def add(self, hand_off: HandOff) -> None:
        """Nothing happens where one of that id is there."""
        ...

    def unsent(self) -> tuple[HandOff, ...]:
        """Those that the webhook was not told of, oldest first."""
        ...

    def sent(self, hand_off: str, at: datetime) -> None: ...


class Chatting(Protocol):
    """All that the front door needs. Everything raises Unavailable."""

    def reply(self, message: Message, caller: Caller, left: Left = stays) -> ChatReply:
        """Raises InvalidQuestion, NotFound, Conflict, ConversationFull."""
        ...

    def stream(self, message: Message, caller: Caller, left: Left = stays) -> Iterator[ChatEvent]:
        """As `Answering.stream`, between `conversation` and `done`. Raises as `reply`, at the first
        `next`."""
        ...

    def read(self, conversation: str, holder: Holder) -> Conversation:
        """Raises NotFound."""
        ...

    def delete(self, conversation: str, holder: Holder, by: Caller) -> None:
        """Raises NotFound."""
        ...

    def hand_off(self, conversation: str, holder: Holder) -> HandedOff:
        """Because the person asks for it. Raises NotFound."""
        ...
