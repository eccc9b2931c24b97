"""API keys: `cw_<id>_<secret>`, of which only a sealed digest is kept.

The secret is 32 random bytes. A slow hash (scrypt, Argon2) makes guessing a password dear; 2^256
secrets cannot be guessed whatever the hash, so one SHA-256 is enough and takes a microsecond. The
digest is sealed and bound to what the key may do (`tables.API_KEYS`).
"""

import hashlib
import hmac
import re
import secrets
import time
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, NamedTuple, NoReturn

from sqlalchemy import Connection, insert, select, update

from app.domain.errors import ConfigurationError, NotFound, Unauthenticated
from app.domain.identity import GRANTED, IssuedKey, KeyCard, NewKey
from app.domain.ports.clock import Clock
from app.governance.encryption import Plain
from app.governance.key_rows import card_of, expiry_of, row_of, sealed_row
from app.governance.key_uses import KeyUses
from app.governance.store import Store
from app.governance.tables import API_KEYS

FRESH: Final = 0.5
"""Seconds for which what was read of a key holds: another process that revokes it is heard by
then."""
LONGEST: Final = 100
"""Characters of what is looked at as a key at all."""
_FORM: Final = re.compile(r"cw_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)
_NOBODY: Final = "0" * 64


class _Known(NamedTuple):
    card: KeyCard
    digest: str
    former: str | None


class StoredKeys:
    """Verifying one takes microseconds, and once in `FRESH` seconds a look into the database."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._uses = KeyUses(store)
        self._lock = Lock()
        self._read: dict[str, tuple[float, _Known]] = {}
        self._changes = 0
        """So that what was read before a change is not remembered after it."""

    def create(self, wanted: NewKey) -> IssuedKey:
        """Raises Unavailable; ConfigurationError: no key may have that role."""
        if wanted.role not in GRANTED:
            raise ConfigurationError(f"A key has one of the roles {', '.join(GRANTED)}.")
        card = KeyCard(
            id=secrets.token_hex(6),
            created=self._clock.now(),
            **{name: getattr(wanted, name) for name in NewKey.model_fields},
        )
        secret = secrets.token_urlsafe(32)
        with self._store.writing() as connection:
            row = {**row_of(card), "digest": Plain(_digest(secret), sealed_row(card))}
            connection.execute(insert(API_KEYS), row)
        return IssuedKey(card, f"cw_{card.id}_{secret}")

    def verify(self, key: str) -> KeyCard:
        """Raises Unauthenticated, Unavailable."""
        found = _FORM.fullmatch(key) if len(key) <= LONGEST else None
        known = None if found is None else self._known(found[1])
        digest = _digest("" if found is None else found[2])
        now = self._clock.now()
        present = hmac.compare_digest(digest, known.digest if known else _NOBODY)
        former = hmac.compare_digest(digest, (known and known.former) or _NOBODY)
        if known is None or not (present or former) or not known.card.valid_at(now):
            _unknown()
        until = known.card.former_until
        if not present and (until is None or now >= until):
            _unknown()
        self._uses.note(known.card.id, now)
        return known.card

    def cards(self) -> tuple[KeyCard, ...]:
        """Oldest first. Raises Unavailable."""
        with self._store.reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute(select(API_KEYS).order_by(API_KEYS.c.created, API_KEYS.c.id))
            return tuple(card_of(row) for row in rows)

    def rotate(self, key_id: str, grace: timedelta, expires: datetime | None = None) -> IssuedKey:
        """Raises NotFound, Unavailable."""
        now = self._clock.now()
        secret = secrets.token_urlsafe(32)
        with self._store.writing() as connection:
            row = self._row(connection, key_id)
            if not card_of(row).valid_at(now):
                raise NotFound(f"Key {key_id} is revoked or expired: make a new one.")
            card = card_of(row).model_copy(
                update={
                    "rotated": now,
                    "former_until": now + grace,
                    "expires": expires or card_of(row).expires,
                }
            )
            bound = sealed_row(card)
            changed = {
                "digest": Plain(_digest(secret), bound),
                "former": Plain(row.digest, bound),
                "former_until": (now + grace).isoformat(),
                "rotated": now.isoformat(),
                "expires": expiry_of(card),
            }
            connection.execute(update(API_KEYS).where(API_KEYS.c.id == key_id).values(**changed))
        self._forget(key_id)
        return IssuedKey(card, f"cw_{key_id}_{secret}")

    def revoke(self, key_id: str) -> KeyCard:
        """Once revoked it stays so, from the first time on. Raises NotFound, Unavailable."""
        now = self._clock.now().isoformat()
        with self._store.writing() as connection:
            self._row(connection, key_id)
            revoking = update(API_KEYS).where(API_KEYS.c.id == key_id, API_KEYS.c.revoked.is_(None))
            connection.execute(revoking.values(revoked=now))
            card = card_of(self._row(connection, key_id))
        self._forget(key_id)
        return card

    def close(self) -> None:
        """Write down what was used; the store stays open."""
        self._uses.close()

    def _known(self, key_id: str) -> _Known | None:
        started = time.monotonic()
        with self._lock:
            read_at, known = self._read.get(key_id, (started - FRESH, None))
            changes = self._changes
        if known is not None and started - read_at < FRESH:
            return known
        with self._store.reading() as connection:
            row = None if connection is None else self._found(connection, key_id)
        known = None if row is None else _Known(card_of(row), row.digest, row.former)
        with self._lock:
            if known is not None and changes == self._changes:
                self._read[key_id] = (started, known)
        return known

    def _forget(self, key_id: str) -> None:
        with self._lock:
            self._changes += 1
            self._read.pop(key_id, None)

    def _row(self, connection: Connection, key_id: str) -> Any:
        row = self._found(connection, key_id)
        if row is None:
            raise NotFound(f"There is no key {key_id[:40]!r}: citewell keys list shows them.")
        return row

    @staticmethod
    def _found(connection: Connection, key_id: str) -> Any:
        if "\x00" in key_id:
            return None
        return connection.execute(select(API_KEYS).where(API_KEYS.c.id == key_id)).one_or_none()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _unknown() -> NoReturn:
    raise Unauthenticated("This key is not known, or not valid any more.")
