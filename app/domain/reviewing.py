"""Answers that a person looks at: why, who, and what came of it.

Words of a question and an outcome are kept where the site wants them, sealed and for a time; those
of a patient's record never are.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from app.domain.confidence import Measured
from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from app.domain.governance import NO_NUL, Person

GENERAL: Final = "general"
"""The topic of what belongs to no other."""
TopicName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,59}$")]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8_000, pattern=NO_NUL)
]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000, pattern=NO_NUL)]


class Cause(StrEnum):
    """Why an answer waits for a person."""

    BLOCKED = "blocked"
    """A safety rule held something back."""
    WITHHELD = "withheld"
    """A verifier held something back."""
    LOW_CONFIDENCE = "low_confidence"
    SAMPLE = "sample"
    """Drawn at random."""
    HAND_OFF = "hand_off"
    """A conversation that a person should take over; `trace_id` is the id of the hand-off."""
    ADVERSE_EVENT = "adverse_event"
    """Somebody was or could have been harmed; `trace_id` is the id of the report."""
    OVERRIDDEN = "overridden"
    """A clinician overrode a critical card; `trace_id` is the id of the card."""
    FEEDBACK = "feedback"
    """Whoever was answered holds it to be wrong or unsafe."""


class State(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    """One person holds it until the lease ends; then it is open again."""
    APPROVED = "approved"
    CORRECTED = "corrected"
    REJECTED = "rejected"


DECIDED: Final = frozenset({State.APPROVED, State.CORRECTED, State.REJECTED})


class Texts(Frozen):
    """What was asked and what was said, without identifiers and without the patient's record."""

    question: Words
    outcome: Words
    audience: Audience = Audience.CLINICIAN
    kind: Literal["answer", "abstention", "referral"] = "answer"


class Correction(Frozen):
    """What should have come of a question, as a line of an evaluation set."""

    prompt: Words
    """The question, in words without a patient's; identifiers are taken out before it is kept."""
    expected: Literal["answer", "abstain", "refer"]
    audience: Audience = Audience.CLINICIAN
    says: Words | None = None
    """What a right answer says."""
    documents: tuple[Annotated[str, StringConstraints(max_length=200)], ...] = Field(
        default=(), max_length=50
    )
    """Ids of documents that a right answer cites."""


class ReviewTask(Frozen):
    """An answer for a person to look at, without a word of it."""

    id: int = Field(ge=1)
    trace_id: str
    causes: tuple[Cause, ...] = (Cause.BLOCKED,)
    rules: tuple[str, ...] = ()
    topic: TopicName = GENERAL
    owner: Person | None = None
    """The clinical owner of the topic; None: nobody was named."""
    at: datetime
    state: State = State.OPEN
    by: Person | None = None
    """Who holds it, or who decided."""
    until: datetime | None = None
    """The end of the holder's lease."""
    decided_at: datetime | None = None
    tenant: str | None = None
    """Whose answer it is."""


class ReviewFile(Frozen):
    """A task with all that its reviewer needs to see."""

    task: ReviewTask
    texts: Texts | None = None
    """None: they were not kept, or no longer are."""
    note: str | None = None
    correction: Correction | None = None


class Reviewed(Frozen):
    """What a person made of an answer, beside what spoke for it; numbers and names alone."""

    id: str
    """`review-12`."""
    right: bool
    """Approved as it was; corrected and rejected ones were not right."""
    causes: tuple[Cause, ...]
    topic: TopicName
    decided: date
    measured: Measured


class Owner(Frozen):
    """Who answers for a topic."""

    topic: TopicName
    name: Person
    at: datetime
