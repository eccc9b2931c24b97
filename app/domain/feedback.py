"""What whoever was answered says of an answer: whether it helped, was wrong or unsafe."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from pydantic import Field

from app.domain.audit import TraceId
from app.domain.frozen import Frozen
from app.domain.reviewing import Note

REPORT_HARM: Final = (
    "If somebody was harmed, or could have been, report that, too: POST /v1/adverse-events."
)


class Verdict(StrEnum):
    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    WRONG = "wrong"
    UNSAFE = "unsafe"


LOOKED_AT: Final = frozenset({Verdict.WRONG, Verdict.UNSAFE})
"""Verdicts for which a person looks at the answer."""


class Feedback(Frozen):
    """As it is given. Identifiers are taken out of the comment before it is kept."""

    trace_id: TraceId = Field(description="That the answer bore.")
    verdict: Verdict
    comment: Note = Field(default="", description="No patient's words.")
    claim: int | None = Field(
        default=None, ge=0, le=10_000, description="Which claim of the answer, counted from 0."
    )


class KeptFeedback(Frozen):
    """One caller's last word on an answer, while it is kept."""

    feedback: Feedback
    by: str
    """The account that gave it, never a patient."""
    key: str | None = None
    """The id of the API key it was known by."""
    tenant: str | None = None
    at: datetime
    until: datetime
    """When it is forgotten."""


class FeedbackReceipt(Frozen):
    trace_id: TraceId
    verdict: Verdict
    at: datetime
    listed: bool
    """Whether a person will look at the answer."""
    advice: str | None = None
