"""The store: one writer at a time, nothing confirmed is lost, failures told in plain words."""

import logging
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import ArgumentError

from app.domain.errors import ConfigurationError, Unavailable
from app.governance import postgres, sqlite
from app.governance.reviews import StoredReviews
from app.governance.sqlite import NAME
from app.governance.store import Store
from app.governance.tables import REVIEWS
from tests.fakes import FakeClock
from tests.governance_sites import Site, needs_postgres, site_on

ROOT = Path(__file__).parents[3]
CLOCK = FakeClock(datetime(2026, 3, 1, 12, tzinfo=UTC))
SECRET = "correct-horse-battery"


def queue(store: Store) -> StoredReviews:
    return StoredReviews(store, CLOCK)


def traces(store: Store) -> list[str]:
    return [one.trace_id for one in queue(store).waiting()]


def writer(site: Site, name: str, threads: int, each: int) -> "subprocess.Popen[str]":
    named = (str(site.home), site.url or "", name, str(threads), str(each))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.app.governance.writer", *named],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_reading_writes_nothing(site: Site) -> None:
    assert traces(site.store()) == []
    assert list(site.home.iterdir()) == []
    if site.url:
        assert site.rows("SELECT 1 FROM pg_tables WHERE schemaname = current_schema()") == []


def test_what_the_body_raises_takes_its_record_back(store: Store) -> None:
    queue(store).put("kept", ("a/b",))

    def fails() -> None:
        with store.writing() as connection:
            connection.execute(insert(REVIEWS), {"trace_id": "gone", "rules": "a/b", "at": "x"})
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert traces(store) == ["kept"]


def test_a_mistake_in_a_statement_is_not_taken_for_a_failing_database(store: Store) -> None:
    with pytest.raises(ArgumentError), store.writing() as connection:
        connection.execute("not a statement")  # type: ignore[call-overload]


def test_a_reader_sees_one_moment(site: Site) -> None:
    store, other = site.store(), site.store()
    queue(store).put("before", ("a/b",))
    count = select(func.count()).select_from(REVIEWS)
    with store.reading() as connection:
        assert connection is not None
        assert connection.execute(count).scalar() == 1
        queue(other).put("meanwhile", ("a/b",))
        assert connection.execute(count).scalar() == 1
    assert traces(store) == ["before", "meanwhile"]


def test_what_a_writer_read_stays_true_until_it_has_written(site: Site) -> None:
    """Increments of one value by 4 stores and 16 threads: none is lost."""
    stores = [site.store() for _ in range(4)]
    queue(stores[0]).put("counter", ("0",))

    def increment(number: int) -> None:
        with stores[number % 4].writing() as connection:
            value = int(str(connection.execute(select(REVIEWS.c.rules)).scalar()))
            connection.execute(update(REVIEWS).values(rules=str(value + 1)))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(increment, range(64)))
    assert queue(stores[0]).waiting()[0].rules == ("64",)


def test_fifty_writers_of_four_processes_lose_nothing(site: Site) -> None:
    """They begin with no database at all, so that its making is raced for, too."""
    threads = (13, 13, 12, 12)
    running = [writer(site, f"p{number}", count, 4) for number, count in enumerate(threads)]
    told = [process.communicate(timeout=240)[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0]
    confirmed = [trace for each in told for trace in each]
    assert len(confirmed) == 200
    assert sorted(traces(site.store())) == sorted(confirmed)


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_killed_writer_loses_nothing_that_was_confirmed(site: Site, after: int) -> None:
    process = writer(site, "killed", 4, 100_000)
    assert process.stdout is not None
    confirmed = [process.stdout.readline().strip() for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    confirmed += process.communicate(timeout=60)[0].splitlines()
    kept = traces(site.store())
    # the last line may have been cut by the kill
    assert set(confirmed[:-1]) <= set(kept)
    assert len(kept) >= after
    queue(site.store()).put("the next", ("a/b",))


def test_a_busy_database_is_told_and_heals(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WAIT", 0.2)
    monkeypatch.setattr(postgres, "WAIT", 1)
    holder, store = site.store(), site.store()
    queue(store).put("before", ("a/b",))
    with holder.writing(), pytest.raises(Unavailable, match="try again"):
        queue(store).put("waits", ("a/b",))
    queue(store).put("after", ("a/b",))
    assert traces(store) == ["before", "after"]


def test_no_value_of_a_row_is_in_an_error(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    row = {"id": 1, "trace_id": SECRET, "rules": SECRET, "at": SECRET}

    def write() -> None:
        with store.writing() as connection:
            connection.execute(insert(REVIEWS), row)

    write()
    with pytest.raises(Unavailable, match="Another writer was first") as told:
        write()
    assert SECRET not in str(told.value) + caplog.text
    assert told.value.__suppress_context__


# a full disk, and a file that goes and comes


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    with closing(Store(tmp_path)) as store:
        queue(store).put("before", ("a/b",))
        with store.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(Unavailable, match="Free some space"):
            queue(store).put("x" * 100_000, ("a/b",))
        assert traces(store) == ["before"]


def test_a_file_that_may_not_grow_loses_nothing_confirmed(tmp_path: Path) -> None:
    """The kernel refuses the write, as on a full disk, at whatever moment it comes."""
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY));"
        "from tests.app.governance.writer import main;"
        "main(sys.argv[1], '', 'full', '1', '100000')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 1
    assert "Free some space" in done.stderr
    confirmed = done.stdout.split()
    assert confirmed
    with closing(Store(tmp_path)) as store:
        assert set(confirmed) <= set(traces(store))
        queue(store).put("the next", ("a/b",))


def test_a_file_that_is_gone_is_told_and_heals_when_it_is_back(tmp_path: Path) -> None:
    with closing(Store(tmp_path)) as store:
        queue(store).put("before", ("a/b",))
        with closing(sqlite3.connect(tmp_path / NAME)) as backup:
            backup.execute(f"VACUUM INTO '{tmp_path / 'backup'}'")
        for file in tmp_path.glob(f"{NAME}*"):
            file.unlink()
        for attempt in (lambda: queue(store).put("lost", ("a/b",)), lambda: traces(store)):
            with pytest.raises(Unavailable, match="Put it back"):
                attempt()
        assert not (tmp_path / NAME).exists()
        shutil.move(tmp_path / "backup", tmp_path / NAME)
        queue(store).put("after", ("a/b",))
        assert traces(store) == ["before", "after"]


def test_the_file_is_for_its_user_alone(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "new")) as store:
        queue(store).put("trace", ("a/b",))
        modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()}
    assert modes.pop(NAME) == 0o600
    assert set(modes.values()) == {0o600}


def test_a_home_may_be_named_oddly(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "a home #1? %20" / "100%")) as store:
        queue(store).put("trace", ("a/b",))
        assert traces(store) == ["trace"]


# a server that goes and comes


@needs_postgres
def test_a_server_that_drops_every_connection_heals(tmp_path: Path) -> None:
    with site_on("postgres", tmp_path) as site:
        store = site.store()
        queue(store).put("before", ("a/b",))
        site.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        queue(store).put("after", ("a/b",))
        assert traces(store) == ["before", "after"]


@needs_postgres
def test_a_connection_lost_in_the_middle_loses_that_record_alone(tmp_path: Path) -> None:
    with site_on("postgres", tmp_path) as site:
        store = site.store()
        queue(store).put("before", ("a/b",))

        def cut_off() -> None:
            with store.writing() as connection:
                own = connection.execute(text("SELECT pg_backend_pid()")).scalar()
                site.run(f"SELECT pg_terminate_backend({own})")
                connection.execute(insert(REVIEWS), {"trace_id": "lost", "rules": "x", "at": "x"})

        with pytest.raises(Unavailable, match="can be reached"):
            cut_off()
        queue(store).put("after", ("a/b",))
        assert traces(store) == ["before", "after"]


@needs_postgres
@pytest.mark.parametrize(
    ("server", "ours"), [("off", "on"), ("on", "on"), ("remote_apply", "remote_apply")]
)
def test_a_record_is_durable_whatever_the_server_is_set_to(
    tmp_path: Path, server: str, ours: str
) -> None:
    with site_on("postgres", tmp_path) as site:
        assert site.url is not None
        site.url = site.url.replace("options=", f"options=-csynchronous_commit%3D{server}%20")
        assert site.rows("SHOW synchronous_commit") == [(server,)]
        with site.store().writing() as connection:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == ours


def test_a_file_is_durable(tmp_path: Path) -> None:
    with closing(Store(tmp_path)) as store, store.writing() as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        ]
    assert said == ["wal", 2, 1]


@needs_postgres
def test_a_server_out_of_reach_is_told_without_its_password(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = f"{postgres.DRIVER}://somebody:{SECRET}@127.0.0.1:1/records?application_name={SECRET}"
    with closing(Store(tmp_path, url)) as store:
        for attempt in (lambda: traces(store), lambda: queue(store).put("x", ("a/b",))):
            with pytest.raises(Unavailable, match="CITEWELL_GOVERNANCE_URL") as told:
                attempt()
            assert "127.0.0.1:1/records" in str(told.value)
            assert SECRET not in f"{told.value!r}{store.place.told}{caplog.text}"
            assert "somebody" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [f"mysql://u:{SECRET}@host/x", f"postgresql://u:{SECRET}@h/x", SECRET, f"a://b:c:{SECRET}@"],
)
def test_what_is_no_url_of_postgresql_is_refused_without_being_repeated(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(ConfigurationError, match=r"postgresql\+psycopg://") as told:
        Store(tmp_path, url)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize(
    ("rest", "verified"),
    [
        ("db.hospital.example/x", False),
        ("db.hospital.example/x?sslmode=require", False),
        ("db.hospital.example/x?sslmode=verify-full", True),
        ("localhost/x", True),
    ],
)
def test_a_server_elsewhere_must_show_who_it_is(rest: str, verified: bool) -> None:
    assert postgres.PostgresPlace(f"{postgres.DRIVER}://u:p@{rest}").verified is verified
