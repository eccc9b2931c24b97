"""Cards of API keys as rows of the table, and back."""

import json
from datetime import datetime
from typing import Any

from app.domain.identity import KeyCard, Limits, Role


def row_of(card: KeyCard) -> dict[str, object]:
    """Without its digests and what happened to it later."""
    return {
        "id": card.id,
        "name": card.name,
        "role": card.role.value,
        "tags": _tags(card),
        "tenant": card.tenant or "",
        "expires": expiry_of(card),
        "limits": card.limits.model_dump_json(exclude_none=True),
        "created": card.created.isoformat(),
    }


def sealed_row(card: KeyCard) -> tuple[str, ...]:
    """What its digests are bound to, in the order of the table."""
    return (card.id, card.role.value, _tags(card), card.tenant or "", expiry_of(card))


def expiry_of(card: KeyCard) -> str:
    return "" if card.expires is None else card.expires.isoformat()


def card_of(row: Any) -> KeyCard:
    return KeyCard(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        tags=frozenset(json.loads(row.tags)),
        tenant=row.tenant or None,
        limits=Limits.model_validate_json(row.limits),
        created=datetime.fromisoformat(row.created),
        expires=_time(row.expires),
        revoked=_time(row.revoked),
        rotated=_time(row.rotated),
        former_until=_time(row.former_until),
        last_used=_time(row.last_used),
    )


def _tags(card: KeyCard) -> str:
    return json.dumps(sorted(card.tags))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
