"""A conversation with a person: its turns, what comes back of each, and whose it is."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from app.domain.answer import Event, Outcome
from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from app.domain.question import Caller, Turn
from app.domain.record import PatientRecord

MOST_TURNS: Final = 500
"""Messages of the person in one conversation."""
MOST_BYTES: Final = 256 * 1024
"""Of the UTF-8 of all that the person wrote, which is read anew with each message: so many take
two seconds of a processor, 500 short messages one."""

ConversationId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Holder(Frozen):
    """Whose a conversation is: nobody else finds it."""

    tenant: str | None = None
    account: str
    """The id of an API key, or the name of an account."""
    user: str | None = Field(default=None, repr=False)
    """Whom of its users an app means, in a word of its own; kept as a hash alone."""

    @classmethod
    def of(cls, caller: Caller, user: str | None = None) -> "Holder":
        return cls(tenant=caller.tenant, account=caller.key_id or caller.name, user=user)


class KeptTurn(Frozen):
    """A message with what was replied: neither is kept without the other."""

    at: datetime
    message: str = Field(repr=False)
    reply: str = Field(repr=False)
    """As it was read; words of a patient's record are left out."""
    kind: Literal["answer", "abstention", "referral", "broken_off", "not_known"]
    """`broken_off`: whoever asked went away, or an error came; `reply` is what was sent.
    `not_known`: of an app that keeps its conversations itself."""
    findings: tuple[str, ...] = ()
    """Of a referral."""
    trace_id: str
    hand_off: str | None = None
    """The id of the hand-off that was made of it."""


class Conversation(Frozen):
    """All that is kept of one, oldest turn first."""

    id: ConversationId
    begun: datetime
    until: datetime
    """When it is forgotten, if nothing more is said."""
    turns: tuple[KeptTurn, ...]

    @property
    def size(self) -> int:
        """Bytes that the person wrote."""
        return sum(len(turn.message.encode()) for turn in self.turns)

    @property
    def hand_off(self) -> str | None:
        """The id of its newest hand-off."""
        return next((each.hand_off for each in reversed(self.turns) if each.hand_off), None)


class Message(Frozen):
    """What a person writes, and how it is to be answered."""

    text: str = Field(repr=False)
    audience: Audience = Audience.PATIENT
    country: str | None = None
    locale: str | None = None
    reading_level: int | None = None
    record: PatientRecord | None = Field(default=None, repr=False)
    conversation: ConversationId | None = None
    """None: a new one begins."""
    turns: tuple[Turn, ...] | None = Field(default=None, repr=False)
    """What was said before, where the app keeps it itself: then nothing is kept here."""
    user: str | None = Field(default=None, repr=False)


class Why(StrEnum):
    """Why a person is to look at a conversation."""

    ASKED = "asked"
    """The person wants to talk to a person."""
    REFERRED = "referred"
    """An emergency, a crisis, or nothing that is plain enough to read."""
    BLOCKED = "blocked"
    """A safety rule held back what could be said."""


class HandOff(Frozen):
    """A conversation that was put on the list of people, without a word of it."""

    id: ConversationId
    at: datetime
    why: Why
    task: int
    """Of the list of reviews."""
    conversation: ConversationId | None = None
    """None: nothing of it is kept here."""
    sent_at: datetime | None = None
    """When the webhook was told."""


class HandedOff(Frozen):
    """What the person is told of a hand-off."""

    id: str | None = Field(
        default=None, description="What the site's staff know it by; null where it failed."
    )
    why: Why
    listed: bool = Field(description="Whether it is on the list of the site's staff.")
    says: str = Field(description="What happens now and what does not, in plain words.")


class ChatReply(Frozen):
    """What comes back of a message."""

    conversation_id: str | None = Field(
        description="To go on with; null where nothing of this conversation is kept."
    )
    turn: int | None = Field(description="Which turn of it this was, from 1; null where not kept.")
    kept_until: datetime | None = Field(
        description="When it is forgotten, if nothing more is said."
    )
    text: str = Field(description="The reply in plain text, to be shown as it is.")
    read_as: str | None = Field(
        default=None, description="The question as it was read, where it leaned on earlier turns."
    )
    hand_off: HandedOff | None = None
    outcome: Outcome


class BegunEvent(Frozen):
    """Sent first: by this id the conversation is known, once a turn of it is kept."""

    event: Literal["conversation"] = "conversation"
    conversation_id: str | None


class RepliedEvent(Frozen):
    """The last event of a stream."""

    event: Literal["done"] = "done"
    reply: ChatReply


ChatEvent = Event | BegunEvent | RepliedEvent
