"""What a store of feedback must do, on the fake and on every database."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from app.domain.feedback import Feedback, Verdict
from app.domain.question import Caller
from app.governance.feedback import StoredFeedback
from app.http.auth import EVERYTHING
from tests.contracts.test_reviewing import Moving
from tests.feedback import KEPT, FakeFeedback
from tests.governance_sites import KINDS, site_on
from tests.people import NOON

FIRST, SECOND = "1" * 32, "2" * 32
WARD = Caller(name="ward app", access=EVERYTHING, key_id="a" * 12, tenant="north")
NAMESAKE = Caller(name="ward app", access=EVERYTHING, key_id="b" * 12)
ANN = Caller(name="site:ann", access=EVERYTHING)


class Rig(NamedTuple):
    kept: FakeFeedback | StoredFeedback
    clock: Moving


@pytest.fixture(params=["fake", *KINDS])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    clock = Moving()
    if request.param == "fake":
        yield Rig(FakeFeedback(clock), clock)
        return
    with site_on(request.param, tmp_path) as site:
        yield Rig(StoredFeedback(site.store(), clock), clock)


def said(trace_id: str, verdict: Verdict = Verdict.HELPFUL, comment: str = "") -> Feedback:
    return Feedback(trace_id=trace_id, verdict=verdict, comment=comment)


def test_there_is_nothing_at_first(rig: Rig) -> None:
    assert rig.kept.newest() == ()
    assert (rig.kept.due(NOON), rig.kept.forget(NOON), rig.kept.erase(FIRST)) == (0, 0, 0)


def test_what_is_given_is_told_newest_first(rig: Rig) -> None:
    first = rig.kept.put(said(FIRST, Verdict.WRONG, "The dose is another."), WARD)
    second = rig.kept.put(Feedback(trace_id=SECOND, verdict=Verdict.UNSAFE, claim=2), ANN)
    assert (first.by, first.key, first.tenant) == ("ward app", "a" * 12, "north")
    assert (first.at, first.until) == (NOON, NOON + KEPT)
    assert rig.kept.newest() == (second, first)
    assert rig.kept.newest(1) == (second,)
    assert rig.kept.newest(verdict=Verdict.WRONG) == (first,)
    assert rig.kept.newest(trace_id=SECOND) == (second,)


def test_a_caller_has_one_word_on_an_answer_and_a_namesake_another(rig: Rig) -> None:
    rig.kept.put(said(FIRST, Verdict.UNSAFE, "Too high."), WARD)
    of_namesake = rig.kept.put(said(FIRST, Verdict.WRONG), NAMESAKE)
    other = rig.kept.put(said(SECOND, Verdict.WRONG), WARD)
    last = rig.kept.put(said(FIRST, Verdict.HELPFUL), WARD)
    assert rig.kept.newest() == (last, other, of_namesake)
    assert last.feedback.comment == ""


def test_it_is_kept_for_its_time_and_then_gone(rig: Rig) -> None:
    rig.kept.put(said(FIRST), WARD)
    rig.clock.at = NOON + timedelta(days=1)
    later = rig.kept.put(said(SECOND), WARD)
    over = NOON + KEPT
    assert (rig.kept.due(over - timedelta(seconds=1)), rig.kept.due(over)) == (0, 1)
    rig.clock.at = over
    assert rig.kept.newest() == (later,)
    assert rig.kept.forget(over) == 1
    assert (rig.kept.due(over), rig.kept.forget(over)) == (0, 0)
    assert rig.kept.newest() == (later,)


def test_what_is_kept_of_one_answer_can_be_erased(rig: Rig) -> None:
    rig.kept.put(said(FIRST), WARD)
    rig.kept.put(said(FIRST), ANN)
    other = rig.kept.put(said(SECOND), WARD)
    assert rig.kept.erase(FIRST) == 2
    assert rig.kept.newest() == (other,)
