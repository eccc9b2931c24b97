"""Which conversations were handed over, and whether the webhook was told; no word of any."""

from datetime import datetime
from typing import Final

from sqlalchemy import insert, select, update

from app.domain.conversation import HandOff, Why
from app.governance.store import Store
from app.governance.tables import HAND_OFFS

AT_ONCE: Final = 200


class StoredHandOffs:
    """`HandOffs`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, hand_off: HandOff) -> None:
        """Raises Unavailable."""
        row = {
            "hand_off_id": hand_off.id,
            "conversation_id": hand_off.conversation,
            "at": hand_off.at.isoformat(),
            "why": hand_off.why.value,
            "task": hand_off.task,
        }
        with self._store.writing() as connection:
            same = select(HAND_OFFS.c.id).where(HAND_OFFS.c.hand_off_id == hand_off.id)
            if connection.execute(same).first() is None:
                connection.execute(insert(HAND_OFFS), row)

    def unsent(self) -> tuple[HandOff, ...]:
        """Raises Unavailable."""
        waiting = (
            select(HAND_OFFS)
            .where(HAND_OFFS.c.sent_at.is_(None))
            .order_by(HAND_OFFS.c.id)
            .limit(AT_ONCE)
        )
        with self._store.reading() as connection:
            rows = [] if connection is None else connection.execute(waiting).all()
        return tuple(
            HandOff(
                id=row.hand_off_id,
                at=datetime.fromisoformat(row.at),
                why=Why(row.why),
                task=row.task,
                conversation=row.conversation_id,
            )
            for row in rows
        )

    def sent(self, hand_off: str, at: datetime) -> None:
        """Raises Unavailable."""
        told = update(HAND_OFFS).where(HAND_OFFS.c.hand_off_id == hand_off)
        with self._store.writing() as connection:
            connection.execute(told.values(sent_at=at.isoformat()))
