"""What is watched of answers over time: of each question what came of it, in names and numbers."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from app.domain.audit import Name, Seconds, TraceId
from app.domain.corpus import Audience
from app.domain.frozen import Frozen


class Came(StrEnum):
    """What came of a question."""

    ANSWER = "answer"
    ABSTENTION = "abstention"
    REFERRAL = "referral"
    FAILURE = "failure"
    LEFT = "left"
    """Whoever asked went away before the answer was complete."""


class WatchedOutcome(Frozen):
    """One question of the audit log."""

    at: AwareDatetime
    came: Came
    trace_id: TraceId | None = None
    """None where it failed."""
    audience: Audience | None = None
    role: Name | None = None
    why: Name | None = None
    """Of an abstention the reason, of a referral the kind of its first finding, of a failure the
    error."""
    topics: tuple[Name, ...] = ()
    """None where the row was written before topics were."""
    confidence: float | None = Field(default=None, ge=0.0, le=1.0)
    blocked: bool = False
    """A safety check blocked, and nobody overrode it."""
    withheld: bool = False
    overridden: bool = False
    not_checked: bool = False
    """A check could not be made of it for want of data."""
    seconds: Seconds | None = None
    """That its stages took together."""
