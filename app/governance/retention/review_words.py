"""Words of answers that were kept for their reviewers."""

from datetime import datetime

from sqlalchemy import func, or_, select, update

from app.governance.store import Store
from app.governance.tables import REVIEWS


class ReviewTexts:
    """`Forgettable`: question and outcome, when their days are over. `Erasable`: notes and
    corrections of the same answer, too."""

    name = "review-texts"

    def __init__(self, store: Store) -> None:
        self._store = store

    def due(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = (
            select(func.count())
            .select_from(REVIEWS)
            .where(REVIEWS.c.texts_until <= now.isoformat())
        )
        with self._store.reading() as connection:
            return 0 if connection is None else connection.execute(over).scalar_one()

    def forget(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = update(REVIEWS).where(REVIEWS.c.texts_until <= now.isoformat())
        with self._store.writing() as connection:
            return connection.execute(over.values(texts=None, texts_until=None)).rowcount

    def erase(self, trace_id: str) -> int:
        """Raises Unavailable."""
        words = (REVIEWS.c.texts, REVIEWS.c.note, REVIEWS.c.correction)
        kept = update(REVIEWS).where(
            REVIEWS.c.trace_id == trace_id, or_(*(column.is_not(None) for column in words))
        )
        with self._store.writing() as connection:
            nothing = {**{column.name: None for column in words}, "texts_until": None}
            return connection.execute(kept.values(nothing)).rowcount
