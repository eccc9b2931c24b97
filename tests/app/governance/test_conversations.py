"""What the database holds of a conversation: nothing that can be read, and nothing once deleted."""

import base64
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.conversation import HandOff, Holder, KeptTurn, Why
from app.domain.idempotency import Claim, KeptReply, KeyedRequest
from app.domain.reviewing import Cause, Texts
from app.governance.conversations.handed_over import StoredHandOffs
from app.governance.conversations.kept import StoredConversations
from app.governance.keys import KeyFile
from app.governance.replies import StoredReplies
from app.governance.resealing import reseal
from app.governance.reviewing.queue import StoredReviews
from app.governance.store import Store
from tests.fakes import FakeClock
from tests.governance_sites import Site
from tests.people import NOON

ID, HANDED = "0" * 31 + "1", "0" * 31 + "2"
HOLDER = Holder(tenant="north", account="app", user="patient-77")
SECRETS = ("warfarin", "with food", "patient-77", "north", "emergency/stroke")
CLOCK = FakeClock(NOON)


def turn(number: int = 1) -> KeptTurn:
    return KeptTurn(
        at=NOON,
        message=f"I take warfarin, {number}",
        reply="Take it with food.",
        kind="referral",
        findings=("emergency/stroke",),
        trace_id=f"trace-{number}",
    )


def whole(site: Site) -> str:
    tables = ("conversations", "conversation_turns", "hand_offs", "reviews")
    return repr([site.rows(f"SELECT * FROM {table}") for table in tables])  # noqa: S608


def test_the_database_holds_no_word_and_not_whose_it_is(site: Site, store: Store) -> None:
    StoredConversations(store, CLOCK).begin(ID, HOLDER, turn())
    held = whole(site)
    assert ID in held
    assert not [each for each in SECRETS if each in held]


def test_the_order_of_five_hundred_turns_is_theirs(store: Store) -> None:
    kept = StoredConversations(store, CLOCK)
    kept.begin(ID, HOLDER, turn(1))
    for number in range(2, 13):
        kept.add(ID, kept.take(ID, HOLDER).ticket, turn(number))
    assert [each.trace_id for each in kept.read(ID, HOLDER).turns] == [
        f"trace-{number}" for number in range(1, 13)
    ]


def test_what_reviews_hold_of_a_deleted_conversation_goes_with_it(site: Site, store: Store) -> None:
    kept, queue = StoredConversations(store, CLOCK), StoredReviews(store, CLOCK)
    kept.begin(ID, HOLDER, turn())
    texts = Texts(question="I take warfarin", outcome="so")
    queue.put("trace-1", texts=texts)
    task = queue.put(HANDED, causes=(Cause.HAND_OFF,), texts=texts)
    other = queue.put("another", texts=texts)
    StoredHandOffs(store).add(
        HandOff(id=HANDED, at=NOON, why=Why.ASKED, task=task.id, conversation=ID)
    )
    kept.delete(ID, HOLDER)
    assert site.rows("SELECT * FROM conversations") == []
    assert site.rows("SELECT * FROM conversation_turns") == []
    assert [queue.show(one.id).texts for one in queue.waiting()] == [None, None, texts]
    assert queue.waiting()[-1].id == other.id


def test_a_file_of_sqlite_keeps_nothing_of_what_was_deleted(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    store = site.store()
    kept = StoredConversations(store, CLOCK)
    kept.begin(ID, HOLDER, turn())
    (cell,) = site.rows("SELECT words FROM conversation_turns")[0]
    kept.delete(ID, HOLDER)
    site.close()
    for file in tmp_path.iterdir():
        assert str(cell).encode() not in file.read_bytes(), file


def test_with_a_new_key_conversations_are_still_their_holders(tmp_path: Path, site: Site) -> None:
    old, new = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    file = tmp_path / "keys"
    file.write_text(old)
    file.chmod(0o600)
    store = site.store(KeyFile(file))
    StoredConversations(store, CLOCK).begin(ID, HOLDER, turn())
    file.write_text(f"{new}\n{old}")
    assert reseal(store).cells == 2
    file.write_text(new)
    assert StoredConversations(store, CLOCK).read(ID, HOLDER).turns == (turn(),)


def test_replies_that_are_kept_of_a_deleted_conversation_go_with_it(
    site: Site, store: Store
) -> None:
    conversations, replies = StoredConversations(store, CLOCK), StoredReplies(store, CLOCK)
    conversations.begin(ID, HOLDER, turn())
    for trace_id in ("trace-1", "another"):
        claim = replies.begin(
            KeyedRequest(caller=("a",), method="POST", target="/v1/chat?", key=trace_id, body="b")
        )
        assert isinstance(claim, Claim)
        reply = KeptReply(status=200, media_type="application/json", body="{}", trace_id=trace_id)
        assert replies.finish(claim, reply)
    conversations.delete(ID, HOLDER)
    assert site.rows("SELECT trace_id FROM kept_replies") == [("another",)]


def test_a_site_that_shortens_the_time_forgets_at_once(store: Store) -> None:
    StoredConversations(store, CLOCK).begin(ID, HOLDER, turn())
    later = FakeClock(NOON + timedelta(days=2))
    assert StoredConversations(store, later, kept_days=3).forget(later.now()) == 0
    short = StoredConversations(store, later, kept_days=1)
    assert short.due(later.now()) == short.forget(later.now()) == 1
    assert short.due(later.now()) == 0


def test_a_new_conversation_takes_the_old_ones_away(site: Site, store: Store) -> None:
    StoredConversations(store, CLOCK).begin(ID, HOLDER, turn())
    later: datetime = NOON + timedelta(days=30)
    StoredConversations(store, FakeClock(later)).begin(HANDED, HOLDER, turn())
    assert site.rows("SELECT conversation_id FROM conversations") == [(HANDED,)]
    assert site.rows("SELECT DISTINCT conversation_id FROM conversation_turns") == [(HANDED,)]


def test_a_summary_never_becomes_a_question_of_an_evaluation(store: Store) -> None:
    queue = StoredReviews(store, CLOCK)
    texts = Texts(question="Turns: 3.", outcome="The last turn: referral.", kind="referral")
    task = queue.put(HANDED, causes=(Cause.HAND_OFF,), texts=texts)
    queue.claim(task.id, "ann")
    queue.approve(task.id, "ann")
    assert list(queue.corrections()) == []


def test_a_turn_is_deleted_by_the_id_of_its_answer_and_others_stay(store: Store) -> None:
    kept = StoredConversations(store, CLOCK)
    kept.begin(ID, HOLDER, turn(1))
    for number in (2, 3):
        kept.add(ID, kept.take(ID, HOLDER).ticket, turn(number))
    assert (kept.erase("trace-2"), kept.erase("trace-2")) == (1, 0)
    kept.add(ID, kept.take(ID, HOLDER).ticket, turn(4))
    left = [each.trace_id for each in kept.read(ID, HOLDER).turns]
    assert left == ["trace-1", "trace-3", "trace-4"]
