"""An act and its entry are one transaction: both or neither."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.answering.recorder import Recorder, entry
from app.answering.recording_overrides import AuditedOverrides
from app.answering.recording_people import AuditedReviews
from app.domain.audit import AuditKind
from app.domain.errors import NotFound, RecordsMismatch
from app.domain.governance import Override
from app.governance.audit.log import AUDIT_KEY
from app.governance.overrides import StoredOverrides
from app.governance.reviewing.queue import StoredReviews
from app.governance.store import Store
from tests.audit_logs import TRACE, key_line, log_on
from tests.audit_logs import entry as answered
from tests.contracts.test_reviewing import Moving
from tests.governance_sites import Site


def test_what_cannot_be_put_on_record_is_not_done(site: Site) -> None:
    store = site.store()
    log = log_on(site, store)
    log.append(answered(1))
    queue = StoredReviews(store, Moving())
    task = queue.put("t1").id
    (site.home / AUDIT_KEY).write_text(key_line() + "\n")
    audited = AuditedReviews(queue, Recorder(log))
    with pytest.raises(RecordsMismatch, match="CITEWELL_AUDIT_KEY_FILE"):
        audited.claim(task, "ann")
    assert queue.show(task).task.by is None
    AuditedReviews(queue, Recorder(log, required=False)).claim(task, "ann")
    assert queue.show(task).task.by == "ann"
    assert len(log.entries()) == 1


def test_what_fails_leaves_no_entry(site: Site) -> None:
    store = site.store()
    log = log_on(site, store)
    queue = StoredReviews(store, Moving())
    with pytest.raises(NotFound):
        AuditedReviews(queue, Recorder(log)).claim(9, "ann")
    assert log.entries() == ()

    def half() -> tuple[None, tuple[()]]:
        queue.put("t1")
        raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        log.together(half)
    assert queue.waiting() == ()
    assert queue.put("t2").trace_id == "t2"  # and others may write again


def test_acts_and_answers_of_many_threads_keep_one_chain(site: Site) -> None:
    store = site.store()
    log = log_on(site, store)
    queue = StoredReviews(store, Moving())
    recorder = Recorder(log)

    def one(number: int) -> None:
        if number % 2:
            log.append(answered(number))
            return
        recorder.act(
            lambda: queue.put(f"t{number}"),
            lambda task: (entry(AuditKind.REVIEW, "listed", f"task:{task.id}", "ann"),),
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(24)))
    log.close()
    found = log.verify()
    assert (found.rows, found.faults) == (24, ())
    assert len(queue.waiting()) == 12


def test_within_a_transaction_another_one_is_a_part_of_it(store: Store) -> None:
    queue = StoredReviews(store, Moving())
    with store.writing():
        queue.put("t1")
        assert queue.list() == ()  # nothing is there before the whole is
    assert len(queue.list()) == 1


def test_an_override_and_its_entry_are_kept_together_once_an_answer(site: Site) -> None:
    store = site.store()
    log = log_on(site, store)
    audited = AuditedOverrides(StoredOverrides(store, Moving()), log)
    override = Override(rule="a/b", clinician="A. Examplo", reason="agreed with renal")
    for _ in range(2):
        audited.record(override, TRACE)
    (told,) = log.entries(trace_id=TRACE)
    assert (told.entry.kind, told.entry.subject) == (AuditKind.OVERRIDE, "a/b")
    (site.home / AUDIT_KEY).write_text(key_line() + "\n")
    with pytest.raises(RecordsMismatch):
        audited.record(override, "f" * 32)
    assert [each.trace_id for each in audited.used()] == [TRACE]
