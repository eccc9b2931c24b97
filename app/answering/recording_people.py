"""What people decide, on record in the audit log: names and ids, no reason and no word."""

from collections.abc import Iterator

from app.answering.canonical import named
from app.answering.recording import keep
from app.domain.audit import AuditEntry, AuditKind
from app.domain.confidence import Measured
from app.domain.ports.audit import AuditLog
from app.domain.ports.reviewing import ReviewQueue
from app.domain.ports.switching import Switches
from app.domain.reviewing import (
    Cause,
    Correction,
    Reviewed,
    ReviewFile,
    ReviewTask,
    State,
    Texts,
)
from app.domain.switching import Switch, SwitchedOff, SwitchKind


def entry(kind: AuditKind, action: str, subject: str, by: str) -> AuditEntry:
    """Args: by: a name with blanks is written with plus signs."""
    return AuditEntry(kind=kind, action=named(action), subject=named(subject), actor=named(by))


class AuditedReviews:
    """`ReviewQueue` that leaves an entry of whatever a person does with a task.

    Args:
        required: raise Unavailable where that cannot be put on record. What was done stands then.
    """

    def __init__(self, queue: ReviewQueue, log: AuditLog, *, required: bool = True) -> None:
        self._queue = queue
        self._log = log
        self._required = required

    def put(
        self,
        trace_id: str,
        rules: tuple[str, ...] = (),
        *,
        causes: tuple[Cause, ...] = (Cause.BLOCKED,),
        topic: str = "general",
        texts: Texts | None = None,
        measured: Measured | None = None,
    ) -> ReviewTask:
        return self._queue.put(
            trace_id, rules, causes=causes, topic=topic, texts=texts, measured=measured
        )

    def waiting(self) -> tuple[ReviewTask, ...]:
        return self._queue.waiting()

    def list(
        self, *, state: State | None = None, topic: str | None = None, most: int = 100
    ) -> tuple[ReviewTask, ...]:
        return self._queue.list(state=state, topic=topic, most=most)

    def show(self, task: int) -> ReviewFile:
        return self._queue.show(task)

    def claim(self, task: int, by: str) -> ReviewFile:
        file = self._queue.claim(task, by)
        self._keep("claimed", file.task, by)
        return file

    def release(self, task: int, by: str) -> ReviewTask:
        return self._keep("released", self._queue.release(task, by), by)

    def approve(self, task: int, by: str, note: str = "") -> ReviewTask:
        return self._keep("approved", self._queue.approve(task, by, note), by)

    def correct(self, task: int, by: str, correction: Correction, note: str = "") -> ReviewTask:
        return self._keep("corrected", self._queue.correct(task, by, correction, note), by)

    def reject(self, task: int, by: str, note: str) -> ReviewTask:
        return self._keep("rejected", self._queue.reject(task, by, note), by)

    def corrections(self) -> Iterator[ReviewFile]:
        return self._queue.corrections()

    def verdicts(self) -> Iterator[Reviewed]:
        return self._queue.verdicts()

    def forget(self) -> int:
        return self._queue.forget()

    def _keep(self, action: str, task: ReviewTask, by: str) -> ReviewTask:
        told = entry(AuditKind.REVIEW, action, f"task:{task.id}:{task.trace_id}", by)
        keep(self._log, lambda: told, required=self._required)
        return task


class AuditedSwitches:
    """`Switches` that leaves an entry of whatever is switched. Args: as `AuditedReviews`."""

    def __init__(self, switches: Switches, log: AuditLog, *, required: bool = True) -> None:
        self._switches = switches
        self._log = log
        self._required = required

    def off(self) -> SwitchedOff:
        return self._switches.off()

    def switch(
        self,
        kind: SwitchKind,
        subject: str,
        *,
        off: bool,
        by: str,
        reason: str,
        ask: str | None = None,
    ) -> Switch:
        """It is in force even where it could not be put on record, which is said."""
        made = self._switches.switch(kind, subject, off=off, by=by, reason=reason, ask=ask)
        action = "off" if made.off else "on"
        told = entry(AuditKind.KILL_SWITCH, action, f"{made.kind.value}/{made.subject}", made.by)
        keep(self._log, lambda: told, required=self._required)
        return made

    def history(self, most: int = 100) -> tuple[Switch, ...]:
        return self._switches.history(most)
