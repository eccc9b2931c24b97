"""Past outcomes out of the audit log, newest first, as far back as is asked for.

Rows are read as they are and not verified: `citewell audit verify` does that.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from app.domain.abstention import AbstentionReason
from app.domain.audit import LEFT, AuditKind
from app.domain.corpus import Audience
from app.domain.safety import CheckStatus
from app.domain.watched import Came, WatchedOutcome
from app.governance.audit.chain import Row, unreadable
from app.governance.audit.rows import newest_first
from app.governance.store import Store

_CAME: Final = {
    AuditKind.ANSWER: Came.ANSWER,
    AuditKind.ABSTENTION: Came.ABSTENTION,
    AuditKind.REFERRAL: Came.REFERRAL,
    AuditKind.FAILURE: Came.FAILURE,
}


class _Part(BaseModel):
    """Of a row what is watched; the rest, mostly hashes, takes five times as long to read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Check(_Part):
    status: CheckStatus
    overridden: bool = False


class _Entry(_Part):
    kind: AuditKind
    trace_id: str | None = None
    action: str | None = None
    audience: Audience | None = None
    role: str | None = None
    checks: tuple[_Check, ...] = ()
    withheld: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    reason: AbstentionReason | None = None
    topics: tuple[str, ...] = ()
    confidence: float | None = None
    seconds: float | None = None


class _Sealed(_Part):
    at: AwareDatetime
    entry: _Entry


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
                found = [each for row in portion if (each := _watched(row, since)) is not None]
                yield from found
                if not found:
                    return


def _watched(row: Row, since: datetime) -> WatchedOutcome | None:
    """None: it lies before. Raises RecordsMismatch."""
    try:
        sealed = _Sealed.model_validate_json(row.sealed)
        return _outcome(sealed) if sealed.at >= since else None
    except ValidationError:
        raise unreadable(row) from None


def _outcome(sealed: _Sealed) -> WatchedOutcome:
    entry = sealed.entry
    left = entry.kind is AuditKind.FAILURE and entry.action == LEFT
    statuses = {each.status for each in entry.checks}
    return WatchedOutcome(
        at=sealed.at,
        came=Came.LEFT if left else _CAME[entry.kind],
        trace_id=entry.trace_id,
        audience=entry.audience,
        role=entry.role,
        why=entry.reason or _head(entry.findings) or entry.action,
        topics=entry.topics,
        confidence=entry.confidence,
        blocked=CheckStatus.BLOCK in statuses,
        withheld=bool(entry.withheld),
        overridden=any(each.overridden for each in entry.checks),
        not_checked=CheckStatus.NOT_CHECKED in statuses,
        seconds=entry.seconds,
    )


def _head(findings: tuple[str, ...]) -> str | None:
    return findings[0].partition("/")[0] if findings else None
