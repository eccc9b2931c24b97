"""What is done to API keys, on record in the audit log: ids and names of accounts, no secret."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.answering.recorder import Recorder, entry
from app.domain.audit import AuditEntry, AuditKind
from app.domain.identity import IssuedKey, KeyCard, NewKey
from app.domain.ports.identity import KeyStore


class AuditedKeys:
    """`KeyStore` that leaves an entry of every key made, rotated or revoked.

    Args:
        by: who does it.
    """

    def __init__(self, keys: KeyStore, recorder: Recorder, by: str) -> None:
        self._keys = keys
        self._recorder = recorder
        self._by = by

    def create(self, wanted: NewKey) -> IssuedKey:
        return self._issued("created", lambda: self._keys.create(wanted))

    def verify(self, key: str) -> KeyCard:
        return self._keys.verify(key)

    def cards(self) -> tuple[KeyCard, ...]:
        return self._keys.cards()

    def rotate(self, key_id: str, grace: timedelta, expires: datetime | None = None) -> IssuedKey:
        return self._issued("rotated", lambda: self._keys.rotate(key_id, grace, expires))

    def revoke(self, key_id: str) -> KeyCard:
        return self._recorder.act(
            lambda: self._keys.revoke(key_id), lambda card: (self._told("revoked", card),)
        )

    def _issued(self, action: str, do: Callable[[], IssuedKey]) -> IssuedKey:
        return self._recorder.act(do, lambda issued: (self._told(action, issued.card),))

    def _told(self, action: str, card: KeyCard) -> AuditEntry:
        """The key is the subject: `role` and `tenant` of an entry are those of who acts."""
        return entry(AuditKind.KEY, action, f"{card.role.value}:{card.id}", self._by)
