"""Feedback in the database of governance, its comments sealed, for a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select

from app.domain.feedback import Feedback, KeptFeedback, Verdict
from app.domain.ports.clock import Clock
from app.domain.question import Caller
from app.governance.encryption import Plain
from app.governance.store import Store
from app.governance.tables import FEEDBACK

KEPT_DAYS: Final = 90
_KEY: Final = "key:"
_NAME: Final = "name:"


class StoredFeedback:
    """`FeedbackStore`, `Forgettable` and `Erasable`: whole rows go.

    Args:
        kept_days: after which feedback is forgotten.
        redact: takes what identifies somebody out of a comment before it is written.
    """

    name = "feedback"

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

    def put(self, feedback: Feedback, caller: Caller) -> KeptFeedback:
        """Raises Unavailable."""
        now = self._clock.now()
        said = feedback.model_copy(update={"comment": self._redact(feedback.comment)})
        kept = KeptFeedback(
            feedback=said,
            by=caller.name,
            key=caller.key_id,
            tenant=caller.tenant,
            at=now,
            until=now + self._kept,
        )
        who = f"{_NAME}{caller.name}" if caller.key_id is None else f"{_KEY}{caller.key_id}"
        row = {
            "trace_id": said.trace_id,
            "caller": who,
            "by": kept.by,
            "tenant": kept.tenant,
            "verdict": said.verdict.value,
            "claim": said.claim,
            "comment": Plain(said.comment, (said.trace_id, who)) if said.comment else None,
            "at": now.isoformat(),
            "until": kept.until.isoformat(),
        }
        before = delete(FEEDBACK).where(
            FEEDBACK.c.trace_id == said.trace_id, FEEDBACK.c.caller == who
        )
        with self._store.writing() as connection:
            connection.execute(before)
            connection.execute(insert(FEEDBACK), row)
        return kept

    def newest(
        self, most: int = 100, *, verdict: Verdict | None = None, trace_id: str | None = None
    ) -> tuple[KeptFeedback, ...]:
        """Raises Unavailable."""
        wanted = (
            select(FEEDBACK)
            .where(FEEDBACK.c.until > self._clock.now().isoformat())
            .order_by(FEEDBACK.c.id.desc())
            .limit(most)
        )
        if verdict is not None:
            wanted = wanted.where(FEEDBACK.c.verdict == verdict.value)
        if trace_id is not None:
            wanted = wanted.where(FEEDBACK.c.trace_id == trace_id)
        with self._store.reading() as connection:
            if connection is None:
                return ()
            return tuple(map(_read, connection.execute(wanted)))

    def due(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = select(func.count()).select_from(FEEDBACK).where(FEEDBACK.c.until <= now.isoformat())
        with self._store.reading() as connection:
            return 0 if connection is None else connection.execute(over).scalar_one()

    def forget(self, now: datetime) -> int:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            over = delete(FEEDBACK).where(FEEDBACK.c.until <= now.isoformat())
            return connection.execute(over).rowcount

    def erase(self, trace_id: str) -> int:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            return connection.execute(
                delete(FEEDBACK).where(FEEDBACK.c.trace_id == trace_id)
            ).rowcount


def _read(row: Row[Any]) -> KeptFeedback:
    key = row.caller.removeprefix(_KEY) if row.caller.startswith(_KEY) else None
    return KeptFeedback(
        feedback=Feedback(
            trace_id=row.trace_id,
            verdict=Verdict(row.verdict),
            comment=row.comment or "",
            claim=row.claim,
        ),
        by=row.by,
        key=key,
        tenant=row.tenant,
        at=datetime.fromisoformat(row.at),
        until=datetime.fromisoformat(row.until),
    )
