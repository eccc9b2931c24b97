"""What the endpoints of the chat take and give."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.conversation import MOST_TURNS, Conversation, ConversationId, Message
from app.domain.corpus import Audience
from app.domain.errors import InvalidQuestion
from app.domain.question import EASIEST, HARDEST, LOCALE, LONGEST_QUESTION, Speaker, Turn
from app.http.wire import AsOf, Bundle, Name, Words


class TurnBody(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    speaker: Speaker
    text: Name = Field(max_length=LONGEST_QUESTION, repr=False)


class ChatBody(BaseModel):
    """Unknown fields are refused, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    message: Words = Field(repr=False)
    conversation_id: ConversationId | None = Field(
        default=None, description="Of the conversation that goes on; left out, a new one begins."
    )
    turns: tuple[TurnBody, ...] | None = Field(
        default=None,
        max_length=2 * MOST_TURNS,
        repr=False,
        description="In place of `conversation_id`: all that was said before, oldest first, where "
        "the app keeps it itself. Then nothing of it is kept here.",
    )
    audience: Audience = Audience.PATIENT
    country: str | None = Field(
        default=None,
        pattern="^[A-Z]{2}$",
        description="Where the person is, ISO 3166-1: whose emergency numbers are given.",
        examples=["GB"],
    )
    locale: str | None = Field(
        default=None,
        pattern=LOCALE,
        description="The language that the person reads (BCP 47). Only English is answered; with "
        "another one a patient is told so, in that language where there are words for it.",
        examples=["en-GB"],
    )
    reading_level: int | None = Field(
        default=None,
        ge=EASIEST,
        le=HARDEST,
        description="US school grade: harder quotations are not shown to a patient. Our own words "
        "are below grade 8 anyway.",
    )
    patient: Bundle | None = Field(default=None, repr=False)
    as_of: AsOf = None


class KeptTurnBody(BaseModel):
    at: datetime
    message: str
    reply: str = Field(description="Without words of a patient's record, which is kept nowhere.")
    kind: Literal["answer", "abstention", "referral", "broken_off", "not_known"]
    trace_id: str
    hand_off: str | None = None


class ConversationBody(BaseModel):
    """All that is kept of a conversation, oldest turn first."""

    conversation_id: str
    begun: datetime
    kept_until: datetime = Field(description="When it is forgotten, if nothing more is said.")
    turns: tuple[KeptTurnBody, ...]

    @classmethod
    def of(cls, conversation: Conversation) -> "ConversationBody":
        return cls(
            conversation_id=conversation.id,
            begun=conversation.begun,
            kept_until=conversation.until,
            turns=tuple(
                KeptTurnBody(**turn.model_dump(exclude={"findings"})) for turn in conversation.turns
            ),
        )


def to_message(body: ChatBody, user: str | None) -> Message:
    """Without the record. Raises InvalidQuestion."""
    if body.as_of is not None and body.patient is None:
        raise InvalidQuestion("as_of is the day to read a record on: send it with patient.")
    turns = None
    if body.turns is not None:
        turns = tuple(Turn(speaker=each.speaker, text=each.text) for each in body.turns)
    return Message(
        text=body.message,
        audience=body.audience,
        country=body.country,
        locale=body.locale,
        reading_level=body.reading_level,
        conversation=body.conversation_id,
        turns=turns,
        user=user,
    )
