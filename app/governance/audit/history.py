"""Past outcomes out of the audit log, newest first, as far back as is asked for.

Rows are read as they are and not verified: `citewell audit verify` does that.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from app.domain.audit import LEFT, AuditKind, CheckMark, SealedEntry
from app.domain.safety import CheckStatus
from app.domain.watched import Came, WatchedOutcome
from app.governance.audit import chain
from app.governance.audit.rows import newest_first
from app.governance.store import Store

_CAME: Final = {
    AuditKind.ANSWER: Came.ANSWER,
    AuditKind.ABSTENTION: Came.ABSTENTION,
    AuditKind.REFERRAL: Came.REFERRAL,
    AuditKind.FAILURE: Came.FAILURE,
}


class AuditedHistory:
    """`OutcomeHistory` over the store.

    A portion in which every row lies before the moment asked for ends the reading, so a clock that
    was set back for a moment hides nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def outcomes(self, since: datetime) -> Iterator[WatchedOutcome]:
        with self._store.reading() as connection:
            if connection is None:
                return
            for portion in newest_first(connection, tuple(_CAME)):
                found = [sealed for row in portion if (sealed := chain.read(row)).at >= since]
                yield from map(watched, found)
                if not found:
                    return


def watched(sealed: SealedEntry) -> WatchedOutcome:
    """Args: sealed: an entry of a question's outcome."""
    entry = sealed.entry
    left = entry.kind is AuditKind.FAILURE and entry.action == LEFT
    return WatchedOutcome(
        at=sealed.at,
        came=Came.LEFT if left else _CAME[entry.kind],
        trace_id=entry.trace_id,
        audience=entry.audience,
        role=entry.role,
        why=entry.reason or _head(entry.findings) or entry.action,
        topics=entry.topics,
        confidence=entry.confidence,
        blocked=_any(entry.checks, CheckStatus.BLOCK),
        withheld=bool(entry.withheld),
        overridden=any(each.overridden for each in entry.checks),
        not_checked=_any(entry.checks, CheckStatus.NOT_CHECKED),
        seconds=entry.seconds,
    )


def _any(checks: tuple[CheckMark, ...], status: CheckStatus) -> bool:
    return any(each.status is status for each in checks)


def _head(findings: tuple[str, ...]) -> str | None:
    return findings[0].partition("/")[0] if findings else None
