"""The trip of a message: what is joined, what is kept, and what happens when something breaks."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.answering.chat.chats import REPLIES
from app.answering.chat.handing_off import Manned
from app.domain.answer import ClaimEvent, DoneEvent, Event
from app.domain.audit import AuditKind
from app.domain.conversation import (
    MOST_BYTES,
    MOST_TURNS,
    BegunEvent,
    ChatEvent,
    Holder,
    KeptTurn,
    Message,
    RepliedEvent,
    Why,
)
from app.domain.corpus import Audience
from app.domain.errors import (
    Conflict,
    ConversationFull,
    IndexUnavailable,
    InvalidQuestion,
    NotFound,
    Unavailable,
)
from app.domain.question import Caller, Question, Speaker, Turn
from app.domain.ranking import Access
from app.domain.reviewing import Cause
from tests.app.answering.chat.outcomes import answer, by_word, told
from tests.conversations import FakeConversations, Rig, Scripted
from tests.people import NOON, FakeReviewQueue

CALLER = Caller(name="portal", access=Access(audiences=frozenset(Audience), tags=None))
HOLDER = Holder.of(CALLER)


class Broken(FakeConversations):
    """Cannot keep anything while `down`."""

    down = True

    def begin(self, *given: object) -> object:  # type: ignore[override]
        if self.down:
            raise Unavailable("no space")
        return super().begin(*given)  # type: ignore[arg-type]


def rig(kept: FakeConversations | None = None) -> tuple[Rig, Scripted]:
    answering = Scripted(by_word)
    return Rig(answering, conversations=kept or FakeConversations()), answering


def say(made: Rig, text: str, conversation: str | None = None, **given: object) -> str:
    message = Message(text=text, conversation=conversation, **given)
    reply = made.chats.reply(message, CALLER)
    assert reply.conversation_id is not None
    return reply.conversation_id


def test_the_second_message_is_asked_with_the_first() -> None:
    made, answering = rig()
    first = say(made, "I take warfarin.")
    assert say(made, " And ibuprofen? ", first) == first
    (earlier, reply) = answering.asked[1].conversation
    assert (earlier.speaker, earlier.text) == (Speaker.USER, "I take warfarin.")
    assert reply.speaker is Speaker.ASSISTANT
    assert "Take it with food." in reply.text
    found = made.chats.read(first, HOLDER)
    assert [turn.message for turn in found.turns] == ["I take warfarin.", "And ibuprofen?"]
    assert found.turns[1].reply.startswith("Here is what our sources say.")


def test_two_conversations_do_not_hear_of_each_other() -> None:
    made, answering = rig()
    first = say(made, "I take warfarin.")
    second = say(made, "I take nothing.")
    say(made, "one", first)
    say(made, "two", second)
    heard = [[turn.text for turn in one.conversation] for one in answering.asked[2:]]
    assert "I take warfarin." in heard[0]
    assert "I take warfarin." not in " ".join(heard[1])


def test_a_patient_asks_unless_it_is_said_otherwise() -> None:
    made, answering = rig()
    say(made, "one")
    say(made, "two", audience=Audience.CLINICIAN, locale="de", reading_level=9, country="GB")
    assert answering.asked[0].audience is Audience.PATIENT
    asked = answering.asked[1]
    assert (asked.audience, asked.locale, asked.reading_level, asked.country) == (
        Audience.CLINICIAN,
        "de",
        9,
        "GB",
    )


def test_all_that_the_person_said_is_asked_with_and_only_the_latest_replies() -> None:
    made, answering = rig()
    chat = say(made, "the first")
    for number in range(REPLIES + 3):
        say(made, f"turn {number}", chat)
    spoken = answering.asked[-1].conversation
    assert spoken[0].text == "the first"
    by = [turn.speaker for turn in spoken]
    assert by.count(Speaker.USER) == REPLIES + 3
    assert by.count(Speaker.ASSISTANT) == REPLIES


def test_a_stream_begins_with_the_conversation_and_ends_with_the_kept_reply() -> None:
    made, _ = rig()
    events = list(made.chats.stream(Message(text="one"), CALLER))
    first, *between, last = events
    assert isinstance(first, BegunEvent)
    assert isinstance(last, RepliedEvent)
    assert first.conversation_id == last.reply.conversation_id
    assert not [each for each in between if isinstance(each, DoneEvent)]
    assert first.conversation_id is not None
    (turn,) = made.chats.read(first.conversation_id, HOLDER).turns
    assert turn.reply == last.reply.text


def test_streamed_or_not_the_reply_is_the_same() -> None:
    made, _ = rig()
    whole = made.chats.reply(Message(text="one"), CALLER)
    *_, last = made.chats.stream(Message(text="one"), CALLER)
    assert isinstance(last, RepliedEvent)
    assert (last.reply.text, last.reply.outcome) == (whole.text, whole.outcome)


def test_who_leaves_mid_stream_finds_what_was_sent() -> None:
    made, _ = rig()
    events = made.chats.stream(Message(text="one"), CALLER)
    begun = next(events)
    while not isinstance(next(events), ClaimEvent):
        pass
    events.close()  # type: ignore[attr-defined]
    assert isinstance(begun, BegunEvent)
    assert begun.conversation_id is not None
    (turn,) = made.chats.read(begun.conversation_id, HOLDER).turns
    assert (turn.message, turn.kind) == ("one", "broken_off")
    assert "Take it with food." in turn.reply
    assert "Drink water." not in turn.reply
    say(made, "go on", begun.conversation_id)


def test_of_who_leaves_before_a_claim_was_sent_nothing_is_kept() -> None:
    made, _ = rig()
    chat = say(made, "one")
    events = made.chats.stream(Message(text="two", conversation=chat), CALLER)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert [turn.message for turn in made.chats.read(chat, HOLDER).turns] == ["one"]
    say(made, "two", chat)


def test_what_breaks_mid_stream_is_told_and_what_was_sent_is_kept() -> None:
    def breaking(question: Question) -> Iterator[Event]:
        yield from list(told(answer("Take it with food.", "Drink water.")))[:2]
        raise IndexUnavailable("gone")

    kept = FakeConversations()
    made = Rig(Scripted(breaking), conversations=kept)
    seen: list[ChatEvent] = []
    with pytest.raises(IndexUnavailable):
        seen.extend(made.chats.stream(Message(text="one"), CALLER))
    assert isinstance(seen[0], BegunEvent)
    assert seen[0].conversation_id is not None
    assert made.chats.read(seen[0].conversation_id, HOLDER).turns[0].kind == "broken_off"


def test_a_message_that_could_not_be_answered_is_not_kept_and_holds_nothing_up() -> None:
    broken = True

    def sometimes(question: Question) -> Iterator[Event]:
        if broken and question.text == "two":
            raise IndexUnavailable("gone")
        return told(answer("Take it with food."))

    made = Rig(Scripted(sometimes), conversations=FakeConversations())
    chat = say(made, "one")
    with pytest.raises(IndexUnavailable):
        say(made, "two", chat)
    broken = False
    say(made, "two", chat)
    assert [turn.message for turn in made.chats.read(chat, HOLDER).turns] == ["one", "two"]


def test_a_reply_that_cannot_be_kept_is_not_given_unless_it_must_not_wait() -> None:
    made, _ = rig(Broken())
    with pytest.raises(Unavailable):
        made.chats.reply(Message(text="one"), CALLER)
    reply = made.chats.reply(Message(text="my numb face"), CALLER)
    assert reply.outcome.kind == "referral"
    assert (reply.conversation_id, reply.turn, reply.kept_until) == (None, None, None)


def test_while_one_message_is_answered_another_is_refused() -> None:
    made, _ = rig()
    chat = say(made, "one")
    events = made.chats.stream(Message(text="two", conversation=chat), CALLER)
    next(events)
    with pytest.raises(Conflict):
        say(made, "three", chat)
    list(events)
    say(made, "three", chat)
    turns = made.chats.read(chat, HOLDER).turns
    assert [turn.message for turn in turns] == ["one", "two", "three"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "x" * 4_001, "a\x00b"])
def test_what_is_no_message_takes_no_turn(text: str) -> None:
    made, answering = rig()
    chat = say(made, "one")
    with pytest.raises(InvalidQuestion):
        say(made, text, chat)
    say(made, "two", chat)
    assert len(answering.asked) == 2


def full(turns: int, message: str) -> tuple[FakeConversations, str]:
    kept, chat = FakeConversations(), "a" * 32
    turn = KeptTurn(at=NOON, message=message, reply="so", kind="answer", trace_id="")
    kept.begin(chat, HOLDER, turn)
    for _ in range(turns - 1):
        kept.add(chat, kept.take(chat, HOLDER).ticket, turn)
    return kept, chat


def test_the_last_turn_is_taken_and_one_more_asks_for_a_new_conversation() -> None:
    kept, chat = full(MOST_TURNS - 1, "one")
    made, answering = rig(kept)
    say(made, "the last", chat)
    assert sum(t.speaker is Speaker.USER for t in answering.asked[-1].conversation) == 499
    for _ in range(2):  # the refused message holds no ticket
        with pytest.raises(ConversationFull, match="Begin a new one"):
            say(made, "one too many", chat)


def test_as_many_words_as_one_may_have_ask_for_a_new_conversation() -> None:
    kept, chat = full(MOST_BYTES // 4_000 + 1, "x" * 4_000)
    made, _ = rig(kept)
    with pytest.raises(ConversationFull):
        say(made, "one too many", chat)


def turns(*texts: str) -> tuple[Turn, ...]:
    return tuple(Turn(speaker=Speaker.USER, text=text) for text in texts)


def test_a_conversation_that_the_app_keeps_is_kept_nowhere_here() -> None:
    kept = FakeConversations()
    made, answering = rig(kept)
    reply = made.chats.reply(Message(text="two", turns=turns("one")), CALLER)
    assert (reply.conversation_id, reply.turn, reply.kept_until) == (None, None, None)
    assert [turn.text for turn in answering.asked[0].conversation] == ["one"]
    assert not kept._turns
    (begun, *_) = made.chats.stream(Message(text="two", turns=()), CALLER)
    assert begun == BegunEvent(conversation_id=None)


def test_a_site_that_keeps_nothing_asks_for_all_that_was_said() -> None:
    made = Rig(Scripted(by_word))
    with pytest.raises(InvalidQuestion, match="turns"):
        made.chats.reply(Message(text="one"), CALLER)
    with pytest.raises(InvalidQuestion):
        made.chats.reply(Message(text="one", conversation="a" * 32), CALLER)
    assert made.chats.reply(Message(text="one", turns=()), CALLER).text
    for attempt in (made.chats.read, made.chats.hand_off):
        with pytest.raises(NotFound):
            attempt("a" * 32, HOLDER)


def test_turns_of_an_app_have_the_same_bounds() -> None:
    made, answering = rig()
    many = turns(*["one"] * (MOST_TURNS - 1))
    made.chats.reply(Message(text="two", turns=many), CALLER)
    assert len(answering.asked[0].conversation) == MOST_TURNS - 1
    for too_much in ((*many, many[0]), turns(*["x" * 4_000] * 70)):
        with pytest.raises(ConversationFull):
            made.chats.reply(Message(text="two", turns=too_much), CALLER)
    with pytest.raises(InvalidQuestion, match="not both"):
        made.chats.reply(Message(text="two", turns=many, conversation="a" * 32), CALLER)


def test_another_user_of_the_same_app_finds_nothing() -> None:
    made, _ = rig()
    chat = say(made, "one", user="u-1")
    with pytest.raises(NotFound):
        say(made, "two", chat, user="u-2")
    with pytest.raises(NotFound):
        say(made, "two", chat)
    say(made, "two", chat, user="u-1")


def test_a_deleted_conversation_is_gone_and_that_is_on_record_without_a_word() -> None:
    made, _ = rig()
    chat = say(made, "I take warfarin")
    made.chats.delete(chat, HOLDER, CALLER)
    with pytest.raises(NotFound):
        made.chats.read(chat, HOLDER)
    (kept,) = made.log.kept
    assert (kept.entry.kind, kept.entry.action) == (AuditKind.RETENTION, "deleted")
    assert (kept.entry.subject, kept.entry.actor) == (f"conversation:{chat}", "portal")
    assert "warfarin" not in kept.entry.model_dump_json()


def test_a_referral_is_followed_by_the_same_one_and_says_that_nothing_is_forgotten() -> None:
    made, _ = rig()
    first = made.chats.reply(Message(text="my numb face"), CALLER)
    second = made.chats.reply(Message(text="thank you", conversation=first.conversation_id), CALLER)
    assert second.outcome.kind == "referral"
    assert "I have not forgotten" not in first.text
    assert second.text.startswith("I have not forgotten")
    assert "it is over now" in second.text
    assert "Emergency services: 999" in second.text


def test_a_referral_puts_the_conversation_on_the_list_once() -> None:
    made, _ = rig()
    first = made.chats.reply(Message(text="A. Examplo has a numb face"), CALLER)
    assert first.hand_off is not None
    assert (first.hand_off.why, first.hand_off.listed) == (Why.REFERRED, True)
    assert first.hand_off.says in first.text
    assert "Nobody watches this chat live" in first.text
    (task,) = made.queue.waiting()
    assert (task.causes, task.trace_id) == ((Cause.HAND_OFF,), first.hand_off.id)
    assert task.rules == ("emergency/stroke",)
    texts = made.queue.show(task.id).texts
    assert texts is not None
    assert "numb face -> referral" in texts.question
    assert "Examplo" not in texts.question
    second = made.chats.reply(Message(text="and?", conversation=first.conversation_id), CALLER)
    assert second.hand_off is not None
    assert second.hand_off.id == first.hand_off.id
    assert len(made.queue.waiting()) == len(made.hand_offs.kept) == made.woken == 1


@pytest.mark.parametrize(
    ("said", "replied", "topic"),
    [("it is red", "Does it itch?", "general"), ("it does itch", "Is it red?", "skin")],
)
def test_the_topic_of_a_hand_off_is_what_the_person_spoke_of(
    said: str, replied: str, topic: str
) -> None:
    made, _ = rig()
    before = (
        Turn(speaker=Speaker.USER, text=said),
        Turn(speaker=Speaker.ASSISTANT, text=replied),
    )
    made.chats.reply(Message(text="my numb face", turns=before), CALLER)
    assert [task.topic for task in made.queue.waiting()] == [topic]


def test_who_asks_for_a_person_is_told_what_happens_and_hears_nothing_of_health() -> None:
    made, _ = rig()
    reply = made.chats.reply(Message(text="I want to talk to a person"), CALLER)
    assert reply.hand_off is not None
    assert reply.hand_off.why is Why.ASKED
    assert reply.text == reply.hand_off.says
    again = made.chats.reply(
        Message(text="Can someone call me?", conversation=reply.conversation_id), CALLER
    )
    assert again.hand_off is not None
    assert again.hand_off.id != reply.hand_off.id, "there is more to tell now"
    assert len(made.queue.waiting()) == 2


def test_what_a_rule_held_back_is_handed_over() -> None:
    made, _ = rig()
    reply = made.chats.reply(Message(text="it is held back"), CALLER)
    assert reply.hand_off is not None
    assert reply.hand_off.why is Why.BLOCKED


def test_an_answer_is_handed_over_to_nobody() -> None:
    made, _ = rig()
    assert made.chats.reply(Message(text="one"), CALLER).hand_off is None
    assert made.queue.waiting() == ()


def test_a_hand_off_asked_for_at_its_own_address_is_the_same_until_more_is_said() -> None:
    made, _ = rig()
    chat = say(made, "one")
    first = made.chats.hand_off(chat, HOLDER)
    assert made.chats.hand_off(chat, HOLDER).id == first.id
    assert first.why is Why.ASKED
    (task,) = made.queue.waiting()
    made.queue.claim(task.id, "ann")
    made.queue.approve(task.id, "ann")
    say(made, "two", chat)
    assert made.chats.hand_off(chat, HOLDER).id != first.id
    with pytest.raises(NotFound):
        made.chats.hand_off(chat, Holder.of(CALLER, "somebody else"))


def test_a_list_that_cannot_be_written_is_told_and_keeps_nobody_from_a_referral() -> None:
    queue = FakeReviewQueue(broken=True)
    made = Rig(Scripted(by_word), conversations=FakeConversations(), queue=queue)
    reply = made.chats.reply(Message(text="my numb face"), CALLER)
    assert reply.hand_off is not None
    assert (reply.hand_off.listed, reply.hand_off.id) == (False, None)
    assert "I could not pass this chat on" in reply.text
    assert "Emergency services: 999" in reply.text


def test_what_an_app_keeps_is_summed_up_only_where_the_person_asked() -> None:
    made = Rig(Scripted(by_word))
    made.chats.reply(Message(text="my numb face", turns=turns("I am 70")), CALLER)
    made.chats.reply(Message(text="a person please, can someone call me", turns=()), CALLER)
    first, second = made.queue.waiting()
    assert made.queue.show(first.id).texts is None
    assert made.queue.show(second.id).texts is not None


def test_a_site_says_where_people_are_and_when() -> None:
    manned = Manned(live=True, phone="555 0100", hours="9 to 5", text="Room 4 is open too.")
    made = Rig(Scripted(by_word), conversations=FakeConversations(), manned=manned)
    reply = made.chats.reply(Message(text="human please"), CALLER)
    for words in ("Our staff watch this list.", "9 to 5.", "call: 555 0100.", "Room 4 is open"):
        assert words in reply.text
    assert "Nobody watches" not in reply.text


def test_a_site_may_hand_over_for_less() -> None:
    manned = Manned(why=frozenset({Why.ASKED}))
    made = Rig(Scripted(by_word), conversations=FakeConversations(), manned=manned)
    assert made.chats.reply(Message(text="my numb face"), CALLER).hand_off is None


def test_a_conversation_over_its_time_is_not_gone_on_with() -> None:
    class Moving:
        at = NOON

        def now(self) -> object:
            return self.at

    clock = Moving()
    made = Rig(Scripted(by_word), conversations=FakeConversations(clock))  # type: ignore[arg-type]
    chat = say(made, "one")
    clock.at += timedelta(days=30)
    with pytest.raises(NotFound):
        say(made, "two", chat)
