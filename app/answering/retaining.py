"""Forgets what is kept for a time when the time is over, and deletes when somebody asks for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from app.answering.recorder import Recorder, entry
from app.domain.audit import AuditEntry, AuditKind
from app.domain.frozen import Frozen
from app.domain.ports.clock import Clock
from app.domain.ports.retention import Erasable, Forgettable

SERVICE: Final = "retention"
"""Who is on record where the service forgets by itself."""


class Forgotten(Frozen):
    """`count` of one kind were forgotten, or would be."""

    name: str
    count: int


class Retention:
    """Each kind is forgotten and put on record in one transaction of its own: how many, and nothing
    of what they were. Where there were none, nothing is put on record.

    Args:
        kinds: all that is kept for a time.
        of_answers: all that is kept of one answer.
    """

    def __init__(
        self,
        kinds: Sequence[Forgettable],
        of_answers: Sequence[Erasable],
        recorder: Recorder,
        clock: Clock,
    ) -> None:
        self._kinds = tuple(kinds)
        self._of_answers = tuple(of_answers)
        self._recorder = recorder
        self._clock = clock

    def due(self, before: datetime | None = None) -> tuple[Forgotten, ...]:
        """What `forget` would take out. Raises Unavailable."""
        now = before or self._clock.now()
        return tuple(Forgotten(name=each.name, count=each.due(now)) for each in self._kinds)

    def forget(self, by: str = SERVICE, before: datetime | None = None) -> tuple[Forgotten, ...]:
        """Args: before: forget what was due by then; None: by now. Raises Unavailable: what could
        not be put on record was not forgotten."""
        now = before or self._clock.now()
        return tuple(self._forgotten(each, by, now) for each in self._kinds)

    def delete(self, trace_id: str, by: str) -> tuple[Forgotten, ...]:
        """All words that are kept of an answer. Its row in the audit log, which has none, and
        reports of harm that name it stay. Raises Unavailable: then none was deleted."""

        def erased() -> tuple[Forgotten, ...]:
            return tuple(
                Forgotten(name=each.name, count=each.erase(trace_id)) for each in self._of_answers
            )

        def told(done: tuple[Forgotten, ...]) -> tuple[AuditEntry, ...]:
            return tuple(
                entry(AuditKind.RETENTION, "deleted", f"{each.name}:{each.count}", by, trace_id)
                for each in done
            )

        return self._recorder.act(erased, told)

    def _forgotten(self, kind: Forgettable, by: str, now: datetime) -> Forgotten:
        def told(done: Forgotten) -> tuple[AuditEntry, ...]:
            if not done.count:
                return ()
            return (entry(AuditKind.RETENTION, "forgotten", f"{done.name}:{done.count}", by),)

        return self._recorder.act(lambda: Forgotten(name=kind.name, count=kind.forget(now)), told)
