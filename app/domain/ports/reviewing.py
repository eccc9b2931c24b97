"""Where answers wait for people, and who answers for what."""

from collections.abc import Iterator
from typing import Protocol

from app.domain.confidence import Measured
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


class Topics(Protocol):
    """What a question is about, as far as it matters who answers for it."""

    def of(self, text: str, rules: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The topics of the rules, then those that `text` names by a medicine or a condition; each
        once. Empty: none is known."""
        ...

    @property
    def names(self) -> frozenset[str]:
        """All there are."""
        ...


class Sampling(Protocol):
    """Which answers are looked at although nothing speaks against them."""

    def drawn(self, trace_id: str) -> bool:
        """Always the same of the same answer. Raises Unavailable."""
        ...


class ReviewQueue(Protocol):
    """No two people hold one task; every change is durable when it returns.

    Everything raises Unavailable. What needs a task raises NotFound where there is none.
    """

    def of(self, caller: Caller) -> "ReviewQueue":
        """As this caller has it: there are the tasks of its own tenant, or of no tenant where it
        has none, and no others. The operator has them all."""
        ...

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
        """A new task; the one that there is where this answer has one. That is given the cause
        `feedback` where it comes later; where it is decided, there is a new one for it."""
        ...

    def waiting(self) -> tuple[ReviewTask, ...]:
        """Undecided ones, oldest first."""
        ...

    def list(
        self, *, state: State | None = None, topic: str | None = None, most: int = 100
    ) -> tuple[ReviewTask, ...]:
        """Newest first."""
        ...

    def show(self, task: int) -> ReviewFile: ...

    def claim(self, task: int, by: str) -> ReviewFile:
        """Hold it for the length of a lease; again: for another. Raises Conflict: somebody else
        holds it, or it is decided."""
        ...

    def release(self, task: int, by: str) -> ReviewTask:
        """Raises Conflict: `by` does not hold it."""
        ...

    def approve(self, task: int, by: str, note: str = "") -> ReviewTask:
        """The answer was right. Raises Conflict: `by` does not hold it."""
        ...

    def correct(self, task: int, by: str, correction: Correction, note: str = "") -> ReviewTask:
        """It should have been another. Raises Conflict: `by` does not hold it."""
        ...

    def reject(self, task: int, by: str, note: str) -> ReviewTask:
        """It was wrong, and what is right is not said. Raises Conflict: `by` does not hold it."""
        ...

    def corrections(self) -> Iterator[ReviewFile]:
        """Decided tasks that say what is right, oldest first."""
        ...

    def verdicts(self) -> Iterator[Reviewed]:
        """Decided tasks of answers that were measured, oldest first; no word of any."""
        ...

    def forget(self) -> int:
        """Take out the texts whose time is over; how many tasks had any."""
        ...
