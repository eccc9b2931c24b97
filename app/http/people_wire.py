"""What the endpoints of people take and give."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.governance import NO_NUL
from app.domain.reviewing import Note, ReviewTask, State, TopicName, Words


class ReviewList(BaseModel):
    """Newest first."""

    tasks: tuple[ReviewTask, ...]


class ReviewQuery(BaseModel):
    """What is listed; a parameter that is none of these is refused."""

    model_config = ConfigDict(extra="forbid")
    state: State | None = None
    topic: TopicName | None = None
    most: int = Field(default=100, ge=1, le=1000)


class DecisionBody(BaseModel):
    """What a reviewer says of a task that he holds."""

    model_config = ConfigDict(extra="forbid")
    verdict: Literal["approve", "correct", "reject", "release"]
    note: Note = Field(default="", description="Why. No patient's words; needed to reject.")
    question: Words | None = Field(
        default=None, description="To correct, where it was not kept: no patient's words."
    )
    expected: Literal["answer", "abstain", "refer"] | None = Field(
        default=None, description="To correct: what should have come of it."
    )
    says: Words | None = Field(default=None, description="What a right answer says.")
    documents: list[Annotated[str, Field(max_length=200, pattern=NO_NUL)]] = Field(
        default_factory=list, max_length=50, description="Ids that a right answer cites."
    )
