"""What people decide, on record in the audit log: names and ids, no reason and no word."""

from collections.abc import Callable, Iterator

from app.answering.recorder import Recorder, entry
from app.domain.audit import AuditEntry, AuditKind
from app.domain.confidence import Measured
from app.domain.ports.reviewing import ReviewQueue
from app.domain.ports.switching import Switches
from app.domain.question import Caller
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


class AuditedReviews:
    """`ReviewQueue` that leaves an entry of whatever a person does with a task.

    Args:
        caller: whose role, tenant and key are on record, too, where it is the one who acts.
    """

    def __init__(
        self, queue: ReviewQueue, recorder: Recorder, caller: Caller | None = None
    ) -> None:
        self._queue = queue
        self._recorder = recorder
        self._caller = caller

    def of(self, caller: Caller) -> "AuditedReviews":
        return AuditedReviews(self._queue.of(caller), self._recorder, caller)

    def put(
        self,
        trace_id: str,
        rules: tuple[str, ...] = (),
        *,
        causes: tuple[Cause, ...] = (Cause.BLOCKED,),
        topic: str = "general",
        texts: Texts | None = None,
        tenant: str | None = None,
        measured: Measured | None = None,
    ) -> ReviewTask:
        return self._queue.put(
            trace_id,
            rules,
            causes=causes,
            topic=topic,
            texts=texts,
            tenant=tenant,
            measured=measured,
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
        return self._recorder.act(
            lambda: self._queue.claim(task, by),
            lambda file: (self._told("claimed", file.task, by),),
        )

    def release(self, task: int, by: str) -> ReviewTask:
        return self._decided("released", lambda: self._queue.release(task, by), by)

    def approve(self, task: int, by: str, note: str = "") -> ReviewTask:
        return self._decided("approved", lambda: self._queue.approve(task, by, note), by)

    def correct(self, task: int, by: str, correction: Correction, note: str = "") -> ReviewTask:
        return self._decided(
            "corrected", lambda: self._queue.correct(task, by, correction, note), by
        )

    def reject(self, task: int, by: str, note: str) -> ReviewTask:
        return self._decided("rejected", lambda: self._queue.reject(task, by, note), by)

    def corrections(self) -> Iterator[ReviewFile]:
        return self._queue.corrections()

    def verdicts(self) -> Iterator[Reviewed]:
        return self._queue.verdicts()

    def forget(self) -> int:
        return self._queue.forget()

    def _decided(self, action: str, do: Callable[[], ReviewTask], by: str) -> ReviewTask:
        return self._recorder.act(do, lambda task: (self._told(action, task, by),))

    def _told(self, action: str, task: ReviewTask, by: str) -> AuditEntry:
        known = self._caller is not None and self._caller.name == by
        who = self._caller if known and self._caller is not None else by
        subject = f"task:{task.id}:{task.trace_id}"
        return entry(AuditKind.REVIEW, action, subject, who, task.trace_id)


class AuditedSwitches:
    """`Switches` that leaves an entry of whatever is switched."""

    def __init__(self, switches: Switches, recorder: Recorder) -> None:
        self._switches = switches
        self._recorder = recorder

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
        return self._recorder.act(
            lambda: self._switches.switch(kind, subject, off=off, by=by, reason=reason, ask=ask),
            lambda made: (_switched(made),),
        )

    def history(self, most: int = 100) -> tuple[Switch, ...]:
        return self._switches.history(most)


def _switched(made: Switch) -> AuditEntry:
    action = "off" if made.off else "on"
    return entry(AuditKind.KILL_SWITCH, action, f"{made.kind.value}/{made.subject}", made.by)
