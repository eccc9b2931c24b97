"""What clinicians did with cards: on record, and on the list of people where it matters."""

import logging
from collections.abc import Sequence

from app.answering.recording import keep
from app.answering.recording_people import entry
from app.domain.audit import AuditKind
from app.domain.decision_support import (
    CardFeedback,
    CardOutcome,
    FeedbackReceipt,
    Indicator,
    SentCard,
    account_of,
)
from app.domain.errors import NotFound, Unavailable
from app.domain.ports.audit import AuditLog
from app.domain.ports.decision_support import CardLog
from app.domain.ports.reviewing import ReviewQueue, Topics
from app.domain.question import Caller
from app.domain.reviewing import GENERAL, Cause, Texts

_log = logging.getLogger("citewell")


class FiledFeedback:
    """`FeedbackFiling`.

    Args:
        texts: whether the clinician's reason is kept for the reviewer, too.
        log: None: nothing is audited.
    """

    def __init__(
        self,
        cards: CardLog,
        queue: ReviewQueue,
        topics: Topics,
        *,
        texts: bool = False,
        log: AuditLog | None = None,
    ) -> None:
        self._cards = cards
        self._queue = queue
        self._topics = topics
        self._texts = texts
        self._log = log

    def file(
        self, service: str, feedback: Sequence[CardFeedback], caller: Caller
    ) -> FeedbackReceipt:
        """As `FeedbackFiling`. What is on record is never refused for what fails afterwards."""
        sent = [self._sent(one, service, caller) for one in feedback]
        recorded = 0
        for card, one in zip(sent, feedback, strict=True):
            new = self._cards.add(one)
            recorded += new
            if new:
                self._audit(one, caller)
            if one.outcome is CardOutcome.OVERRIDDEN and card.indicator is Indicator.CRITICAL:
                self._list(card, one)
        return FeedbackReceipt(recorded=recorded, known=len(sent) - recorded)

    def _sent(self, feedback: CardFeedback, service: str, caller: Caller) -> SentCard:
        card = self._cards.card(feedback.card)
        own = card.service == service and card.caller == account_of(caller)
        if not own or not set(feedback.accepted) <= set(card.suggestions):
            raise NotFound("No such card was sent.")
        return card

    def _audit(self, feedback: CardFeedback, caller: Caller) -> None:
        if self._log is not None:
            subject = f"card:{feedback.card}"
            told = entry(AuditKind.FEEDBACK, feedback.outcome.value, subject, caller.name)
            keep(self._log, lambda: told, required=False)

    def _list(self, card: SentCard, feedback: CardFeedback) -> None:
        """One task a card; the queue knows it by the card's id."""
        rules = () if card.rule is None else (card.rule,)
        about = self._topics.of("", rules)
        try:
            self._queue.put(
                card.uuid.replace("-", ""),
                rules,
                causes=(Cause.OVERRIDDEN,),
                topic=about[0] if about else GENERAL,
                texts=_texts(card, feedback) if self._texts else None,
            )
        except Unavailable as error:
            _log.error("An overridden card is on no list for review: %s", error)


def _texts(card: SentCard, feedback: CardFeedback) -> Texts:
    """The clinician's words stand where they are redacted before they are kept."""
    reason = feedback.reason.display or feedback.reason.code if feedback.reason else "none given"
    said = f"Reason: {reason}. Comment: {feedback.comment or 'none'}"
    return Texts(question=said, outcome=f"Critical card of {card.service}, rule {card.rule}.")
