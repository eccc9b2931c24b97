"""Fakes of the people in the loop: a queue in memory, topics by words, a sample by list."""

import copy
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from app.domain.adverse_event import AdverseEvent, AdverseEventReport
from app.domain.confidence import Measured
from app.domain.errors import Conflict, NotFound, Unavailable
from app.domain.identity import Role
from app.domain.ports.clock import Clock
from app.domain.question import Caller
from app.domain.reviewing import (
    DECIDED,
    Cause,
    Correction,
    Reviewed,
    ReviewFile,
    ReviewTask,
    State,
    Texts,
)
from app.domain.switching import Switch, SwitchedOff, SwitchKind
from tests.fakes import FakeClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(minutes=30)
KEPT = timedelta(days=30)


class FakeTopics:
    """A topic is named by its own word in the text; `names` besides rule heads."""

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        self._words = dict(words or {})

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._words.values()) | {"general"}

    def of(self, text: str, rules: tuple[str, ...] = ()) -> tuple[str, ...]:
        heads = {rule.partition("/")[0] for rule in rules}
        found = [topic for word, topic in self._words.items() if word in text or word in heads]
        return tuple(dict.fromkeys(found))


class FakeSampling:
    """Draws these, or all of them."""

    def __init__(self, drawn: Collection[str] | None = None) -> None:
        self._drawn = drawn

    def drawn(self, trace_id: str) -> bool:
        return self._drawn is None or trace_id in self._drawn


class FakeReviewQueue:
    """`broken`: nothing can be written."""

    def __init__(self, clock: Clock | None = None, *, broken: bool = False) -> None:
        self._clock = clock or FakeClock(NOON)
        self._files: dict[int, ReviewFile] = {}
        self._until: dict[int, datetime] = {}
        self._broken = broken
        self._measured: dict[int, Measured] = {}
        self._of: Caller | None = None

    def of(self, caller: Caller) -> "FakeReviewQueue":
        theirs = copy.copy(self)
        theirs._of = None if caller.role is Role.OPERATOR else caller
        return theirs

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
        if self._broken:
            raise Unavailable("no space")
        told = Cause.FEEDBACK in causes
        for number, file in reversed(self._files.items()):
            if file.task.trace_id == trace_id and not (told and file.task.state in DECIDED):
                if told and Cause.FEEDBACK not in file.task.causes:
                    self._changed(number, causes=(*file.task.causes, Cause.FEEDBACK))
                return self.show(number).task
        now = self._clock.now()
        task = ReviewTask(
            id=len(self._files) + 1,
            trace_id=trace_id,
            rules=rules,
            causes=causes,
            topic=topic,
            at=now,
            tenant=tenant,
        )
        self._files[task.id] = ReviewFile(task=task, texts=texts)
        self._until[task.id] = now + KEPT
        if measured is not None:
            self._measured[task.id] = measured
        return task

    def waiting(self) -> tuple[ReviewTask, ...]:
        return tuple(reversed([each for each in self.list() if each.state not in DECIDED]))

    def list(
        self, *, state: State | None = None, topic: str | None = None, most: int = 100
    ) -> tuple[ReviewTask, ...]:
        tasks = [self._now(file).task for file in reversed(self._files.values())]
        tasks = [each for each in tasks if self._of is None or each.tenant == self._of.tenant]
        fit = [
            each for each in tasks if state in (None, each.state) and topic in (None, each.topic)
        ]
        return tuple(fit[:most])

    def show(self, task: int) -> ReviewFile:
        if task not in self._files or (
            self._of is not None and self._files[task].task.tenant != self._of.tenant
        ):
            raise NotFound("no such task")
        return self._now(self._files[task])

    def claim(self, task: int, by: str) -> ReviewFile:
        held = self.show(task).task
        if held.state in DECIDED or (held.state is State.CLAIMED and held.by != by):
            raise Conflict("not to be had")
        until = self._clock.now() + LEASE
        return self._changed(task, state=State.CLAIMED, by=by, until=until)

    def release(self, task: int, by: str) -> ReviewTask:
        self._held(task, by)
        return self._changed(task, state=State.OPEN, by=None, until=None).task

    def approve(self, task: int, by: str, note: str = "") -> ReviewTask:
        return self._decided(task, by, State.APPROVED, note)

    def correct(self, task: int, by: str, correction: Correction, note: str = "") -> ReviewTask:
        return self._decided(task, by, State.CORRECTED, note, correction)

    def reject(self, task: int, by: str, note: str) -> ReviewTask:
        return self._decided(task, by, State.REJECTED, note)

    def corrections(self) -> Iterator[ReviewFile]:
        expected = {"answer": "answer", "abstention": "abstain", "referral": "refer"}
        for task in sorted(each.id for each in self.list()):
            file = self.show(task)
            texts = file.texts
            if file.correction is None and file.task.state is State.APPROVED and texts:
                right = {
                    "prompt": texts.question,
                    "expected": expected[texts.kind],
                    "audience": texts.audience,
                    "says": texts.outcome if texts.kind == "answer" else None,
                }
                file = file.model_copy(update={"correction": Correction.model_validate(right)})
            if file.correction is not None:
                yield file

    def verdicts(self) -> Iterator[Reviewed]:
        theirs = {each.id: each for each in self.list(most=len(self._files))}
        for number, measured in sorted(self._measured.items()):
            task = theirs.get(number)
            if task is None:
                continue
            if task.state in DECIDED and task.decided_at is not None:
                yield Reviewed(
                    id=f"review-{number}",
                    right=task.state is State.APPROVED,
                    causes=task.causes,
                    topic=task.topic,
                    decided=task.decided_at.date(),
                    measured=measured,
                )

    def forget(self) -> int:
        over = [
            each
            for each, file in self._files.items()
            if file.texts is not None and self._until[each] <= self._clock.now()
        ]
        for each in over:
            self._files[each] = self._files[each].model_copy(update={"texts": None})
        return len(over)

    def _held(self, task: int, by: str) -> None:
        held = self.show(task).task
        if held.state is not State.CLAIMED or held.by != by:
            raise Conflict("claim it first")

    def _decided(
        self, task: int, by: str, state: State, note: str, right: Correction | None = None
    ) -> ReviewTask:
        self._held(task, by)
        now = self._clock.now()
        changed = self._changed(task, state=state, until=None, decided_at=now)
        self._files[task] = changed.model_copy(
            update={"note": note.strip() or None, "correction": right}
        )
        return changed.task

    def _changed(self, task: int, **values: object) -> ReviewFile:
        file = self._files[task]
        self._files[task] = file.model_copy(update={"task": file.task.model_copy(update=values)})
        return self._now(self._files[task])

    def _now(self, file: ReviewFile) -> ReviewFile:
        """With leases that have ended, and texts whose time is over, taken away."""
        now = self._clock.now()
        task, texts = file.task, file.texts
        if task.state is State.CLAIMED and (task.until is None or task.until <= now):
            task = task.model_copy(update={"state": State.OPEN, "by": None, "until": None})
        if self._until[task.id] <= now:
            texts = None
        return file.model_copy(update={"task": task, "texts": texts})


class FakeSwitches:
    """`broken`: nothing is known."""

    def __init__(self, clock: Clock | None = None, *, broken: bool = False) -> None:
        self._clock = clock or FakeClock(NOON)
        self._rows: list[Switch] = []
        self._broken = broken

    def off(self) -> SwitchedOff:
        if self._broken:
            raise Unavailable("gone")
        last: dict[tuple[SwitchKind, str], Switch] = {}
        for each in self._rows:
            last.pop((each.kind, each.subject), None)
            if each.off:
                last[each.kind, each.subject] = each
        return SwitchedOff(switches=tuple(reversed(last.values())))

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
        made = Switch(
            kind=kind, subject=subject, off=off, by=by, reason=reason, ask=ask, at=self._clock.now()
        )
        self._rows.append(made)
        return made

    def history(self, most: int = 100) -> tuple[Switch, ...]:
        return tuple(reversed(self._rows))[:most]


class FakeAdverseEvents:
    """`broken`: nothing can be written."""

    def __init__(self, clock: Clock | None = None, *, broken: bool = False) -> None:
        self._clock = clock or FakeClock(NOON)
        self._events: dict[str, AdverseEvent] = {}
        self._broken = broken

    def add(self, report: AdverseEventReport) -> AdverseEvent:
        if self._broken:
            raise Unavailable("no space")
        event = AdverseEvent(
            id=f"{len(self._events) + 1:032x}", at=self._clock.now(), report=report
        )
        self._events[event.id] = event
        return event

    def newest(self, most: int = 100) -> tuple[AdverseEvent, ...]:
        return tuple(reversed(self._events.values()))[:most]

    def show(self, event: str) -> AdverseEvent:
        if event not in self._events:
            raise NotFound("no such report")
        return self._events[event]

    def all(self) -> Iterator[AdverseEvent]:
        return iter(self._events.values())

    def unsent(self) -> tuple[AdverseEvent, ...]:
        return tuple(each for each in self._events.values() if each.sent_at is None)

    def sent(self, event: str, at: datetime) -> None:
        self._events[event] = self._events[event].model_copy(update={"sent_at": at})
