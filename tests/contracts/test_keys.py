"""What every store of API keys must do: the fake, SQLite and PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError, NotFound, Unauthenticated
from app.domain.identity import Limits, NewKey, Rate, Role
from app.domain.ports.identity import KeyStore
from app.governance.api_keys import StoredKeys
from tests.fakes import FakeKeys
from tests.governance_sites import KINDS, site_on

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WARD = NewKey(
    name="ward app",
    role=Role.CLINICIAN,
    tags=frozenset({"pharmacy", "ward 3"}),
    tenant="north",
    limits=Limits(rate=Rate.parsed("60/minute"), burst=5, body=4096),
    expires=NOON + 10 * DAY,
)


class Moving:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture(params=["fake", *KINDS])
def keys(request: pytest.FixtureRequest, clock: Moving, tmp_path: Path) -> Iterator[KeyStore]:
    if request.param == "fake":
        yield FakeKeys(clock)
        return
    with site_on(request.param, tmp_path) as site:
        stored = StoredKeys(site.store(), clock)
        yield stored
        stored.close()


def test_a_key_is_known_by_itself_alone(keys: KeyStore) -> None:
    assert keys.cards() == ()
    card, key = keys.create(WARD)
    other = keys.create(NewKey(name="portal", role=Role.PATIENT_APP))
    assert keys.verify(key) == card
    assert {name: getattr(card, name) for name in NewKey.model_fields} == dict(WARD)
    assert keys.verify(other.key) == other.card
    assert {each.id for each in keys.cards()} == {card.id, other.card.id}
    secret = key.split("_", 2)[2]
    prefix = f"cw_{card.id}"
    wrong = [
        "",
        "cw_",
        key[:-1],
        key + "A",
        key.swapcase(),
        f"{prefix}_{'A' * 43}",
        f"cw_{other.card.id}_{secret}",
        f"cw_ffffffffffff_{secret}",
        f"cw_../../etc_{secret}",
        f"cw_' OR 1=1 --_{secret}",
        key + "\n",
        "cw_" + "é" * 60,
        "cw_" + "A" * 100_000,
        "\x00",
    ]
    for shown in wrong:
        with pytest.raises(Unauthenticated):
            keys.verify(shown)


def test_a_revoked_key_is_refused_from_then_on(keys: KeyStore, clock: Moving) -> None:
    card, key = keys.create(WARD)
    assert keys.verify(key).revoked is None
    assert keys.revoke(card.id).revoked == NOON
    with pytest.raises(Unauthenticated):
        keys.verify(key)
    clock.at = NOON + DAY
    assert keys.revoke(card.id).revoked == NOON
    with pytest.raises(NotFound):
        keys.rotate(card.id, DAY)


def test_a_key_expires(keys: KeyStore, clock: Moving) -> None:
    _, key = keys.create(WARD)
    clock.at = NOON + 10 * DAY - timedelta(seconds=1)
    keys.verify(key)
    clock.at = NOON + 10 * DAY
    with pytest.raises(Unauthenticated):
        keys.verify(key)


def test_after_rotation_both_secrets_are_taken_for_a_while(keys: KeyStore, clock: Moving) -> None:
    card, first = keys.create(WARD)
    second = keys.rotate(card.id, DAY, NOON + 100 * DAY)
    assert second.card.id == card.id
    assert second.key != first
    assert second.card.expires == NOON + 100 * DAY
    assert keys.verify(first) == keys.verify(second.key) == second.card
    clock.at = NOON + DAY
    keys.verify(second.key)
    with pytest.raises(Unauthenticated):
        keys.verify(first)
    third = keys.rotate(card.id, timedelta())
    with pytest.raises(Unauthenticated):
        keys.verify(second.key)
    assert keys.verify(third.key).tags == WARD.tags


def test_what_is_not_there_cannot_be_changed(keys: KeyStore) -> None:
    for unknown in ("ffffffffffff", "", "' OR 1=1 --", "\x00", "../../x"):
        with pytest.raises(NotFound):
            keys.revoke(unknown)
        with pytest.raises(NotFound):
            keys.rotate(unknown, DAY)


def test_no_key_is_the_operators(keys: KeyStore) -> None:
    with pytest.raises(ConfigurationError):
        keys.create(NewKey(name="mine", role=Role.OPERATOR))
