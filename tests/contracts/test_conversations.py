"""What keeps conversations, on the fake and on every database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

import pytest

from app.domain.conversation import HandOff, Holder, KeptTurn, Why
from app.domain.errors import Conflict, NotFound
from app.domain.ports.conversations import Conversations, HandOffs
from app.governance.conversations.handed_over import StoredHandOffs
from app.governance.conversations.kept import StoredConversations
from tests.conversations import KEPT, TICKET, FakeConversations, FakeHandOffs
from tests.governance_sites import KINDS, site_on
from tests.people import NOON

ID, OTHER = "0" * 31 + "1", "0" * 31 + "2"
ANN = Holder(tenant="north", account="app", user="u-1")
STRANGERS = (
    Holder(tenant="south", account="app", user="u-1"),
    Holder(tenant=None, account="app", user="u-1"),
    Holder(tenant="north", account="other", user="u-1"),
    Holder(tenant="north", account="app", user="u-2"),
    Holder(tenant="north", account="app", user=None),
)


class Moving:
    def __init__(self) -> None:
        self.at: datetime = NOON

    def now(self) -> datetime:
        return self.at


class Kept(NamedTuple):
    conversations: Conversations
    hand_offs: HandOffs
    clock: Moving


@pytest.fixture(params=["fake", *KINDS])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    clock = Moving()
    if request.param == "fake":
        yield Kept(FakeConversations(clock), FakeHandOffs(), clock)
        return
    with site_on(request.param, tmp_path) as site:
        store = site.store()
        yield Kept(StoredConversations(store, clock), StoredHandOffs(store), clock)


def turn(message: str) -> KeptTurn:
    return KeptTurn(at=NOON, message=message, reply="so", kind="answer", trace_id="t")


def say(kept: Kept, message: str) -> None:
    ticket = kept.conversations.take(ID, ANN).ticket
    kept.conversations.add(ID, ticket, turn(message))


def test_turns_come_back_as_they_were_said(kept: Kept) -> None:
    first = kept.conversations.begin(ID, ANN, turn("one"))
    assert (first.id, first.begun, first.until) == (ID, NOON, NOON + KEPT)
    kept.clock.at += timedelta(days=3)
    for number in range(2, 13):
        say(kept, f"turn {number}")
    found = kept.conversations.read(ID, ANN)
    assert [each.message for each in found.turns] == ["one", *(f"turn {n}" for n in range(2, 13))]
    assert found.until == kept.clock.at + KEPT
    assert found.begun == NOON


@pytest.mark.parametrize("stranger", STRANGERS)
def test_nobody_else_finds_a_conversation(kept: Kept, stranger: Holder) -> None:
    kept.conversations.begin(ID, ANN, turn("one"))
    for attempt in (
        kept.conversations.read,
        kept.conversations.take,
        kept.conversations.delete,
    ):
        with pytest.raises(NotFound):
            attempt(ID, stranger)
        with pytest.raises(NotFound):
            attempt(OTHER, ANN)
    assert len(kept.conversations.read(ID, ANN).turns) == 1


def test_one_message_is_answered_at_a_time(kept: Kept) -> None:
    kept.conversations.begin(ID, ANN, turn("one"))
    taken = kept.conversations.take(ID, ANN)
    with pytest.raises(Conflict):
        kept.conversations.take(ID, ANN)
    kept.conversations.put_back(ID, "another ticket")
    with pytest.raises(Conflict):
        kept.conversations.take(ID, ANN)
    kept.conversations.put_back(ID, taken.ticket)
    again = kept.conversations.take(ID, ANN)
    assert [each.message for each in again.conversation.turns] == ["one"]


def test_a_ticket_that_was_lost_does_not_hold_the_conversation_for_ever(kept: Kept) -> None:
    kept.conversations.begin(ID, ANN, turn("one"))
    lost = kept.conversations.take(ID, ANN).ticket
    kept.clock.at += TICKET
    taken = kept.conversations.take(ID, ANN).ticket
    with pytest.raises(Conflict):
        kept.conversations.add(ID, lost, turn("too late"))
    kept.conversations.add(ID, taken, turn("two"))
    assert [each.message for each in kept.conversations.read(ID, ANN).turns] == ["one", "two"]


def test_a_ticket_adds_one_turn(kept: Kept) -> None:
    kept.conversations.begin(ID, ANN, turn("one"))
    ticket = kept.conversations.take(ID, ANN).ticket
    kept.conversations.add(ID, ticket, turn("two"))
    with pytest.raises(Conflict):
        kept.conversations.add(ID, ticket, turn("two again"))


def test_what_is_over_its_time_is_gone_whether_or_not_anybody_forgot_it(kept: Kept) -> None:
    kept.conversations.begin(ID, ANN, turn("one"))
    kept.clock.at += KEPT - timedelta(seconds=1)
    kept.conversations.read(ID, ANN)
    assert kept.conversations.forget(kept.clock.at) == 0
    kept.clock.at += timedelta(seconds=1)
    with pytest.raises(NotFound):
        kept.conversations.take(ID, ANN)
    with pytest.raises(NotFound):
        kept.conversations.read(ID, ANN)


def test_the_job_forgets_what_is_over_and_nothing_else(kept: Kept) -> None:
    kept.conversations.begin(ID, ANN, turn("one"))
    kept.clock.at += KEPT - timedelta(days=1)
    kept.conversations.begin(OTHER, ANN, turn("newer"))
    kept.clock.at += timedelta(days=1)
    assert kept.conversations.forget(kept.clock.at) == 1
    assert kept.conversations.forget(kept.clock.at) == 0
    assert kept.conversations.read(OTHER, ANN).turns[0].message == "newer"


def test_a_deleted_conversation_is_gone_and_takes_no_further_turn(kept: Kept) -> None:
    kept.conversations.begin(ID, ANN, turn("one"))
    ticket = kept.conversations.take(ID, ANN).ticket
    kept.conversations.delete(ID, ANN)
    for attempt in (kept.conversations.read, kept.conversations.delete):
        with pytest.raises(NotFound):
            attempt(ID, ANN)
    with pytest.raises(NotFound):
        kept.conversations.add(ID, ticket, turn("two"))


def test_of_many_who_come_at_once_one_is_answered(kept: Kept) -> None:
    if isinstance(kept.conversations, FakeConversations):
        pytest.skip("a fake knows no threads")
    kept.conversations.begin(ID, ANN, turn("one"))
    at_once = Barrier(6)

    def coming(number: int) -> str | None:
        at_once.wait()
        try:
            return kept.conversations.take(ID, ANN).ticket
        except Conflict:
            return None

    with ThreadPoolExecutor(6) as pool:
        tickets = [each for each in pool.map(coming, range(6)) if each is not None]
    assert len(tickets) == 1
    kept.conversations.add(ID, tickets[0], turn("two"))
    assert [each.message for each in kept.conversations.read(ID, ANN).turns] == ["one", "two"]


def test_a_hand_off_is_told_once(kept: Kept) -> None:
    made = HandOff(id=ID, at=NOON, why=Why.ASKED, task=7, conversation=OTHER)
    kept.hand_offs.add(made)
    kept.hand_offs.add(made.model_copy(update={"task": 8}))
    unkept = HandOff(id=OTHER, at=NOON, why=Why.BLOCKED, task=9)
    kept.hand_offs.add(unkept)
    assert kept.hand_offs.unsent() == (made, unkept)
    kept.hand_offs.sent(ID, NOON)
    assert kept.hand_offs.unsent() == (unkept,)
