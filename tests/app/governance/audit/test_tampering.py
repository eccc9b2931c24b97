"""Whoever has the database, and lacks the key, changes nothing unseen: each fault is located."""

import shutil
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.audit import FaultKind
from app.governance.audit.heads import NAME as HEADS
from app.governance.audit.log import AUDIT_KEY
from app.governance.keys import NAME as SEALING_KEY
from app.governance.sqlite import NAME
from tests.audit_logs import COLUMNS, entry, faults, filled, key_line, log_on, tamper, trace
from tests.governance_sites import Site

ROWS: Final = 12


def test_an_untouched_log_holds(site: Site) -> None:
    found = filled(site, ROWS).verify()
    assert (found.rows, found.last, found.signed_until, found.faults) == (ROWS, ROWS, ROWS, ())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("whole"), None)
    filled(site, ROWS)
    site.close()
    return site


def copied(site: Site, home: Path) -> Site:
    for name in (NAME, HEADS, AUDIT_KEY, SEALING_KEY):
        shutil.copy(site.home / name, home / name)
    return Site(home, None)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_changed_byte_of_any_column_is_located(
    whole: Site, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    row = data.draw(st.integers(1, ROWS), "row")
    column = data.draw(st.sampled_from(COLUMNS), "column")
    wanted = f"SELECT CAST({column} AS BLOB) FROM audit_log WHERE sequence = {row}"  # noqa: S608
    ((cell,),) = whole.rows(wanted)
    assert isinstance(cell, bytes)
    raw = bytearray(cell)
    at = data.draw(st.integers(0, len(raw) - 1), "byte")
    raw[at] ^= data.draw(st.integers(1, 255), "flip")

    copy = copied(whole, tmp_path_factory.mktemp("copy"))
    to = f"CAST(x'{raw.hex()}' AS TEXT)"
    tamper(copy, f"UPDATE audit_log SET {column} = {to} WHERE sequence = {row}")  # noqa: S608
    told = faults(log_on(copy).verify())
    copy.close()
    kind = FaultKind.UNKNOWN_KEY if column == "key" else FaultKind.CHANGED
    assert told == [(kind, row, row)]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(row=st.integers(1, ROWS), bit=st.integers(0, 40))
def test_a_changed_sequence_number_is_located(
    whole: Site, tmp_path_factory: pytest.TempPathFactory, row: int, bit: int
) -> None:
    other = row ^ (1 << bit)
    copy = copied(whole, tmp_path_factory.mktemp("copy"))
    tamper(
        copy,
        *(
            f"UPDATE audit_log SET sequence = {to} WHERE sequence = {place}"  # noqa: S608
            for place, to in ((other, -1), (row, other), (-1, row))
        ),
    )
    told = faults(log_on(copy).verify())
    copy.close()
    assert (FaultKind.MOVED, row, row) in told
    assert {kind for kind, _, _ in told} == {FaultKind.MOVED}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_character_is_located_on_every_database(site: Site, column: str) -> None:
    filled(site, ROWS)
    changed = f"overlay({column} placing 'x' from 3 for 1)"
    if site.url is None:
        changed = f"substr({column}, 1, 2) || 'x' || substr({column}, 4)"
    tamper(site, f"UPDATE audit_log SET {column} = {changed} WHERE sequence = 7")  # noqa: S608
    kind = FaultKind.UNKNOWN_KEY if column == "key" else FaultKind.CHANGED
    assert faults(log_on(site).verify()) == [(kind, 7, 7)]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["DELETE FROM audit_log WHERE sequence IN (4, 5)"], [(FaultKind.MISSING, 4, 5)]),
        (["DELETE FROM audit_log WHERE sequence = 1"], [(FaultKind.MISSING, 1, 1)]),
        (["DELETE FROM audit_log WHERE sequence > 9"], [(FaultKind.CUT_OFF, 10, 12)]),
        (["DELETE FROM audit_log"], [(FaultKind.CUT_OFF, 1, 12)]),
        (
            [
                "UPDATE audit_log SET sequence = -1 WHERE sequence = 3",
                "UPDATE audit_log SET sequence = 3 WHERE sequence = 8",
                "UPDATE audit_log SET sequence = 8 WHERE sequence = -1",
            ],
            [(FaultKind.MOVED, 3, 3), (FaultKind.MOVED, 8, 8)],
        ),
        (
            [  # closes the gap that it leaves
                "DELETE FROM audit_log WHERE sequence = 4",
                "UPDATE audit_log SET sequence = -sequence WHERE sequence > 4",
                "UPDATE audit_log SET sequence = -sequence - 1 WHERE sequence < 0",
            ],
            [(FaultKind.MISSING, 4, 4), (FaultKind.MOVED, 5, 12)],
        ),
        (
            [  # makes room for a row of its own
                "UPDATE audit_log SET sequence = -sequence WHERE sequence >= 6",
                "UPDATE audit_log SET sequence = -sequence + 1 WHERE sequence < 0",
                "INSERT INTO audit_log SELECT 6, kind, trace_id, sealed, key, before, before"
                " FROM audit_log WHERE sequence = 5",
            ],
            [(FaultKind.INSERTED, 6, 6), (FaultKind.MOVED, 6, 12)],
        ),
        (
            [
                "INSERT INTO audit_log SELECT 13, kind, trace_id, sealed, key, before, mac"
                " FROM audit_log WHERE sequence = 5"
            ],
            [(FaultKind.COPIED, 13, 13)],
        ),
        (
            [
                "INSERT INTO audit_log SELECT 13, kind, trace_id, sealed, key, mac, before"
                " FROM audit_log WHERE sequence = 12"
            ],
            [(FaultKind.CHANGED, 13, 13)],
        ),
    ],
    ids=["removed", "first", "tail", "all", "swapped", "closed", "inserted", "copied", "added"],
)
def test_rows_that_are_taken_out_or_put_in_are_located(
    site: Site, statements: list[str], expected: list[tuple[FaultKind, int, int]]
) -> None:
    filled(site, ROWS)
    tamper(site, *statements)
    assert faults(log_on(site).verify()) == expected


def test_an_old_copy_of_the_database_is_told_by_newer_heads(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    filled(site, 5)
    site.close()
    kept = (tmp_path / NAME).read_bytes()
    log = log_on(site)
    for number in range(6, 9):
        log.append(entry(number))
    log.close()
    site.close()
    (tmp_path / NAME).write_bytes(kept)
    assert faults(log_on(site).verify()) == [(FaultKind.CUT_OFF, 6, 8)]
    site.close()

    log = log_on(site)  # and it goes on from there
    for number in range(20, 24):
        log.append(entry(number))
    log.close()
    told = faults(log.verify())
    assert told == [(FaultKind.REPLACED, 6, 6), (FaultKind.REPLACED, 8, 8)]
    site.close()


def test_another_key_is_told_as_such(site: Site) -> None:
    filled(site, ROWS)
    (site.home / AUDIT_KEY).write_text(key_line() + "\n")
    told = log_on(site).verify().faults
    assert [(one.kind, one.first, one.last) for one in told if one.kind is not FaultKind.HEAD] == [
        (FaultKind.UNKNOWN_KEY, 1, ROWS)
    ]


def test_rows_of_a_key_that_was_rotated_out_still_hold(site: Site) -> None:
    filled(site, 3)
    file = site.home / AUDIT_KEY
    old = file.read_text()
    file.write_text(key_line() + "\n" + old)
    log = log_on(site)
    log.append(entry(4))
    log.close()
    assert log.verify().faults == ()
    file.write_text(file.read_text().splitlines()[0] + "\n")
    assert (FaultKind.UNKNOWN_KEY, 1, 3) in faults(log_on(site).verify())


def test_heads_that_are_gone_or_forged_are_told(site: Site) -> None:
    filled(site, ROWS)
    heads = site.home / HEADS
    first, last = heads.read_text().splitlines()
    heads.write_text(first + "\n" + last.replace('"sequence":12', '"sequence":11') + "\n")
    (fault,) = log_on(site).verify().faults
    assert (fault.kind, fault.first) == (FaultKind.HEAD, 2)
    heads.write_text("what is this\n" + last + "\n")
    assert faults(log_on(site).verify()) == [(FaultKind.HEAD, 1, 1)]
    heads.unlink()
    assert faults(log_on(site).verify()) == [(FaultKind.HEAD, None, None)]


def test_the_database_refuses_to_change_a_row(site: Site) -> None:
    filled(site, 3)
    for statement in (
        "UPDATE audit_log SET kind = 'referral' WHERE sequence = 2",
        "DELETE FROM audit_log WHERE sequence = 3",
        "INSERT INTO audit_log SELECT 9, kind, trace_id, sealed, key, before, mac FROM audit_log"
        " WHERE sequence = 3",
        *(["TRUNCATE audit_log"] if site.url else []),
        *(
            ["INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log WHERE sequence = 2"]
            if site.url is None
            else []
        ),
    ):
        with pytest.raises(Exception, match="append-only"), site.under().begin() as connection:
            connection.execute(text(statement))
    assert log_on(site).verify().faults == ()


def test_guards_that_are_gone_are_told(site: Site) -> None:
    filled(site, 2)
    if site.url:
        site.run("ALTER TABLE audit_log DISABLE TRIGGER audit_log_no_change")
    else:
        site.run("DROP TRIGGER audit_log_no_update")
    assert faults(log_on(site).verify()) == [(FaultKind.UNGUARDED, None, None)]


def test_a_trace_is_found_again(site: Site) -> None:
    log = filled(site, 4)
    (found,) = log.entries(trace_id=trace(3))
    assert (found.sequence, found.entry) == (3, entry(3))
    assert [one.sequence for one in log.entries(document_id="d" * 32, most=2)] == [4, 3]
    assert log.entries(document_id="e" * 32) == ()
