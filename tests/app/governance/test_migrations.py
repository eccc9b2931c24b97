"""Migrations: forward and back without loss, older homes adopted, newer databases refused."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.domain.errors import NotFound, RecordsMismatch, Unavailable
from app.domain.governance import Override
from app.governance import keys
from app.governance.migrating import steps
from app.governance.overrides import StoredOverrides
from app.governance.reviewing.queue import StoredReviews
from app.governance.sign_offs import StoredSignOffs
from app.governance.sqlite import NAME
from app.governance.store import Store
from app.governance.tables import METADATA, REVISION, VERSION_TABLE
from tests.fakes import FakeClock
from tests.governance_sites import Site

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOCK = FakeClock(NOON)
REASON = "nothing else is left, said the fictional colleague"
OVERRIDE = Override(rule="a/b", clinician="Dr A. Examplo", reason=REASON)
BEFORE_MIGRATIONS: Final[tuple[str, ...]] = (
    "CREATE TABLE sign_offs (id INTEGER NOT NULL PRIMARY KEY, rule VARCHAR NOT NULL,"
    ' content VARCHAR NOT NULL, "by" VARCHAR NOT NULL, note VARCHAR NOT NULL, at VARCHAR NOT NULL)',
    "CREATE TABLE overrides (id INTEGER NOT NULL PRIMARY KEY, rule VARCHAR NOT NULL,"
    " clinician VARCHAR NOT NULL, reason VARCHAR NOT NULL, trace_id VARCHAR NOT NULL,"
    " at VARCHAR NOT NULL)",
    "CREATE TABLE reviews (id INTEGER NOT NULL PRIMARY KEY, trace_id VARCHAR NOT NULL,"
    " rules VARCHAR NOT NULL, at VARCHAR NOT NULL)",
    "INSERT INTO sign_offs VALUES"
    " (1, 'a/b', '1', 'A. Examplo', 'minutes', '2026-03-01T12:00:00+00:00')",
    "INSERT INTO overrides VALUES (1, 'a/b', 'Dr A. Examplo',"
    " 'nothing else is left, said the fictional colleague', 't1', '2026-03-01T12:00:00+00:00')",
    "INSERT INTO reviews VALUES (1, 't1', 'a/b', '2026-03-01T12:00:00+00:00')",
)
"""A home as it was made before there were migrations."""

ALL = [f"{number:04}" for number in range(1, int(REVISION) + 1)]


def filled(site: Site) -> Store:
    store = site.store()
    StoredOverrides(store, CLOCK).record(OVERRIDE, "t1")
    StoredReviews(store, CLOCK).put("t1", ("a/b",))
    StoredSignOffs(store, CLOCK, {"a/b": "1"}).sign(["a/b"], "A. Examplo", "minutes")
    return store


def assert_all_there(store: Store) -> None:
    (used,) = StoredOverrides(store, CLOCK).used()
    assert (used.override, used.trace_id, used.at) == (OVERRIDE, "t1", NOON)
    (task,) = StoredReviews(store, CLOCK).waiting()
    assert (task.trace_id, task.rules, task.at) == ("t1", ("a/b",), NOON)
    signed = StoredSignOffs(store, CLOCK, {"a/b": "1"}).valid()["a/b"]
    assert (signed.by, signed.note, signed.at) == ("A. Examplo", "minutes", NOON)


def older(site: Site) -> None:
    with closing(site.under().connect()):  # makes the file
        pass
    statements = BEFORE_MIGRATIONS
    if site.url:
        numbered = ("INTEGER NOT NULL PRIMARY KEY", "SERIAL PRIMARY KEY")
        statements = tuple(
            one.replace(*numbered).replace("VALUES (1,", "VALUES (DEFAULT,") for one in statements
        )
    site.run(*statements)


def reasons(site: Site) -> list[str]:
    return [str(reason) for (reason,) in site.rows("SELECT reason FROM overrides")]


def test_the_tables_are_those_that_the_migrations_make(site: Site) -> None:
    assert steps()[-1].revision == REVISION
    assert [step.revision for step in steps()] == ALL
    filled(site)
    with site.under().connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("first", ["reading", "writing", "migrate"])
def test_an_older_home_is_adopted_without_loss(site: Site, first: str) -> None:
    older(site)
    store = site.store()
    assert store.status().revision is None
    if first == "writing":
        with store.writing():
            pass
    elif first == "migrate":
        store.migrate()
    assert_all_there(store)
    assert store.status().revision == REVISION
    assert reasons(site)[0].startswith("s1.")
    StoredOverrides(store, CLOCK).record(OVERRIDE, "t2")
    assert len(StoredOverrides(store, CLOCK).used()) == 2


def test_an_older_home_that_has_only_some_of_the_tables_is_adopted(site: Site) -> None:
    with closing(site.under().connect()):
        pass
    site.run(BEFORE_MIGRATIONS[2], BEFORE_MIGRATIONS[5])
    store = site.store()
    assert [one.trace_id for one in StoredReviews(store, CLOCK).waiting()] == ["t1"]
    assert StoredOverrides(store, CLOCK).used() == ()


def test_a_reason_that_was_in_the_clear_stays_in_no_file(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    older(site)
    assert REASON.encode() in (tmp_path / NAME).read_bytes()
    store = site.store()
    assert_all_there(store)
    for file in tmp_path.iterdir():
        assert REASON.encode() not in file.read_bytes(), file
    site.close()


def test_forward_and_back_and_forward_keeps_everything(site: Site) -> None:
    store = filled(site)
    store.migrate("0001")
    assert store.status().revision == "0001"
    assert reasons(site) == [REASON]
    store.migrate()
    assert_all_there(store)
    assert REASON not in reasons(site)[0]


def test_back_to_the_beginning_and_forward_begins_anew(site: Site) -> None:
    store = filled(site)
    assert [step.revision for step in store.steps_back("base")] == ALL[::-1]
    assert [step.loses for step in store.steps_back("base") if not step.loses] == []
    assert store.steps_back(REVISION) == ()
    store.migrate("base")
    assert StoredReviews(site.store(), CLOCK).waiting() == ()
    StoredReviews(store, CLOCK).put("t2", ("a/b",))
    assert [one.trace_id for one in StoredReviews(store, CLOCK).waiting()] == ["t2"]
    assert StoredOverrides(store, CLOCK).used() == ()


def test_no_such_revision_is_told_with_those_there_are(site: Site) -> None:
    store = filled(site)
    with pytest.raises(NotFound, match=", ".join(["base", *ALL])):
        store.migrate("0099")
    assert_all_there(store)


def test_a_newer_database_is_refused_and_left_alone(site: Site) -> None:
    filled(site)
    site.run("UPDATE governance_version SET version_num = '9999'")
    store = site.store()
    for attempt in (
        lambda: StoredReviews(store, CLOCK).put("t2", ("a/b",)),
        lambda: StoredReviews(store, CLOCK).waiting(),
        lambda: store.migrate(),
        lambda: store.migrate("0001"),
        lambda: store.steps_back("0001"),
        lambda: store.require_fit(),
    ):
        with pytest.raises(RecordsMismatch, match="Install that version"):
            attempt()
    assert store.status().revision == "9999"
    assert site.rows("SELECT count(*) FROM reviews") == [(1,)]


def test_a_running_program_notices_that_another_went_on(site: Site) -> None:
    store = filled(site)
    site.run("UPDATE governance_version SET version_num = '9999'")
    with pytest.raises(RecordsMismatch, match="newer"):
        StoredReviews(store, CLOCK).put("t2", ("a/b",))


def test_a_table_of_another_program_is_neither_taken_nor_touched(site: Site) -> None:
    with closing(site.under().connect()):
        pass
    site.run("CREATE TABLE reviews (stars INTEGER)", "INSERT INTO reviews VALUES (5)")
    with pytest.raises(RecordsMismatch, match="not Citewell's"):
        StoredReviews(site.store(), CLOCK).put("t1", ("a/b",))
    assert site.rows("SELECT * FROM reviews") == [(5,)]
    assert site.store().status().revision is None


def test_a_migration_that_fails_leaves_nothing_half(site: Site) -> None:
    older(site)
    (site.home / keys.NAME).write_text("no key\n")
    with pytest.raises(Unavailable, match="Line 1 of the key file"):
        StoredReviews(site.store(), CLOCK).put("t2", ("a/b",))
    assert site.store().status().revision is None
    assert reasons(site) == [REASON]
    (site.home / keys.NAME).unlink()
    assert_all_there(site.store())


def test_many_that_migrate_at_once_migrate_once(site: Site) -> None:
    older(site)
    stores = [site.store() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda store: store.migrate(), stores))
    assert_all_there(stores[0])
    assert site.rows("SELECT version_num FROM governance_version") == [(REVISION,)]
