"""Many writers, one chain; writers that are killed; disks and clocks that fail."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.domain.errors import RecordsMismatch, Unavailable
from app.governance.audit.heads import NAME as HEADS
from app.governance.audit.heads import Heads, lines
from app.governance.audit.log import AUDIT_KEY, StoredAuditLog
from app.governance.keys import Key, KeyFile
from tests.audit_logs import entry, filled, key_line, log_on, trace
from tests.fakes import FakeClock
from tests.governance_sites import Site


def writer(site: Site, first: int, threads: int, each: int) -> "subprocess.Popen[str]":
    arguments = (str(site.home), site.url or "", str(first), str(threads), str(each))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.app.governance.audit.writer", *arguments],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_fifty_threads_keep_one_chain(site: Site) -> None:
    log = log_on(site)
    with ThreadPoolExecutor(50) as pool:
        kept = list(pool.map(lambda number: log.append(entry(number)), range(200)))
    assert sorted(one.sequence for one in kept) == list(range(1, 201))
    assert [one.entry for one in kept] == [entry(number) for number in range(200)]
    log.close()
    found = log.verify()
    assert (found.rows, found.signed_until, found.faults) == (200, 200, ())


class Beaten(KeyFile):
    """Another writer makes the key just after this one looked for it in vain."""

    def held(self) -> tuple[Key, ...]:
        try:
            return super().held()
        except RecordsMismatch:
            self.make()
            raise


def test_the_first_entries_of_two_writers_are_both_kept(site: Site) -> None:
    keys = Beaten(site.home / AUDIT_KEY, makes=True)
    log = StoredAuditLog(site.store(), SystemClock(), keys, Heads(site.home / HEADS))
    assert log.append(entry(1)).sequence == 1
    log.close()
    assert log.verify().faults == ()


def test_a_key_file_that_holds_no_key_is_told_and_left(site: Site) -> None:
    (site.home / AUDIT_KEY).write_text("no key\n")
    with pytest.raises(RecordsMismatch, match="is no key"):
        log_on(site).append(entry(1))
    assert (site.home / AUDIT_KEY).read_text() == "no key\n"


def test_processes_keep_one_chain(site: Site) -> None:
    filled(site, 1)
    processes = [writer(site, 1000 * number, 13, 6) for number in (1, 2, 3, 4)]
    told = [line.split() for each in processes for line in each.communicate()[0].splitlines()]
    assert [each.returncode for each in processes] == [0, 0, 0, 0]
    assert sorted(int(sequence) for sequence, _ in told) == list(range(2, 4 * 13 * 6 + 2))
    log = log_on(site)
    assert log.verify().faults == ()
    there = {one.sequence: one.entry.trace_id for one in log.entries()}
    assert all(there[int(sequence)] == trace_id for sequence, trace_id in told)


def test_a_killed_writer_loses_nothing_that_was_told(site: Site) -> None:
    filled(site, 1)
    with writer(site, 1000, 8, 100_000) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(40)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().splitlines(keepends=True)
    whole = [line.split() for line in told if line.endswith("\n")]
    log = log_on(site)
    there = {one.sequence: one.entry.trace_id for one in log.entries()}
    assert all(there[int(sequence)] == trace_id for sequence, trace_id in whole)
    assert log.verify().faults == ()
    log.append(entry(5))
    log.close()
    assert log.verify().faults == ()


def test_a_head_that_was_half_written_hides_nothing(site: Site) -> None:
    filled(site, 2)
    heads = site.home / HEADS
    with heads.open("a") as to:
        to.write('{"sequence":3,"mac"')
    assert log_on(site).verify().faults == ()
    log = log_on(site)
    log.append(entry(3))
    log.close()
    found = log.verify()
    assert found.signed_until == 3
    assert [fault.first for fault in found.faults] == [3]  # now a line that is no head


def test_heads_come_by_rows_by_time_and_at_the_end(site: Site) -> None:
    heads = Heads(site.home / HEADS, rows=3, seconds=3600)
    keys = KeyFile(site.home / AUDIT_KEY, makes=True)
    log = StoredAuditLog(site.store(), FakeClock(datetime(2026, 3, 1, tzinfo=UTC)), keys, heads)
    for number in range(1, 7):
        log.append(entry(number))
    assert [one.head and one.head.sequence for one in lines(heads.file)] == [1, 4]
    log.close()
    assert [one.head and one.head.sequence for one in lines(heads.file)] == [1, 4, 6]
    log.close()
    assert len(list(lines(heads.file))) == 3
    assert heads.file.stat().st_mode & 0o777 == 0o600


def test_a_quiet_log_gets_its_head_after_a_while(site: Site) -> None:
    heads = Heads(site.home / HEADS, seconds=0.2)
    keys = KeyFile(site.home / AUDIT_KEY, makes=True)
    log = StoredAuditLog(site.store(), FakeClock(datetime(2026, 3, 1, tzinfo=UTC)), keys, heads)
    log.append(entry(1))
    log.append(entry(2))
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if [one.head and one.head.sequence for one in lines(heads.file)] == [1, 2]:
            break
        time.sleep(0.05)
    assert log.verify().signed_until == 2
    log.close()


def test_heads_that_cannot_be_written_stop_no_answer_and_are_made_up_for(site: Site) -> None:
    place = site.home / "elsewhere"
    place.write_text("no folder")
    log = log_on(site, heads=place / HEADS)
    log.append(entry(1))
    assert "cannot be written" in (log.heads.failing or "")
    place.unlink()
    log.append(entry(2))
    assert (log.heads.failing or "") == ""
    assert log.verify().signed_until == 2
    log.close()


def test_a_clock_that_is_set_back_is_noted_and_no_fault(site: Site) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for hours in (0, 1, -5):
        keys = KeyFile(site.home / AUDIT_KEY, makes=True)
        clock = FakeClock(noon + timedelta(hours=hours))
        log = StoredAuditLog(site.store(), clock, keys, Heads(site.home / HEADS))
        log.append(entry(hours + 10))
        log.close()
    found = log.verify()
    assert (found.faults, found.time_goes_back) == ((), (3,))


def test_another_key_begins_no_second_chain(site: Site) -> None:
    filled(site, 2)
    (site.home / AUDIT_KEY).write_text(key_line() + "\n")
    with pytest.raises(RecordsMismatch, match="CITEWELL_AUDIT_KEY_FILE"):
        log_on(site).append(entry(3))
    (site.home / AUDIT_KEY).unlink()
    with pytest.raises(Unavailable, match="CITEWELL_AUDIT_KEY_FILE"):
        log_on(site).append(entry(3))
    assert not (site.home / AUDIT_KEY).exists()


def test_a_key_is_made_for_this_user_alone(site: Site) -> None:
    filled(site, 1)
    assert (site.home / AUDIT_KEY).stat().st_mode & 0o777 == 0o600


def test_a_full_disk_is_told_and_the_chain_goes_on(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    filled(site, 2)
    store = site.store()
    log = log_on(site, store)
    ((pages,),) = site.rows("PRAGMA page_count")
    with store.writing() as connection:  # the limit holds for this connection alone
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable, match="space"):
        [log.append(entry(number)) for number in range(500)]
    site.close()
    log = log_on(site)
    before = log.verify().rows
    log.append(entry(9))
    log.close()
    assert (log.verify().rows, log.verify().faults) == (before + 1, ())
    site.close()


def test_no_trace_is_lost_between_batches(site: Site) -> None:
    log = log_on(site)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: log.append(entry(number)), range(40)))
    assert {one.entry.trace_id for one in log.entries()} == {trace(number) for number in range(40)}
    log.close()
