"""The audit log in the database of governance: one chain, however many write.

Writers of one process that wait for each other are written in one transaction by the first of them
(group commit), so that they share one sync to the disk.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock
from typing import Final, TypeVar

from sqlalchemy import Connection

from app.domain.audit import AuditEntry, AuditKind, KeyedHash, SealedEntry, Verified
from app.domain.errors import CitewellError, RecordsMismatch, Unavailable
from app.domain.ports.clock import Clock
from app.governance.audit import chain, signing
from app.governance.audit.chain import GENESIS, Row
from app.governance.audit.heads import Heads
from app.governance.audit.rows import add, found, newest, total
from app.governance.audit.verifying import Verification
from app.governance.keys import Key, KeyFile
from app.governance.store import Store

AUDIT_KEY: Final = "audit.key"
"""Of the file that is made under CITEWELL_HOME where the settings name none."""

_Done = TypeVar("_Done")


class _Waiting:
    """An entry on its way into the log."""

    def __init__(self, entry: AuditEntry) -> None:
        self.entry = entry
        self.sealed: SealedEntry | None = None
        self.error: CitewellError | None = None


class StoredAuditLog:
    """`AuditLog` over the store; rows are added and never changed.

    Args:
        keys: the first one seals and hashes; the others check what they sealed.
        heads: kept outside the database.
    """

    def __init__(self, store: Store, clock: Clock, keys: KeyFile, heads: Heads) -> None:
        self.heads = heads
        self._store = store
        self._clock = clock
        self._keys = keys
        self._lock = Lock()
        self._turn = Lock()
        self._queue: list[_Waiting] = []

    def hashed(self, what: str, content: bytes) -> KeyedHash:
        return chain.hashed(self._key(), what, content)

    def recognises(self, what: str, content: bytes, known: KeyedHash) -> bool:
        return any(chain.hashed(key, what, content) == known for key in self._keys.held())

    def append(self, entry: AuditEntry) -> SealedEntry:
        waiting = _Waiting(entry)
        with self._lock:
            self._queue.append(waiting)
        with self._turn:
            if waiting.sealed is None and waiting.error is None:
                with self._lock:
                    batch, self._queue = self._queue, []
                self._write(batch)
        if waiting.sealed is None:
            raise waiting.error or Unavailable("The audit log was interrupted: try again.")
        return waiting.sealed

    def together(self, act: Callable[[], tuple[_Done, Sequence[AuditEntry]]]) -> _Done:
        """Both in one transaction, where `act` writes to the store that this log lies in.

        Raises whatever `act` raises, and Unavailable; `act` must not append by itself.
        """
        key = self._key()
        rows: list[Row] = []
        with self._turn:
            with self._store.writing() as connection:
                done, entries = act()
                if entries:
                    rows = [row for row, _ in self._rows(connection, entries, key)]
                    add(connection, rows)
            if rows:
                self.heads.reached(rows[-1], key)
        return done

    def entries(
        self,
        *,
        trace_id: str | None = None,
        kind: AuditKind | None = None,
        document_id: str | None = None,
        most: int | None = None,
    ) -> tuple[SealedEntry, ...]:
        with self._store.reading() as connection:
            if connection is None:
                return ()
            rows = found(connection, trace_id, kind, document_id, most)
        return tuple(chain.read(row) for row in rows)

    def verify(self, progress: Callable[[int, int], None] | None = None) -> Verified:
        with self._store.reading() as connection:
            begun = connection is not None and total(connection) > 0
            unmade = self._keys.makes and not self._keys.file.exists() and not begun
            verification = Verification(() if unmade else self._keys.held(), self.heads.file)
            if connection is not None:
                verification.read(connection, progress)
        return verification.result()

    def public_key(self) -> str:
        """That checks the signatures of heads, in PEM. Raises Unavailable."""
        return signing.public_key(self._key())

    def close(self) -> None:
        """Signs the last head; the store stays open."""
        self.heads.close()

    def _key(self) -> Key:
        """The one that seals; made at its first use where it may be."""
        try:
            return self._keys.held()[0]
        except RecordsMismatch:
            if not self._keys.makes:
                raise
        with self._store.reading() as connection:
            begun = connection is not None and total(connection) > 0
        if not begun:
            self._keys.make()  # one that another writer made since then stays
        return self._keys.held()[0]

    def _write(self, batch: list[_Waiting]) -> None:
        try:
            key = self._key()
            with self._store.writing() as connection:
                written = self._rows(connection, [each.entry for each in batch], key)
                add(connection, [row for row, _ in written])
        except CitewellError as error:
            for each in batch:
                each.error = error
            return
        except BaseException:
            for each in batch:
                each.error = Unavailable("The audit log was interrupted: try again.")
            raise
        for each, (row, at) in zip(batch, written, strict=True):
            each.sealed = SealedEntry(
                sequence=row.sequence, at=at, entry=each.entry, mac=row.mac.decode()
            )
        self.heads.reached(written[-1][0], key)

    def _rows(
        self, connection: Connection, entries: Sequence[AuditEntry], key: Key
    ) -> list[tuple[Row, datetime]]:
        """Each with its time. Needs the lock of writers."""
        last = newest(connection)
        if last is not None:
            self._keys.key(last.key)  # whoever lacks it would begin a second chain
        sequence, before = (0, GENESIS) if last is None else (last.sequence, last.mac)
        rows = []
        for entry in entries:
            sequence += 1
            now = self._clock.now()
            row = chain.written(sequence, now, entry, key, before)
            before = row.mac.decode()
            rows.append((row, now))
        return rows
