"""Keys in the database: quick, heard of elsewhere within a second, and nothing to be had of it."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import Unauthenticated, Unavailable
from app.domain.identity import NewKey, Role
from app.governance.api_keys import StoredKeys
from app.governance.keys import KeyFile
from app.governance.resealing import reseal
from tests.fakes import FakeClock
from tests.governance_sites import Site

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOCK = FakeClock(NOON)
PORTAL = NewKey(name="portal", role=Role.PATIENT_APP)


def test_verifying_takes_less_than_a_millisecond(site: Site) -> None:
    keys = StoredKeys(site.store(), CLOCK)
    _, key = keys.create(PORTAL)
    keys.verify(key)
    started = time.perf_counter()
    for _ in range(200):
        keys.verify(key)
    assert (time.perf_counter() - started) / 200 < 0.001
    keys.close()


def test_another_process_hears_of_a_revocation_within_a_second(site: Site) -> None:
    here, there = StoredKeys(site.store(), CLOCK), StoredKeys(site.store(), CLOCK)
    card, key = here.create(PORTAL)
    there.verify(key)
    here.revoke(card.id)
    time.sleep(0.9)
    with pytest.raises(Unauthenticated):
        there.verify(key)
    there.close()


def test_the_database_holds_no_secret(site: Site) -> None:
    keys = StoredKeys(site.store(), CLOCK)
    card, key = keys.create(PORTAL)
    second = keys.rotate(card.id, timedelta(days=1))
    (row,) = site.rows("SELECT * FROM api_keys")
    for shown in (key, second.key):
        assert shown.split("_", 2)[2] not in str(row)
    assert second.key not in repr(second)


@pytest.mark.parametrize(
    "change",
    [
        "role = 'admin'",
        "tags = '[\"pharmacy\"]'",
        "tenant = 'north'",
        "expires = '2999-01-01T00:00:00+00:00'",
        "digest = 's1.000000000000.AAAA'",
    ],
)
def test_whoever_writes_to_the_database_cannot_give_a_key_more(site: Site, change: str) -> None:
    keys = StoredKeys(site.store(), CLOCK)
    _, key = keys.create(PORTAL)
    site.run(f"UPDATE api_keys SET {change}")  # noqa: S608
    with pytest.raises(Unavailable):
        keys.verify(key)


def test_a_digest_cannot_be_moved_to_another_key(site: Site) -> None:
    keys = StoredKeys(site.store(), CLOCK)
    portal = keys.create(PORTAL)
    admin = keys.create(NewKey(name="admin", role=Role.ADMIN))
    ((digest,),) = site.rows(f"SELECT digest FROM api_keys WHERE id = '{portal.card.id}'")  # noqa: S608
    site.run(f"UPDATE api_keys SET digest = '{digest}' WHERE id = '{admin.card.id}'")  # noqa: S608
    shown = f"cw_{admin.card.id}_{portal.key.split('_', 2)[2]}"
    with pytest.raises(Unavailable):
        keys.verify(shown)


def test_keys_hold_when_the_sealing_key_is_rotated(site: Site) -> None:
    file = site.home / "sealing"
    KeyFile(file).make()
    keys = StoredKeys(site.store(KeyFile(file)), CLOCK)
    card, first = keys.create(PORTAL)
    second = keys.rotate(card.id, timedelta(days=1))
    newer = site.home / "newer"
    KeyFile(newer).make()
    older = file.read_text()
    file.write_text(newer.read_text() + older)
    store = site.store(KeyFile(file))
    assert reseal(store).cells == 2
    file.write_text(newer.read_text())
    after = StoredKeys(site.store(KeyFile(file)), CLOCK)
    assert after.verify(first).id == after.verify(second.key).id == card.id
    after.close()


def test_when_a_key_was_last_used_is_kept_to_the_minute(site: Site) -> None:
    keys = StoredKeys(site.store(), FakeClock(NOON + timedelta(seconds=42)))
    _, key = keys.create(PORTAL)
    keys.verify(key)
    keys.close()
    (card,) = StoredKeys(site.store(), CLOCK).cards()
    assert card.last_used == NOON


def test_without_the_database_nobody_is_let_in(site: Site) -> None:
    keys = StoredKeys(site.store(), CLOCK)
    _, key = keys.create(PORTAL)
    site.run("DROP TABLE api_keys")
    with pytest.raises(Unavailable):
        keys.verify(key)
