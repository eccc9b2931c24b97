"""Takes feedback on an answer: kept, on the list of people where it is grave, and on record."""

from typing import Final

from app.answering.recorder import Recorder, entry
from app.domain.audit import AuditEntry, AuditKind
from app.domain.errors import NotFound
from app.domain.feedback import (
    LOOKED_AT,
    REPORT_HARM,
    Feedback,
    FeedbackReceipt,
    KeptFeedback,
    Verdict,
)
from app.domain.identity import Role
from app.domain.ports.audit import AuditLog
from app.domain.ports.feedback import FeedbackStore
from app.domain.ports.reviewing import ReviewQueue, Topics
from app.domain.question import Caller
from app.domain.reviewing import GENERAL, Cause
from app.domain.safety import CheckStatus

ANSWERED: Final = frozenset(
    {AuditKind.ANSWER, AuditKind.ABSTENTION, AuditKind.REFERRAL, AuditKind.SUMMARY}
)


class TakenFeedback:
    """`TakesFeedback`. What is kept, the review task and the entry are one transaction.

    Args:
        log: knows every answer, whose it was, and how many claims it made.
        required: refuse what cannot be put on record.
    """

    def __init__(
        self,
        kept: FeedbackStore,
        queue: ReviewQueue,
        topics: Topics,
        log: AuditLog,
        *,
        required: bool = True,
    ) -> None:
        self._kept = kept
        self._queue = queue
        self._topics = topics
        self._log = log
        self._recorder = Recorder(log, required=required)

    def give(self, feedback: Feedback, caller: Caller) -> FeedbackReceipt:
        """Raises NotFound, Unavailable."""
        of = self._answered(feedback.trace_id, caller)
        if feedback.claim is not None and feedback.claim >= len(of.claims):
            raise NotFound("The answer has no such claim.")
        listed = feedback.verdict in LOOKED_AT
        kept = self._recorder.act(
            lambda: self._taken(feedback, caller, of, listed=listed),
            lambda _: (_told(feedback, caller),),
        )
        return FeedbackReceipt(
            trace_id=feedback.trace_id,
            verdict=feedback.verdict,
            at=kept.at,
            listed=listed,
            advice=REPORT_HARM if feedback.verdict is Verdict.UNSAFE else None,
        )

    def _answered(self, trace_id: str, caller: Caller) -> AuditEntry:
        """The answer; one of another tenant is none for this caller."""
        for sealed in self._log.entries(trace_id=trace_id):
            of = sealed.entry
            theirs = of.tenant == caller.tenant or caller.role is Role.OPERATOR
            if of.kind in ANSWERED and theirs:
                return of
        raise NotFound("There is no such answer on record.")

    def _taken(
        self, feedback: Feedback, caller: Caller, of: AuditEntry, *, listed: bool
    ) -> KeptFeedback:
        kept = self._kept.put(feedback, caller)
        if listed:
            rules = tuple(
                each.rule for each in of.checks if each.rule and each.status is CheckStatus.BLOCK
            )
            about = self._topics.of("", rules) or of.topics or self._topics.of(feedback.comment)
            self._queue.put(
                feedback.trace_id,
                tuple(dict.fromkeys(rules)),
                causes=(Cause.FEEDBACK,),
                topic=about[0] if about else GENERAL,
                tenant=of.tenant,
            )
        return kept


def _told(feedback: Feedback, caller: Caller) -> AuditEntry:
    of = "answer" if feedback.claim is None else f"claim:{feedback.claim}"
    return entry(AuditKind.FEEDBACK, feedback.verdict.value, of, caller, feedback.trace_id)
