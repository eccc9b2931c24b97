"""An audit log on a site, and how somebody with the database in his hands tampers with it."""

import base64
import os
from pathlib import Path
from typing import Final

from app.clock import SystemClock
from app.domain.audit import AuditEntry, AuditKind, CheckMark, FaultKind, Verified
from app.domain.safety import CheckStatus
from app.governance.audit.heads import NAME as HEADS
from app.governance.audit.heads import Heads
from app.governance.audit.log import AUDIT_KEY, StoredAuditLog
from app.governance.keys import KeyFile
from app.governance.store import Store
from tests.governance_sites import Site

TRACE: Final = "0123456789abcdef0123456789abcdef"
COLUMNS: Final = ("kind", "trace_id", "sealed", "key", "before", "mac")


def key_line() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def trace(number: int) -> str:
    return f"{number:032x}"


def entry(number: int = 1) -> AuditEntry:
    return AuditEntry(
        kind=AuditKind.ANSWER,
        trace_id=trace(number),
        actor="ward-7",
        role="clinician",
        generation="g1",
        documents=("d" * 32,),
        checks=(CheckMark(name="numbers", status=CheckStatus.PASS),),
        confidence=0.75,
    )


def log_on(
    site: Site, store: Store | None = None, *, rows: int = 256, heads: Path | None = None
) -> StoredAuditLog:
    """On the site's database, with the key in its home."""
    keys = KeyFile(site.home / AUDIT_KEY, makes=True, setting="CITEWELL_AUDIT_KEY_FILE")
    place = Heads(heads or site.home / HEADS, rows=rows)
    return StoredAuditLog(store or site.store(), SystemClock(), keys, place)


def filled(site: Site, number: int, *, rows: int = 256) -> StoredAuditLog:
    log = log_on(site, rows=rows)
    for each in range(1, number + 1):
        log.append(entry(each))
    log.close()
    return log


def tamper(site: Site, *statements: str) -> None:
    """What the triggers would refuse, and the triggers back in place."""
    if site.url:
        site.run(
            "ALTER TABLE audit_log DISABLE TRIGGER USER",
            *statements,
            "ALTER TABLE audit_log ENABLE TRIGGER USER",
        )
        return
    triggers = site.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_log'"
    )
    site.run(
        *(f"DROP TRIGGER {name}" for name, _ in triggers),
        *statements,
        *(str(sql) for _, sql in triggers),
    )


def faults(verified: Verified) -> list[tuple[FaultKind, int | None, int | None]]:
    return [(fault.kind, fault.first, fault.last) for fault in verified.faults]
