"""What a store of replies must do, on the fake and on every database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from app.domain.errors import IdempotencyKeyReused, RequestInFlight
from app.domain.idempotency import Claim, KeptReply, KeyedRequest
from app.governance.replies import StoredReplies
from tests.contracts.test_reviewing import Moving
from tests.governance_sites import KINDS, Site, site_on
from tests.idempotency import KEPT, LEASE, FakeReplies
from tests.people import NOON

ANSWER = "1" * 32
REPLY = KeptReply(status=200, media_type="application/json", body='{"a":1}', trace_id=ANSWER)
ASKED = KeyedRequest(
    caller=("north", "key", "a" * 12),
    method="POST",
    target="/v1/questions?",
    key="k",
    body="b" * 64,
)


class Rig(NamedTuple):
    kept: FakeReplies | StoredReplies
    clock: Moving
    other: FakeReplies | StoredReplies
    """As another process has it."""


@pytest.fixture(params=["fake", *KINDS])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    clock = Moving()
    if request.param == "fake":
        kept = FakeReplies(clock)
        yield Rig(kept, clock, kept)
        return
    with site_on(request.param, tmp_path) as site:
        yield Rig(StoredReplies(site.store(), clock), clock, StoredReplies(site.store(), clock))


def claimed(kept: FakeReplies | StoredReplies, request: KeyedRequest = ASKED) -> Claim:
    claim = kept.begin(request)
    assert isinstance(claim, Claim)
    return claim


def test_a_reply_is_given_again_also_by_another_process(rig: Rig) -> None:
    assert rig.kept.finish(claimed(rig.kept), REPLY)
    assert rig.kept.begin(ASKED) == REPLY
    assert rig.other.begin(ASKED) == REPLY


def test_of_many_at_once_one_works(rig: Rig) -> None:
    claimed(rig.kept, ASKED.model_copy(update={"key": "first"}))  # the database is there

    def begin(number: int) -> object:
        try:
            return (rig.kept, rig.other)[number % 2].begin(ASKED)
        except RequestInFlight as error:
            return error

    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(begin, range(8)))
    assert sum(isinstance(each, Claim) for each in begun) == 1
    assert sum(isinstance(each, RequestInFlight) for each in begun) == 7


def test_who_waits_is_told_when_to_look_again(rig: Rig) -> None:
    claimed(rig.kept)
    with pytest.raises(RequestInFlight) as told:
        rig.other.begin(ASKED)
    assert told.value.retry_after > 0


@pytest.mark.parametrize("answered", [False, True])
def test_another_body_is_another_request_and_refused(rig: Rig, answered: bool) -> None:
    claim = claimed(rig.kept)
    if answered:
        rig.kept.finish(claim, REPLY)
    with pytest.raises(IdempotencyKeyReused):
        rig.other.begin(ASKED.model_copy(update={"body": "c" * 64}))


@pytest.mark.parametrize(
    "change",
    [
        {"caller": ("south", "key", "a" * 12)},
        {"caller": ("north", "name", "a" * 12)},
        {"caller": ("north", "key", "b" * 12)},
        {"caller": ("north", "key", "a" * 12, "u")},
        {"method": "PUT"},
        {"target": "/v1/feedback?"},
        {"key": "K"},
    ],
)
def test_whatever_names_a_request_keeps_it_apart(rig: Rig, change: dict[str, object]) -> None:
    rig.kept.finish(claimed(rig.kept), REPLY)
    claimed(rig.kept, ASKED.model_copy(update=change))


def test_what_failed_may_be_tried_again(rig: Rig) -> None:
    rig.kept.free(claimed(rig.kept))
    claimed(rig.other)


def test_a_reply_that_is_kept_is_not_freed(rig: Rig) -> None:
    claim = claimed(rig.kept)
    rig.kept.finish(claim, REPLY)
    rig.kept.free(claim)
    assert rig.kept.begin(ASKED) == REPLY


def test_a_key_is_free_when_the_lease_of_a_crashed_process_ends(rig: Rig) -> None:
    crashed = claimed(rig.kept)
    rig.clock.at = NOON + LEASE - timedelta(seconds=1)
    with pytest.raises(RequestInFlight):
        rig.other.begin(ASKED)
    rig.clock.at = NOON + LEASE
    claim = claimed(rig.other)
    assert not rig.kept.finish(crashed, REPLY)
    rig.kept.free(crashed)
    later = REPLY.model_copy(update={"body": '{"a":2}'})
    assert rig.other.finish(claim, later)
    assert rig.kept.begin(ASKED) == later


def test_a_reply_is_kept_for_its_time_and_then_gone(rig: Rig) -> None:
    rig.kept.finish(claimed(rig.kept), REPLY)
    rig.clock.at = NOON + KEPT - timedelta(seconds=1)
    assert rig.kept.begin(ASKED) == REPLY
    over = NOON + KEPT
    assert (rig.kept.due(NOON), rig.kept.due(over)) == (0, 1)
    assert (rig.kept.forget(over), rig.kept.forget(over)) == (1, 0)
    rig.clock.at = over
    claimed(rig.kept)


def test_the_reply_of_an_answer_can_be_erased(rig: Rig) -> None:
    rig.kept.finish(claimed(rig.kept), REPLY)
    other = ASKED.model_copy(update={"key": "other"})
    without = REPLY.model_copy(update={"trace_id": None})
    rig.kept.finish(claimed(rig.kept, other), without)
    assert (rig.kept.erase(ANSWER), rig.kept.erase(ANSWER)) == (1, 0)
    assert rig.kept.begin(other) == without
    claimed(rig.kept)


@pytest.fixture(params=KINDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with site_on(request.param, tmp_path) as made:
        yield made


def test_the_database_holds_no_word_of_it_and_no_key(site: Site) -> None:
    kept = StoredReplies(site.store(), Moving())
    request = ASKED.model_copy(update={"key": "quetzalcoatl-key", "caller": ("quetzal", "name")})
    reply = REPLY.model_copy(update={"body": '{"said":"quetzalcoatl"}'})
    kept.finish(claimed(kept, request), reply)
    (row,) = site.rows("SELECT * FROM kept_replies")
    assert "quetzal" not in repr(row)
    assert ASKED.body not in repr(row)
    assert kept.begin(request) == reply


def test_the_oldest_replies_of_one_caller_go_first(site: Site) -> None:
    kept = StoredReplies(site.store(), Moving(), most=2)
    requests = [ASKED.model_copy(update={"key": f"key {number}"}) for number in range(4)]
    foreign = ASKED.model_copy(update={"caller": ("south", "key", "b" * 12)})
    kept.finish(claimed(kept, foreign), REPLY)
    for request in requests[:3]:
        kept.finish(claimed(kept, request), REPLY)
    assert kept.begin(requests[2]) == kept.begin(requests[1]) == kept.begin(foreign) == REPLY
    claimed(kept, requests[0])
