"""Which cards of decision support were sent, and what became of them."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select

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

KEPT_DAYS: Final = 90
_BETWEEN: Final = " "


class StoredCards:
    """`CardLog`, `Forgettable` and `Erasable`: whole rows go, a card with its feedback.

    Args:
        kept_days: after which a card is forgotten.
        redact: takes what identifies somebody out of a clinician's words before they are sealed.
    """

    name = "cards"

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        kept_days: int = KEPT_DAYS,
        redact: Callable[[str], str] = lambda text: text,
    ) -> None:
        self._store = store
        self._clock = clock
        self._kept = timedelta(days=kept_days)
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

    def due(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = select(func.count()).select_from(CARDS).where(self._over(now))
        with self._store.reading() as connection:
            return 0 if connection is None else connection.execute(over).scalar_one()

    def forget(self, now: datetime) -> int:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            return _taken_out(connection, self._over(now))

    def erase(self, trace_id: str) -> int:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            return _taken_out(connection, CARDS.c.trace_id == trace_id)

    def _over(self, now: datetime) -> ColumnElement[bool]:
        return CARDS.c.at <= (now - self._kept).isoformat()

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


def _taken_out(connection: Connection, which: ColumnElement[bool]) -> int:
    cards = select(CARDS.c.card).where(which)
    connection.execute(delete(CARD_FEEDBACK).where(CARD_FEEDBACK.c.card.in_(cards)))
    return connection.execute(delete(CARDS).where(which)).rowcount


def _no_card() -> NotFound:
    return NotFound("No such card was sent.")
