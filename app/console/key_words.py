"""What people write of API keys at the terminal, and what they are told of one."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import ValidationError

from app.console.words import printable
from app.domain.errors import ConfigurationError
from app.domain.identity import GRANTED, KeyCard, Limits, NewKey, Rate

_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
_LONGEST: Final = timedelta(days=3_650)


def now() -> datetime:
    return datetime.now(UTC)


def duration(text: str) -> timedelta:
    """Of `30m`, `12h`, `90d`, `0`. Raises ConfigurationError."""
    found = re.fullmatch(r"([0-9]{1,6})([mhd])|0", text.strip())
    length = timedelta() if found is None or found[1] is None else _length(found[1], found[2])
    if found is None or length > _LONGEST:
        raise ConfigurationError(f"{text!r} is no duration. Write 30m, 12h or 90d; ten years most.")
    return length


def expiry(text: str | None) -> datetime | None:
    """That far from now; None for None. Raises ConfigurationError."""
    if text is None:
        return None
    length = duration(text)
    if not length:
        raise ConfigurationError("A key that expires at once is of no use. Write 12h or 90d.")
    return now() + length


def key_id(text: str) -> str:
    """The id of a key, written with or without cw_; a whole key's secret is cut off."""
    return text.removeprefix("cw_")[:12]


def wanted_key(
    *,
    name: str,
    role: str,
    tags: str,
    tenant: str | None,
    rate: str | None,
    burst: int | None,
    body: int | None,
    expires: datetime | None,
) -> NewKey:
    """Raises ConfigurationError: something of it cannot be so."""
    if role not in GRANTED:
        raise ConfigurationError(f"--role is one of {', '.join(GRANTED)}.")
    try:
        return NewKey.model_validate(
            {
                "name": name,
                "role": role,
                "tags": frozenset(part.strip() for part in tags.split(",") if part.strip()),
                "tenant": tenant,
                "limits": Limits(
                    rate=None if rate is None else Rate.parsed(rate), burst=burst, body=body
                ),
                "expires": expires,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = "-".join(str(part) for part in first["loc"][:1])
        raise ConfigurationError(f"--{field}: {first['msg']}.") from None
    except ValueError as error:
        raise ConfigurationError(f"--rate: {error}.") from None


def told(card: KeyCard, at: datetime) -> str:
    """One line."""
    parts = [card.id, card.role.value, printable(card.name), f"made {card.created:%Y-%m-%d}"]
    if card.tags:
        parts.append(f"tags {printable(', '.join(sorted(card.tags)))}")
    if card.tenant:
        parts.append(f"tenant {card.tenant}")
    if card.limits.rate:
        parts.append(str(card.limits.rate))
    if card.last_used:
        parts.append(f"last used {card.last_used:%Y-%m-%d %H:%M}")
    return "  ".join([*parts, _standing(card, at)])


def _standing(card: KeyCard, at: datetime) -> str:
    if card.revoked is not None:
        return f"REVOKED {card.revoked:%Y-%m-%d %H:%M}"
    if card.expires is None:
        return "holds until revoked"
    return f"{'holds until' if at < card.expires else 'EXPIRED'} {card.expires:%Y-%m-%d %H:%M}"


def _length(count: str, unit: str) -> timedelta:
    return timedelta(**{_UNITS[unit]: int(count)})
