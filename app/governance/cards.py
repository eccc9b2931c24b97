"""Which cards of decision support were sent, and what became of them."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select

from app.domain.decision_support import (
    CardCoding,
    CardFeedback,
    CardOutcome,
    Indicator,
    SentCard,
)
from app.domain.errors import NotFound
from app.domain.ports.clock import Clock
from app.governance.encryption import Plain
from app.governance.store import Store
from app.governance.tables import CARD_FEEDBACK, CARDS

_BETWEEN: Final = " "


class StoredCards:
    """`CardLog` in the database of governance; nothing is changed or removed here.

    Args:
        redact: takes what identifies somebody out of a clinician's words before they are sealed.
    """

    def __init__(
        self, store: Store, clock: Clock, redact: Callable[[str], str] = lambda text: text
    ) -> None:
        self._store = store
        self._clock = clock
        self._redact = redact

    def sent(self, cards: Sequence[SentCard]) -> None:
        """Raises Unavailable."""
        if not cards:
            return
        at = self._clock.now().isoformat()
        rows = [
            {
                "card": one.uuid,
                "service": one.service,
                "indicator": one.indicator.value,
                "rule": one.rule,
                "trace_id": one.trace_id,
                "caller": one.caller,
                "suggestions": _BETWEEN.join(one.suggestions),
                "at": at,
            }
            for one in cards
        ]
        with self._store.writing() as connection:
            connection.execute(insert(CARDS), rows)

    def card(self, uuid: str) -> SentCard:
        """Raises NotFound, Unavailable."""
        with self._store.reading() as connection:
            if connection is None:
                raise _no_card()
            return _card(connection, uuid)

    def add(self, feedback: CardFeedback) -> bool:
        """Raises NotFound, Unavailable."""
        row = {
            "card": feedback.card,
            "outcome": feedback.outcome.value,
            "accepted": _BETWEEN.join(feedback.accepted),
            "reason": Plain(self._words(feedback), (feedback.card, feedback.outcome.value)),
            "acted_at": feedback.at.isoformat(),
            "at": self._clock.now().isoformat(),
        }
        same = select(CARD_FEEDBACK.c.id).where(
            CARD_FEEDBACK.c.card == feedback.card,
            CARD_FEEDBACK.c.outcome == feedback.outcome.value,
        )
        with self._store.writing() as connection:
            _card(connection, feedback.card)
            if connection.execute(same).first() is not None:
                return False
            connection.execute(insert(CARD_FEEDBACK), row)
            return True

    def feedback(self, uuid: str) -> tuple[CardFeedback, ...]:
        """Raises Unavailable."""
        wanted = select(CARD_FEEDBACK).where(CARD_FEEDBACK.c.card == uuid)
        with self._store.reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute(wanted.order_by(CARD_FEEDBACK.c.id)).all()
        return tuple(map(_feedback, rows))

    def _words(self, feedback: CardFeedback) -> str:
        reason = feedback.reason
        if reason is not None and reason.display:
            reason = reason.model_copy(update={"display": self._redact(reason.display)})
        return json.dumps(
            {
                "reason": None if reason is None else reason.model_dump(),
                "comment": self._redact(feedback.comment) if feedback.comment else "",
            }
        )


def _card(connection: Connection, uuid: str) -> SentCard:
    row = connection.execute(select(CARDS).where(CARDS.c.card == uuid)).first()
    if row is None:
        raise _no_card()
    return SentCard(
        uuid=row.card,
        service=row.service,
        indicator=Indicator(row.indicator),
        rule=row.rule,
        trace_id=row.trace_id,
        caller=row.caller,
        suggestions=tuple(row.suggestions.split()),
    )


def _feedback(row: Row[Any]) -> CardFeedback:
    words = json.loads(row.reason)
    return CardFeedback(
        card=row.card,
        outcome=CardOutcome(row.outcome),
        accepted=tuple(row.accepted.split()),
        reason=None if words["reason"] is None else CardCoding.model_validate(words["reason"]),
        comment=words["comment"],
        at=datetime.fromisoformat(row.acted_at),
    )


def _no_card() -> NotFound:
    return NotFound("No such card was sent.")
