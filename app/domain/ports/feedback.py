"""Where feedback is kept, and who takes it."""

from typing import Protocol

from app.domain.feedback import Feedback, FeedbackReceipt, KeptFeedback, Verdict
from app.domain.question import Caller


class FeedbackStore(Protocol):
    """Everything raises Unavailable."""

    def put(self, feedback: Feedback, caller: Caller) -> KeptFeedback:
        """In the place of what this caller said of the same answer before."""
        ...

    def newest(
        self, most: int = 100, *, verdict: Verdict | None = None, trace_id: str | None = None
    ) -> tuple[KeptFeedback, ...]:
        """Newest first; what is due to be forgotten is not told."""
        ...


class TakesFeedback(Protocol):
    def give(self, feedback: Feedback, caller: Caller) -> FeedbackReceipt:
        """On record when it returns.

        Raises:
            NotFound: there is no such answer, or none of this caller's tenant, or it has no such
                claim.
            Unavailable: it is not on record, and nothing came of it.
        """
        ...
