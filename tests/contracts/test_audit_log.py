"""What an audit log must do, on the fake and on every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.audit import AuditEntry, AuditKind
from app.domain.ports.audit import AuditLog
from tests.audit_logs import entry, log_on, trace
from tests.fakes import FakeAuditLog
from tests.governance_sites import KINDS, site_on


@pytest.fixture(params=["fake", *KINDS])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AuditLog]:
    if request.param == "fake":
        yield FakeAuditLog()
        return
    with site_on(request.param, tmp_path) as site:
        found = log_on(site)
        yield found
        found.close()


def test_there_is_nothing_at_first(log: AuditLog) -> None:
    assert log.entries() == ()
    assert (log.verify().rows, log.verify().faults) == (0, ())


def test_entries_are_numbered_and_told_newest_first(log: AuditLog) -> None:
    kept = [log.append(entry(number)) for number in (1, 2, 3)]
    assert [one.sequence for one in kept] == [1, 2, 3]
    assert [one.entry for one in kept] == [entry(1), entry(2), entry(3)]
    assert log.entries() == tuple(reversed(kept))
    assert log.entries(most=1) == (kept[2],)
    assert len({one.mac for one in kept}) == 3
    assert log.verify().rows == 3


def test_entries_are_found_by_trace_kind_and_document(log: AuditLog) -> None:
    log.append(AuditEntry(kind=AuditKind.KEY, actor="admin", action="created", subject="key-1"))
    first, second = log.append(entry(7)), log.append(entry(7))
    assert log.entries(trace_id=trace(7)) == (first, second)
    assert [one.entry.subject for one in log.entries(kind=AuditKind.KEY)] == ["key-1"]
    assert log.entries(document_id="d" * 32) == (second, first)
    assert log.entries(trace_id=trace(8)) == ()


def test_hashes_tell_kinds_and_contents_apart(log: AuditLog) -> None:
    known = log.hashed("question", b"one")
    assert log.hashed("question", b"one") == known
    assert len({known, log.hashed("question", b"two"), log.hashed("record", b"one")}) == 3
    assert log.recognises("question", b"one", known)
    assert not log.recognises("question", b"two", known)


def test_progress_ends_with_all_rows(log: AuditLog) -> None:
    log.append(entry())
    told: list[tuple[int, int]] = []
    log.verify(lambda done, number: told.append((done, number)))
    assert told[-1] == (1, 1)


def test_an_act_and_its_entries_are_kept_together(log: AuditLog) -> None:
    log.append(entry(1))
    acts = [
        AuditEntry(kind=AuditKind.SIGN_OFF, actor="ann", action="signed", subject=rule)
        for rule in ("a/b", "a/c")
    ]
    assert log.together(lambda: ("done", acts)) == "done"
    assert log.together(lambda: (None, ())) is None
    assert [one.entry for one in log.entries()] == [acts[1], acts[0], entry(1)]
    assert (log.verify().rows, log.verify().faults) == (3, ())


def test_an_act_that_fails_is_not_on_record(log: AuditLog) -> None:
    def fails() -> tuple[None, list[AuditEntry]]:
        raise LookupError

    with pytest.raises(LookupError):
        log.together(fails)
    assert log.entries() == ()
    assert log.append(entry(1)).sequence == 1
