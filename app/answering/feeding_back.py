"""What clinicians did with cards: on record, and on the list of people where it matters."""

from collections.abc import Sequence

from app.answering.recorder import Recorder, entry
from app.domain.audit import AuditEntry, AuditKind
from app.domain.decision_support import (
    CardFeedback,
    CardOutcome,
    FeedbackReceipt,
    Indicator,
    SentCard,
    account_of,
)
from app.domain.errors import NotFound
from app.domain.ports.decision_support import CardLog
from app.domain.ports.reviewing import ReviewQueue, Topics
from app.domain.question import Caller
from app.domain.reviewing import GENERAL, Cause, Texts


class FiledFeedback:
    """`FeedbackFiling`. What is kept, the review tasks and the entries are one transaction.

    Args:
        texts: whether the clinician's reason is kept for the reviewer, too.
    """

    def __init__(
        self,
        cards: CardLog,
        queue: ReviewQueue,
        topics: Topics,
        recorder: Recorder,
        *,
        texts: bool = False,
    ) -> None:
        self._cards = cards
        self._queue = queue
        self._topics = topics
        self._recorder = recorder
        self._texts = texts

    def file(
        self, service: str, feedback: Sequence[CardFeedback], caller: Caller
    ) -> FeedbackReceipt:
        """As `FeedbackFiling`."""
        told = [(self._sent(one, service, caller), one) for one in feedback]
        new = self._recorder.act(
            lambda: [(card, one) for card, one in told if self._taken(card, one, caller)],
            lambda done: [_entry(card, one, caller) for card, one in done],
        )
        return FeedbackReceipt(recorded=len(new), known=len(told) - len(new))

    def _sent(self, feedback: CardFeedback, service: str, caller: Caller) -> SentCard:
        card = self._cards.card(feedback.card)
        own = card.service == service and card.caller == account_of(caller)
        if not own or not set(feedback.accepted) <= set(card.suggestions):
            raise NotFound("No such card was sent.")
        return card

    def _taken(self, card: SentCard, feedback: CardFeedback, caller: Caller) -> bool:
        """Whether it is new. A task is known by the card's id."""
        new = self._cards.add(feedback)
        grave = card.indicator is Indicator.CRITICAL
        if new and grave and feedback.outcome is CardOutcome.OVERRIDDEN:
            rules = () if card.rule is None else (card.rule,)
            about = self._topics.of("", rules)
            self._queue.put(
                card.uuid.replace("-", ""),
                rules,
                causes=(Cause.OVERRIDDEN,),
                topic=about[0] if about else GENERAL,
                texts=_texts(card, feedback) if self._texts else None,
                tenant=caller.tenant,
            )
        return new


def _entry(card: SentCard, feedback: CardFeedback, caller: Caller) -> AuditEntry:
    subject, outcome = f"card:{card.uuid}", feedback.outcome.value
    return entry(AuditKind.FEEDBACK, outcome, subject, caller, card.trace_id)


def _texts(card: SentCard, feedback: CardFeedback) -> Texts:
    """The clinician's words stand where they are redacted before they are kept."""
    reason = feedback.reason.display or feedback.reason.code if feedback.reason else "none given"
    said = f"Reason: {reason}. Comment: {feedback.comment or 'none'}"
    return Texts(question=said, outcome=f"Critical card of {card.service}, rule {card.rule}.")
