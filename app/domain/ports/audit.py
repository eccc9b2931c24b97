"""Where every event is put on record."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from app.domain.audit import AuditEntry, AuditKind, KeyedHash, SealedEntry, Verified

Done = TypeVar("Done")


class KeyedHashes(Protocol):
    def hashed(self, what: str, content: bytes) -> KeyedHash:
        """The same content under the same name has the same hash, for whoever holds the key.

        Args:
            what: the kind of content (`question`), so that equal bytes of two kinds differ.

        Raises:
            Unavailable: there is no key.
        """
        ...

    def recognises(self, what: str, content: bytes, known: KeyedHash) -> bool:
        """Whether `known` is the hash of `content`, under this key or one that was rotated out."""
        ...


class AuditLog(KeyedHashes, Protocol):
    def append(self, entry: AuditEntry) -> SealedEntry:
        """Durably on record when it returns.

        Raises:
            Unavailable: it could not be written; then, where the settings require an audit, nothing
                is shown of what it tells.
        """
        ...

    def together(self, act: Callable[[], tuple[Done, Sequence[AuditEntry]]]) -> Done:
        """Do something and put it on record: both or neither.

        Args:
            act: does it, and gives what comes of it and what is to be put on record.

        Raises:
            Unavailable: it could not be put on record, and was not done; and whatever `act` raises,
                of which nothing is on record.
        """
        ...

    def entries(
        self,
        *,
        trace_id: str | None = None,
        kind: AuditKind | None = None,
        document_id: str | None = None,
        most: int | None = None,
    ) -> tuple[SealedEntry, ...]:
        """Newest first; of a trace, oldest first. Raises Unavailable."""
        ...

    def verify(self, progress: Callable[[int, int], None] | None = None) -> Verified:
        """Read every row again and recompute it.

        Args:
            progress: called with the rows read and their number.

        Raises:
            Unavailable: it cannot be read, or there is no key.
        """
        ...
