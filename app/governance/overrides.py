"""Who let a claim pass that a rule would have withheld, why, and in which answer."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, select

from app.domain.governance import Override, UsedOverride
from app.domain.ports.clock import Clock
from app.governance.encryption import Plain
from app.governance.store import Store
from app.governance.tables import OVERRIDES


class StoredOverrides:
    """On record before the claim is shown, once an answer; nothing is ever changed or removed here.
    The reason is sealed.

    Args:
        redact: takes what identifies somebody out of a reason before it is written.
    """

    def __init__(
        self, store: Store, clock: Clock, redact: Callable[[str], str] = lambda text: text
    ) -> None:
        self._store = store
        self._clock = clock
        self._redact = redact

    def record(self, override: Override, trace_id: str) -> UsedOverride:
        """Raises Unavailable; then the rule stands."""
        override = override.model_copy(update={"reason": self._redact(override.reason)})
        used = UsedOverride(override=override, trace_id=trace_id, at=self._clock.now())
        row = {
            "rule": override.rule,
            "clinician": override.clinician,
            "reason": Plain(override.reason, (trace_id, override.rule)),
            "trace_id": trace_id,
            "at": used.at.isoformat(),
        }
        same = select(OVERRIDES.c.id).where(
            OVERRIDES.c.trace_id == trace_id, OVERRIDES.c.rule == override.rule
        )
        with self._store.writing() as connection:
            if connection.execute(same).first() is None:
                connection.execute(insert(OVERRIDES), row)
        return used

    def used(self) -> tuple[UsedOverride, ...]:
        """Newest first. Raises Unavailable."""
        with self._store.reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute(select(OVERRIDES).order_by(OVERRIDES.c.id.desc())).all()
        return tuple(
            UsedOverride(
                override=Override(rule=row.rule, clinician=row.clinician, reason=row.reason),
                trace_id=row.trace_id,
                at=datetime.fromisoformat(row.at),
            )
            for row in rows
        )


class UnrecordedOverrides:
    """Of an answer that is given once more, for comparison: they are on record already."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def record(self, override: Override, trace_id: str) -> UsedOverride:
        return UsedOverride(override=override, trace_id=trace_id, at=self._clock.now())

    def used(self) -> tuple[UsedOverride, ...]:
        return ()
