"""How a row of the audit log is written down and sealed.

A row's `sealed` text is JSON: its sequence number, its time and its entry. Its `mac` is
HMAC-SHA256(key, before || row), `before` being the mac of the row before it: who lacks the key can
neither change a row nor take one out without its showing (Schneier and Kelsey, Secure audit logs to
support computer forensics, ACM TISSEC 2, 1999, without their forgetting of keys). Each row carries
`before`, so that it can be checked by itself and a fault is told from what follows it.
"""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from app.domain.audit import AuditEntry, SealedEntry
from app.domain.errors import RecordsMismatch
from app.governance.keys import Key

GENESIS: Final = "0" * 64
"""What the first row follows."""
_ROW: Final = b"citewell audit row 1\0"
_HASH: Final = b"citewell audit hash 1\0"


class Row(NamedTuple):
    """A row as the database gives it, every column but the place as bytes."""

    sequence: int
    kind: bytes
    trace_id: bytes
    sealed: bytes
    key: bytes
    before: bytes
    mac: bytes


def written(sequence: int, at: datetime, entry: AuditEntry, key: Key, before: str) -> Row:
    told = entry.model_dump_json(exclude_defaults=True, ensure_ascii=True)
    sealed = f'{{"sequence":{sequence},"at":"{at.isoformat()}","entry":{told}}}'.encode("ascii")
    row = Row(
        sequence=sequence,
        kind=entry.kind.value.encode(),
        trace_id=(entry.trace_id or "").encode(),
        sealed=sealed,
        key=key.id.encode(),
        before=before.encode(),
        mac=b"",
    )
    return row._replace(mac=mac(key, row).encode())


def mac(key: Key, row: Row) -> str:
    """Over every column but the mac; the place is that in the sealed text."""
    digest = hmac.new(key.secret, _ROW, hashlib.sha256)
    for column in (row.before, row.kind, row.trace_id, row.key, row.sealed):
        digest.update(len(column).to_bytes(8, "big"))
        digest.update(column)
    return digest.hexdigest()


def holds(key: Key, row: Row) -> bool:
    return hmac.compare_digest(mac(key, row).encode(), row.mac)


def hashed(key: Key, what: str, content: bytes) -> str:
    """The keyed hash of a text, apart from the macs of rows."""
    name = what.encode()
    return hmac.digest(key.secret, _HASH + name + b"\0" + content, hashlib.sha256).hex()


def place(row: Row) -> tuple[int, datetime]:
    """Sequence number and time that a row was sealed with; only of one that holds."""
    told = json.loads(row.sealed)
    return int(told["sequence"]), datetime.fromisoformat(told["at"])


def read(row: Row) -> SealedEntry:
    """Raises RecordsMismatch: it is none that this program writes."""
    try:
        told: dict[str, Any] = json.loads(row.sealed)
        return SealedEntry.model_validate({**told, "mac": row.mac.decode()})
    except (ValueError, TypeError, ValidationError):
        raise unreadable(row) from None


def unreadable(row: Row) -> RecordsMismatch:
    return RecordsMismatch(
        f"Row {row.sequence} of the audit log is none that this version of Citewell writes. "
        "See whether it was changed: citewell audit verify."
    )
