"""Sealed columns: unreadable without the key, in their own row alone, and keys that rotate."""

import base64
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from app.domain.errors import RecordsMismatch, Unavailable
from app.domain.governance import Override
from app.governance.encryption import Plain, row_identity, seal, unseal
from app.governance.keys import NAME as KEY_NAME
from app.governance.keys import KeyFile
from app.governance.overrides import StoredOverrides
from app.governance.resealing import reseal
from app.governance.store import Store
from app.governance.tables import OVERRIDES
from tests.fakes import FakeClock
from tests.governance_sites import Site

CLOCK = FakeClock(datetime(2026, 3, 1, 12, tzinfo=UTC))
REASON = "nothing else is left, said the fictional colleague"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def line() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def key_file(file: Path, *lines: str) -> KeyFile:
    file.write_text("\n".join(lines) + "\n")
    return KeyFile(file)


def record(store: Store, trace_id: str, reason: str = REASON, rule: str = "a/b") -> None:
    override = Override(rule=rule, clinician="Dr A. Examplo", reason=reason)
    StoredOverrides(store, CLOCK).record(override, trace_id)


def told(store: Store) -> list[str]:
    return [one.override.reason for one in StoredOverrides(store, CLOCK).used()]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    return key_file(tmp_path_factory.mktemp("keys") / "keys", line())


@given(text=TEXT, row=st.lists(TEXT, max_size=3))
def test_what_is_sealed_opens_and_never_looks_alike(
    keys: KeyFile, text: str, row: list[str]
) -> None:
    place = row_identity(row)
    one, other = (seal(keys.held()[0], text, "t.c", place) for _ in range(2))
    assert one != other
    assert unseal(keys, one, "t.c", place) == unseal(keys, other, "t.c", place) == text


@given(one=st.lists(TEXT, max_size=3), other=st.lists(TEXT, max_size=3))
def test_no_two_rows_are_taken_for_one(one: list[str], other: list[str]) -> None:
    assert (row_identity(one) == row_identity(other)) is (one == other)


@given(data=st.data())
def test_a_cell_with_any_character_changed_does_not_open(
    keys: KeyFile, data: st.DataObject
) -> None:
    cell = seal(keys.held()[0], REASON, "t.c", "1:a")
    at = data.draw(st.integers(0, len(cell) - 1))
    by = data.draw(st.characters(codec="ascii").filter(lambda one: one != cell[at]))
    changed = cell[:at] + by + cell[at + 1 :]
    with pytest.raises(Unavailable):
        unseal(keys, changed, "t.c", "1:a")


@pytest.mark.parametrize(("name", "row"), [("t.d", "1:a"), ("u.c", "1:a"), ("t.c", "1:b")])
def test_a_cell_opens_in_its_own_place_alone(keys: KeyFile, name: str, row: str) -> None:
    cell = seal(keys.held()[0], REASON, "t.c", "1:a")
    with pytest.raises(Unavailable, match="changed or moved"):
        unseal(keys, cell, name, row)


@pytest.mark.parametrize(
    ("trace_id", "rule", "reason"),
    [
        ("t1", "a/b", "plain words"),
        ("\U0001f489 t", "r\u00e8gle/\u836f", "\u836f \U0001f489 words with \x1e in them"),
        ("'; DROP TABLE overrides; --", "a/b", "'); DROP TABLE overrides; --"),
    ],
)
def test_whatever_the_words_they_come_back(
    site: Site, trace_id: str, rule: str, reason: str
) -> None:
    record(site.store(), trace_id, reason, rule)
    assert told(site.store()) == [reason]
    (cell,) = site.rows("SELECT reason FROM overrides")[0]
    assert reason not in str(cell)


def test_a_cell_moved_to_another_row_is_told(site: Site) -> None:
    record(site.store(), "t1", "the first reason")
    record(site.store(), "t2", "the second reason")
    site.run(
        "UPDATE overrides SET reason = (SELECT reason FROM overrides AS other"
        " WHERE other.trace_id = 't1') WHERE trace_id = 't2'"
    )
    with pytest.raises(Unavailable, match=r"overrides\.reason"):
        told(site.store())


def test_a_row_moved_to_another_answer_is_told(site: Site) -> None:
    record(site.store(), "t1")
    site.run("UPDATE overrides SET trace_id = 't2'")
    with pytest.raises(Unavailable, match="changed or moved"):
        told(site.store())


def test_words_in_the_clear_in_a_sealed_column_are_told(site: Site) -> None:
    record(site.store(), "t1")
    site.run("UPDATE overrides SET reason = 'slipped in'")
    with pytest.raises(Unavailable, match="changed or moved"):
        told(site.store())


def test_a_sealed_column_takes_no_bare_words_and_is_not_searched(store: Store) -> None:
    record(store, "t1")
    row = {"rule": "a", "clinician": "b", "trace_id": "c", "at": "d"}

    def write_bare() -> None:
        with store.writing() as connection:
            connection.execute(insert(OVERRIDES), {**row, "reason": REASON})

    def search() -> None:
        with store.reading() as connection:
            assert connection is not None
            connection.execute(select(OVERRIDES.c.id).where(OVERRIDES.c.reason == REASON))

    for attempt in (write_bare, search):
        with pytest.raises(Exception, match="written as Plain, and never searched") as failed:
            attempt()
        assert REASON not in str(failed.value)
    assert told(store) == [REASON]
    assert REASON not in repr(Plain(REASON, ("t",)))


# keys


def test_a_key_is_made_for_its_user_alone_and_once(tmp_path: Path) -> None:
    file = tmp_path / "new" / KEY_NAME
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: KeyFile(file, makes=True).make(), range(16)))
    assert [one.name for one in file.parent.iterdir()] == [KEY_NAME]
    assert file.stat().st_mode & 0o777 == 0o600
    (key,) = KeyFile(file).held()
    KeyFile(file, makes=True).make()
    assert KeyFile(file).held() == (key,)
    assert len(key.secret) == 32
    assert base64.b64encode(key.secret).decode() not in repr(key)
    assert repr(key.secret) not in repr(key)


@pytest.mark.parametrize(
    "text",
    ["", "# none\n\n", "short\n", line()[:-5] + "\n", line() + "x\n", "\N{SNOWMAN}\n"],
    ids=["empty", "comments", "short", "cut", "too long", "no letters"],
)
def test_a_key_file_that_holds_no_key_is_told_without_its_words(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keys"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RecordsMismatch, match=str(file)) as failed:
        KeyFile(file).held()
    assert not text.strip() or text.strip() not in str(failed.value)


def test_comments_blanks_and_either_alphabet_are_read(tmp_path: Path) -> None:
    secret = b"\xfb\xff" * 16
    both = (base64.b64encode(secret).decode(), base64.urlsafe_b64encode(secret).decode())
    assert both[0] != both[1]
    one, other = key_file(tmp_path / "k", "# of March", both[0], "", f"  {both[1]}  ").held()
    assert one == other
    assert one.secret == secret


def test_a_missing_key_is_told_and_nothing_is_written_without_it(site: Site) -> None:
    record(site.store(), "t1")
    kept = (site.home / KEY_NAME).read_text()
    (site.home / KEY_NAME).unlink()
    store = site.store()
    for attempt in (lambda: told(store), lambda: record(store, "t2"), store.require_fit):
        with pytest.raises(RecordsMismatch, match="Put it back"):
            attempt()
    assert not (site.home / KEY_NAME).exists(), "a new key would hide that the old one is lost"
    (site.home / KEY_NAME).write_text(kept)
    record(store, "t2")
    assert told(store) == [REASON, REASON]


def test_a_wrong_key_is_told_and_nothing_is_sealed_with_it(site: Site) -> None:
    record(site.store(), "t1")
    (needed,) = KeyFile(site.home / KEY_NAME).held()
    wrong = key_file(site.home / "wrong", line())
    store = site.store(wrong)
    for attempt in (lambda: told(store), lambda: record(store, "t2"), store.require_fit):
        with pytest.raises(RecordsMismatch, match=f"{needed.id}, which {wrong.file} does not hold"):
            attempt()
    assert site.rows("SELECT count(*) FROM overrides") == [(1,)]


def test_keys_rotate_while_the_service_runs(site: Site) -> None:
    old, new = line(), line()
    file = site.home / "keys"
    store = site.store(key_file(file, old))
    record(store, "t1", "sealed with the old key")
    (old_key,) = KeyFile(file).held()
    key_file(file, new, old)
    record(store, "t2", "sealed with the new key")
    assert told(store) == ["sealed with the new key", "sealed with the old key"]
    new_key = KeyFile(file).held()[0]
    assert set(store.status().sealed_with) == {old_key.id, new_key.id}

    assert reseal(store) == (1, new_key.id)
    assert reseal(store) == (0, new_key.id)
    assert store.status().sealed_with == (new_key.id,)
    key_file(file, new)
    assert told(site.store(KeyFile(file))) == ["sealed with the new key", "sealed with the old key"]
    with pytest.raises(RecordsMismatch):
        record(site.store(key_file(site.home / "old", old)), "t3")


def test_many_cells_are_sealed_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.governance.resealing.AT_ONCE", 3)
    file = site.home / "keys"
    first = line()
    store = site.store(key_file(file, first))
    for number in range(7):
        record(store, f"t{number}", f"reason number {number}")
    key_file(file, line(), first)
    assert reseal(store).cells == 7
    assert sorted(told(store)) == [f"reason number {number}" for number in range(7)]


def test_resealing_stops_at_a_cell_that_was_changed(site: Site) -> None:
    file = site.home / "keys"
    first = line()
    store = site.store(key_file(file, first))
    record(store, "t1")
    before = store.status().sealed_with
    site.run("UPDATE overrides SET trace_id = 't2'")
    key_file(file, line(), first)
    with pytest.raises(Unavailable, match="changed or moved"):
        reseal(store)
    assert store.status().sealed_with == before
