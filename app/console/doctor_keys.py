"""The lines of `citewell doctor` on API keys that are forgotten, or about to end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Final

from app.clock import SystemClock
from app.compose_governance import governance_store
from app.console.checks import Check, Result
from app.console.words import printable
from app.domain.errors import CitewellError
from app.domain.identity import KeyCard
from app.governance.api_keys import StoredKeys
from app.settings import Settings

UNUSED: Final = timedelta(days=90)
SOON: Final = timedelta(days=14)
_TOLD: Final = 3
"""Keys that a line names."""


def keys_kept(settings: Settings, now: datetime | None = None) -> Iterator[Check]:
    """Changes nothing; where the database cannot be read another line says so.

    Args:
        now: None: the machine's clock.
    """
    try:
        with closing(governance_store(settings)) as store:
            cards = StoredKeys(store, SystemClock()).cards()
    except CitewellError:
        return
    at = now or datetime.now(UTC)
    valid = [card for card in cards if card.valid_at(at)]
    found = list(_faults(valid, at))
    yield from found
    if valid and not found:
        number = f"{len(valid)} valid key{'s' * (len(valid) != 1)}"
        yield Check(name="keys", result=Result.OK, found=f"{number}, each used and with an end")


def _faults(valid: Sequence[KeyCard], at: datetime) -> Iterator[Check]:
    kinds: tuple[tuple[Callable[[KeyCard], bool], str, str], ...] = (
        (
            lambda card: card.expires is None,
            "never expire",
            "Give them an end: citewell keys rotate KEY --expires 90d.",
        ),
        (
            lambda card: at - (card.last_used or card.created) > UNUSED,
            f"were not used for {UNUSED.days} days",
            "Nobody misses them: citewell keys revoke KEY.",
        ),
        (
            lambda card: card.expires is not None and card.expires - at <= SOON,
            f"expire within {SOON.days} days",
            "Their programs will be refused: citewell keys rotate KEY --expires 90d.",
        ),
    )
    for holds, what, to_do in kinds:
        those = [card for card in valid if holds(card)]
        if those:
            names = ", ".join(f"{card.id} ({printable(card.name)})" for card in those[:_TOLD])
            more = f" and {len(those) - _TOLD} more" * (len(those) > _TOLD)
            yield Check(
                name="keys",
                result=Result.WARN,
                found=f"{len(those)} of {len(valid)} valid keys {what}: {names}{more}",
                to_do=to_do,
            )
