"""One open generation, shared by the questions in flight and swapped for a newly published one."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.domain.errors import CitewellError, IndexUnavailable
from app.domain.manifest import Manifest
from app.index.facts import SqliteFacts
from app.index.files import Stamp, stamp_of
from app.index.library.reader import SqliteLibrary
from app.index.places import OpenIndex

logger = logging.getLogger(__name__)

RETRY: Final = 30.0
"""Seconds before a generation that would not open is tried again."""


@dataclass
class OpenSnapshot:
    """A generation's open files."""

    manifest: Manifest
    index: OpenIndex
    library: SqliteLibrary
    facts: SqliteFacts
    leases: int = field(default=0, init=False)
    retired: bool = field(default=False, init=False)

    def close(self) -> None:
        self.index.close()
        self.library.close()
        self.facts.close()


class Leases:
    """Counts who reads the open generation; the last one out of a replaced one closes it.

    Args:
        pointer: the file whose replacement says that another generation is current. It is looked
            at with one `stat` a lease.
        opens: opens the generation that the pointer names.
    """

    def __init__(self, pointer: Path, opens: Callable[[], OpenSnapshot]) -> None:
        self._pointer = pointer
        self._opens = opens
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._current: OpenSnapshot | None = None
        self._stamp: Stamp | None = None
        self._refused: tuple[Stamp, float] | None = None

    @contextmanager
    def lease(self) -> Iterator[OpenSnapshot]:
        """The current generation; it stays open until the context is left.

        A thread that finds a new one opens it while the others go on with the old one. Where the
        new one does not open, the old one stays in service and the reason is logged.

        Raises:
            IndexUnavailable: nothing was published yet, or the only generation does not open.
            IndexMismatch: the only generation was built with other parts.
        """
        snapshot = self._take()
        try:
            yield snapshot
        finally:
            self._give_back(snapshot)

    def close(self) -> None:
        """Let go of the open generation; leases in flight keep theirs."""
        with self._lock:
            retired, self._current, self._stamp = self._current, None, None
            self._retire(retired)

    def _take(self) -> OpenSnapshot:
        stamp = self._look()
        with self._lock:
            if self._current is not None and (stamp is None or self._settled(stamp)):
                return self._counted(self._current)
            waits = self._current is None
        if self._opening.acquire(blocking=waits):
            try:
                self._swap()
            finally:
                self._opening.release()
        with self._lock:
            if self._current is None:
                raise IndexUnavailable("The index was closed while a question arrived: ask again.")
            return self._counted(self._current)

    def _swap(self) -> None:
        stamp = self._look()
        with self._lock:
            if stamp is not None and self._current is not None and self._settled(stamp):
                return
            serving = self._current is not None
        try:
            opened = self._opens()
        except CitewellError as error:
            if not serving or stamp is None:
                raise
            logger.error("the new generation does not open, the previous one goes on: %s", error)  # noqa: TRY400 - the message says it all
            with self._lock:
                self._refused = (stamp, time.monotonic())
            return
        with self._lock:
            retired, self._current, self._stamp = self._current, opened, stamp
            self._refused = None
            self._retire(retired)

    def _settled(self, stamp: Stamp) -> bool:
        if stamp == self._stamp:
            return True
        if self._refused is None:
            return False
        refused, when = self._refused
        return stamp == refused and time.monotonic() - when < RETRY

    def _counted(self, snapshot: OpenSnapshot) -> OpenSnapshot:
        snapshot.leases += 1
        return snapshot

    def _give_back(self, snapshot: OpenSnapshot) -> None:
        with self._lock:
            snapshot.leases -= 1
            if snapshot.retired and snapshot.leases == 0:
                snapshot.close()

    def _retire(self, snapshot: OpenSnapshot | None) -> None:
        if snapshot is not None:
            snapshot.retired = True
            if snapshot.leases == 0:
                snapshot.close()

    def _look(self) -> Stamp | None:
        try:
            return stamp_of(self._pointer)
        except FileNotFoundError:
            return None
