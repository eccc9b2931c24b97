"""The queue of answers that people look at, in the database of governance."""

import copy
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, select, update

from app.domain.confidence import Measured
from app.domain.errors import Conflict, NotFound
from app.domain.identity import Role
from app.domain.ports.clock import Clock
from app.domain.question import Caller
from app.domain.reviewing import (
    DECIDED,
    GENERAL,
    Cause,
    Correction,
    Reviewed,
    ReviewFile,
    ReviewTask,
    State,
    Texts,
)
from app.governance.encryption import Plain
from app.governance.reviewing.owners import owner_of, owners
from app.governance.reviewing.rows import (
    BETWEEN,
    LINES,
    correction_of,
    read_file,
    read_task,
    reviewed_of,
)
from app.governance.store import Store
from app.governance.tables import REVIEWS

LEASE: Final = timedelta(minutes=30)
"""For which a claimed task is held; long enough to open the sources of an answer. Set by hand."""
KEPT_DAYS: Final = 30
AT_ONCE: Final = 200
"""Tasks that are read in one go."""


class StoredReviews:
    """Every change is one transaction of the store's only writer, so two people never hold a task.

    Args:
        lease: how long a claim holds.
        kept_days: after which texts are taken out.
        redact: takes what identifies somebody out of whatever is written down in words.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        lease: timedelta = LEASE,
        kept_days: int = KEPT_DAYS,
        redact: Callable[[str], str] = lambda text: text,
    ) -> None:
        self._store = store
        self._clock = clock
        self._lease = lease
        self._kept = timedelta(days=kept_days)
        self._redact = redact
        self._whose: tuple[ColumnElement[bool], ...] = ()
        """What narrows it to one tenant's."""

    def of(self, caller: Caller) -> "StoredReviews":
        if caller.role is Role.OPERATOR:
            return self
        theirs = copy.copy(self)
        theirs._whose = (REVIEWS.c.tenant.is_not_distinct_from(caller.tenant),)
        return theirs

    def put(
        self,
        trace_id: str,
        rules: tuple[str, ...] = (),
        *,
        causes: tuple[Cause, ...] = (Cause.BLOCKED,),
        topic: str = GENERAL,
        texts: Texts | None = None,
        tenant: str | None = None,
        measured: Measured | None = None,
    ) -> ReviewTask:
        """Raises Unavailable."""
        now = self._clock.now()
        at = now.isoformat()
        row: dict[str, object] = {
            "trace_id": trace_id,
            "rules": BETWEEN.join(rules),
            "causes": BETWEEN.join(causes),
            "topic": topic,
            "tenant": tenant,
            "at": at,
            "texts": None,
            "texts_until": None,
            "measured": None if measured is None else measured.model_dump_json(),
        }
        if texts is not None:
            plain = texts.model_copy(
                update={"question": self._redact(texts.question) or "[NOTHING]"}
            )
            row["texts"] = Plain(plain.model_dump_json(), (trace_id, at))
            row["texts_until"] = (now + self._kept).isoformat()
        with self._store.writing() as connection:
            newest = (
                select(*LINES)
                .where(REVIEWS.c.trace_id == trace_id)
                .order_by(REVIEWS.c.id.desc())
                .limit(1)
            )
            found = connection.execute(newest).first()
            told = Cause.FEEDBACK in causes
            if found is None or (told and found.state in DECIDED):
                connection.execute(insert(REVIEWS), row)
            elif told and Cause.FEEDBACK not in found.causes.split(BETWEEN):
                both = BETWEEN.join((found.causes, Cause.FEEDBACK))
                _change(connection, found.id, causes=both)
            return read_task(connection.execute(newest).one(), owners(connection), now)

    def waiting(self) -> tuple[ReviewTask, ...]:
        """Oldest first. Raises Unavailable."""
        undecided = select(*LINES).where(REVIEWS.c.state.not_in(DECIDED)).order_by(REVIEWS.c.id)
        return self._tasks(undecided)

    def list(
        self, *, state: State | None = None, topic: str | None = None, most: int = 100
    ) -> tuple[ReviewTask, ...]:
        """Newest first; a lease that has ended counts as open. Raises Unavailable."""
        now = self._clock.now().isoformat()
        wanted = select(*LINES).order_by(REVIEWS.c.id.desc()).limit(most)
        if topic is not None:
            wanted = wanted.where(REVIEWS.c.topic == topic)
        held = (REVIEWS.c.state == State.CLAIMED) & (REVIEWS.c.until > now)
        if state is State.CLAIMED:
            wanted = wanted.where(held)
        elif state is State.OPEN:
            wanted = wanted.where(REVIEWS.c.state.not_in(DECIDED) & ~held)
        elif state is not None:
            wanted = wanted.where(REVIEWS.c.state == state)
        return self._tasks(wanted)

    def show(self, task: int) -> ReviewFile:
        """Raises NotFound, Unavailable."""
        now = self._clock.now()
        with self._store.reading() as connection:
            if connection is None:
                raise _no(task)
            return read_file(self._row(connection, task), owners(connection), now)

    def claim(self, task: int, by: str) -> ReviewFile:
        """Raises NotFound, Conflict, Unavailable."""
        now = self._clock.now()
        with self._store.writing() as connection:
            found = read_task(self._row(connection, task), {}, now)
            if found.state in DECIDED:
                raise Conflict(f"Task {task} is decided: {found.state}.")
            if found.state is State.CLAIMED and found.by != by:
                raise Conflict(f"Somebody else holds task {task} until {found.until:%H:%M} UTC.")
            until = (now + self._lease).isoformat()
            _change(connection, task, state=State.CLAIMED, by=by, until=until)
            return read_file(self._row(connection, task), owners(connection), now)

    def release(self, task: int, by: str) -> ReviewTask:
        """Raises NotFound, Conflict, Unavailable."""
        return self._held(task, by, lambda _: {"state": State.OPEN, "by": None, "until": None})

    def approve(self, task: int, by: str, note: str = "") -> ReviewTask:
        """Raises NotFound, Conflict, Unavailable."""
        return self._held(task, by, lambda row: self._decided(row, State.APPROVED, note))

    def correct(self, task: int, by: str, correction: Correction, note: str = "") -> ReviewTask:
        """Raises NotFound, Conflict, Unavailable."""
        words = {"prompt": self._redact(correction.prompt)}
        if correction.says is not None:
            words["says"] = self._redact(correction.says)
        right = correction.model_copy(update=words).model_dump_json()

        def decided(row: Row[Any]) -> dict[str, object]:
            changed = self._decided(row, State.CORRECTED, note)
            return {**changed, "correction": Plain(right, (row.trace_id, row.at))}

        return self._held(task, by, decided)

    def reject(self, task: int, by: str, note: str) -> ReviewTask:
        """Raises NotFound, Conflict, Unavailable."""
        return self._held(task, by, lambda row: self._decided(row, State.REJECTED, note))

    def corrections(self) -> Iterator[ReviewFile]:
        """Raises Unavailable."""
        for row in self._decided_rows(select(REVIEWS)):
            now = self._clock.now()
            if (found := correction_of(row, now)) is not None:
                yield read_file(row, {}, now).model_copy(update={"correction": found})

    def verdicts(self) -> Iterator[Reviewed]:
        """Raises Unavailable."""
        for row in self._decided_rows(select(*LINES, REVIEWS.c.measured)):
            if (found := reviewed_of(row)) is not None:
                yield found

    def forget(self) -> int:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            over = update(REVIEWS).where(REVIEWS.c.texts_until <= self._clock.now().isoformat())
            return connection.execute(over.values(texts=None, texts_until=None)).rowcount

    def _decided_rows(self, wanted: Select[Any]) -> Iterator[Row[Any]]:
        """Read in portions, so that many need little memory."""
        after = 0
        while True:
            portion = wanted.where(REVIEWS.c.state.in_(DECIDED), REVIEWS.c.id > after, *self._whose)
            with self._store.reading() as connection:
                portion = portion.order_by(REVIEWS.c.id).limit(AT_ONCE)
                rows = [] if connection is None else connection.execute(portion).all()
            yield from rows
            if len(rows) < AT_ONCE:
                return
            after = rows[-1].id

    def _tasks(self, wanted: Select[Any]) -> tuple[ReviewTask, ...]:
        now = self._clock.now()
        with self._store.reading() as connection:
            if connection is None:
                return ()
            named = owners(connection)
            theirs = connection.execute(wanted.where(*self._whose))
            return tuple(read_task(row, named, now) for row in theirs)

    def _held(
        self, task: int, by: str, changed: Callable[[Row[Any]], dict[str, object]]
    ) -> ReviewTask:
        """Change a task that `by` holds at this moment."""
        now = self._clock.now()
        with self._store.writing() as connection:
            row = self._row(connection, task)
            found = read_task(row, {}, now)
            if found.state is not State.CLAIMED or found.by != by:
                raise Conflict(f"{by} does not hold task {task}: claim it first.")
            _change(connection, task, **changed(row))
            row = self._row(connection, task)
            return read_task(row, owner_of(connection, row.topic), now)

    def _row(self, connection: Connection, task: int) -> Row[Any]:
        one = select(REVIEWS).where(REVIEWS.c.id == task, *self._whose)
        row = connection.execute(one).first()
        if row is None:
            raise _no(task)
        return row

    def _decided(self, row: Row[Any], state: State, note: str) -> dict[str, object]:
        said = Plain(self._redact(note), (row.trace_id, row.at)) if note.strip() else None
        at = self._clock.now().isoformat()
        return {"state": state, "until": None, "decided_at": at, "note": said}


def _no(task: int) -> NotFound:
    return NotFound(
        f"There is no review task {task}. `citewell reviews list` shows those there are."
    )


def _change(connection: Connection, task: int, **values: object) -> None:
    connection.execute(update(REVIEWS).where(REVIEWS.c.id == task).values(**values))
