"""What overrides and the review queue must do, on the fakes and on every database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from app.domain.governance import Override
from app.domain.ports.governance import Overrides, ReviewQueue
from app.governance.overrides import StoredOverrides
from app.governance.reviews import StoredReviews
from tests.fakes import FakeClock, FakeOverrides, FakeReviewQueue
from tests.governance_sites import KINDS, site_on


class Rig(NamedTuple):
    overrides: Overrides
    queue: ReviewQueue


@pytest.fixture(params=["fake", *KINDS])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    if request.param == "fake":
        yield Rig(FakeOverrides(), FakeReviewQueue())
        return
    with site_on(request.param, tmp_path) as site:
        store = site.store()
        clock = FakeClock(datetime(2026, 3, 1, tzinfo=UTC))
        yield Rig(StoredOverrides(store, clock), StoredReviews(store, clock))


def override(rule: str = "a/b", reason: str = "nothing else is left") -> Override:
    return Override(rule=rule, clinician="Dr A. Examplo", reason=reason)


def test_there_is_nothing_at_first(rig: Rig) -> None:
    assert rig.overrides.used() == ()
    assert rig.queue.waiting() == ()


def test_overrides_are_told_newest_first(rig: Rig) -> None:
    first = rig.overrides.record(override(), "t1")
    second = rig.overrides.record(override("a/c", "a different reason"), "t1")
    third = rig.overrides.record(override(), "t2")
    assert (first.override, first.trace_id) == (override(), "t1")
    assert rig.overrides.used() == (third, second, first)


def test_an_override_counts_once_an_answer_and_its_first_reason_stays(rig: Rig) -> None:
    rig.overrides.record(override(), "t1")
    rig.overrides.record(override(reason="a different reason"), "t1")
    (used,) = rig.overrides.used()
    assert used.override.reason == "nothing else is left"


def test_tasks_are_told_oldest_first(rig: Rig) -> None:
    first = rig.queue.put("t1", ("a/b", "a/c"))
    second = rig.queue.put("t2", ("a/b",))
    assert rig.queue.waiting() == (first, second)
    assert first.rules == ("a/b", "a/c")
