"""What a history of outcomes must do, on the fake and on every database."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from app.domain.abstention import AbstentionReason
from app.domain.audit import LEFT, AuditEntry, AuditKind, CheckMark
from app.domain.corpus import Audience
from app.domain.errors import RecordsMismatch
from app.domain.ports.watched import OutcomeHistory
from app.domain.safety import CheckStatus
from app.domain.watched import Came, WatchedOutcome
from app.governance.audit import rows
from app.governance.audit.heads import Heads
from app.governance.audit.history import AuditedHistory
from app.governance.audit.log import StoredAuditLog
from app.governance.keys import KeyFile
from tests.audit_logs import filled, tamper
from tests.fakes import FakeOutcomeHistory
from tests.governance_sites import KINDS, site_on
from tests.people import NOON

TRACE = "5" * 32


class Moving:
    def __init__(self) -> None:
        self.at: datetime = NOON

    def now(self) -> datetime:
        return self.at


class Rig(NamedTuple):
    history: OutcomeHistory
    put: Callable[[WatchedOutcome], None]


@pytest.fixture(params=["fake", *KINDS])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    if request.param == "fake":
        fake = FakeOutcomeHistory()
        yield Rig(fake, fake.kept.append)
        return
    with site_on(request.param, tmp_path) as site:
        store, clock = site.store(), Moving()
        keys = KeyFile(site.home / "audit.key", makes=True)
        log = StoredAuditLog(store, clock, keys, Heads(site.home / "heads.jsonl"))

        def put(outcome: WatchedOutcome) -> None:
            clock.at = outcome.at
            log.append(entry_of(outcome))
            log.append(AuditEntry(kind=AuditKind.ASKED, actor="ward-7"))
            log.append(AuditEntry(kind=AuditKind.KEY, actor="admin", action="made"))

        yield Rig(AuditedHistory(store), put)
        log.close()


def entry_of(outcome: WatchedOutcome) -> AuditEntry:
    """The row that such an outcome leaves."""
    marks = {
        CheckMark(name="a", status=CheckStatus.BLOCK): outcome.blocked,
        CheckMark(name="b", status=CheckStatus.WARN, overridden=True): outcome.overridden,
        CheckMark(name="c", status=CheckStatus.NOT_CHECKED): outcome.not_checked,
        CheckMark(name="d", status=CheckStatus.PASS): True,
    }
    why = outcome.why
    left = outcome.came is Came.LEFT
    broke = outcome.came in (Came.FAILURE, Came.LEFT)
    return AuditEntry(
        kind=AuditKind.FAILURE if left else AuditKind(outcome.came.value),
        actor="ward-7",
        trace_id=outcome.trace_id,
        audience=outcome.audience,
        role=outcome.role,
        action=(LEFT if left else why) if broke else None,
        reason=AbstentionReason(why) if why and outcome.came is Came.ABSTENTION else None,
        findings=(f"{why}/stroke", "crisis/x") if outcome.came is Came.REFERRAL else (),
        topics=outcome.topics,
        confidence=outcome.confidence,
        checks=tuple(mark for mark, said in marks.items() if said),
        withheld=("numbers",) if outcome.withheld else (),
        seconds=outcome.seconds,
    )


def answer(at: datetime, **more: object) -> WatchedOutcome:
    return WatchedOutcome(at=at, came=Came.ANSWER, trace_id=TRACE, **more)


def test_there_is_nothing_at_first(rig: Rig) -> None:
    assert list(rig.history.outcomes(NOON)) == []


@pytest.mark.parametrize(
    "outcome",
    [
        answer(NOON),
        answer(
            NOON,
            audience=Audience.PATIENT,
            role="patient_app",
            topics=("heart", "diabetes"),
            confidence=0.75,
            withheld=True,
            overridden=True,
            seconds=1.5,
        ),
        answer(NOON, blocked=True, not_checked=True),
        WatchedOutcome(at=NOON, came=Came.ABSTENTION, trace_id=TRACE, why="weak_evidence"),
        WatchedOutcome(at=NOON, came=Came.REFERRAL, trace_id=TRACE, why="emergency"),
        WatchedOutcome(at=NOON, came=Came.FAILURE, why="IndexUnavailable"),
        WatchedOutcome(at=NOON, came=Came.LEFT, why=LEFT),
    ],
    ids=["bare", "whole", "blocked", "abstention", "referral", "failure", "left"],
)
def test_an_outcome_is_told_as_it_was(rig: Rig, outcome: WatchedOutcome) -> None:
    rig.put(outcome)
    assert list(rig.history.outcomes(NOON)) == [outcome]


def test_what_lies_before_is_not_told(rig: Rig) -> None:
    for hours in range(5):
        rig.put(answer(NOON + timedelta(hours=hours)))
    found = rig.history.outcomes(NOON + timedelta(hours=3))
    assert sorted(each.at.hour for each in found) == [15, 16]


def test_a_clock_that_was_set_back_for_a_moment_hides_nothing(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hours in (3, 4, 0, 5, 6):
        rig.put(answer(NOON + timedelta(hours=hours)))
    monkeypatch.setattr(rows, "AT_ONCE", 2)
    found = rig.history.outcomes(NOON + timedelta(hours=3))
    assert sorted(each.at.hour for each in found) == [15, 16, 17, 18]


def test_many_are_read_in_portions_and_each_once(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "AT_ONCE", 3)
    for minutes in range(9):
        rig.put(answer(NOON + timedelta(minutes=minutes)))
    assert sorted(each.at.minute for each in rig.history.outcomes(NOON)) == list(range(9))


def test_a_row_that_is_none_of_ours_is_told_by_its_number(tmp_path: Path) -> None:
    with site_on("sqlite", tmp_path) as site:
        filled(site, 2).close()
        tamper(site, "UPDATE audit_log SET sealed = '{}' WHERE sequence = 1")
        with pytest.raises(RecordsMismatch, match="Row 1 of the audit log"):
            list(AuditedHistory(site.store()).outcomes(NOON))
