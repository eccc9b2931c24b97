"""Answers of which a rule held something back, for a person to look at."""

from datetime import datetime

from sqlalchemy import insert, select

from app.domain.governance import ReviewTask
from app.domain.ports.clock import Clock
from app.governance.store import Store
from app.governance.tables import REVIEWS

_BETWEEN = " "
"""Between the ids of rules, which hold no blank."""


class StoredReviews:
    """The answer's trace id and the rules' ids: no word of a question or an answer."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def put(self, trace_id: str, rules: tuple[str, ...]) -> ReviewTask:
        """Raises Unavailable."""
        task = ReviewTask(trace_id=trace_id, rules=rules, at=self._clock.now())
        row = {"trace_id": trace_id, "rules": _BETWEEN.join(rules), "at": task.at.isoformat()}
        with self._store.writing() as connection:
            connection.execute(insert(REVIEWS), row)
        return task

    def waiting(self) -> tuple[ReviewTask, ...]:
        """Oldest first. Raises Unavailable."""
        with self._store.reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute(select(REVIEWS).order_by(REVIEWS.c.id)).all()
        return tuple(
            ReviewTask(
                trace_id=row.trace_id,
                rules=tuple(row.rules.split(_BETWEEN)),
                at=datetime.fromisoformat(row.at),
            )
            for row in rows
        )
