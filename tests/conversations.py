"""Fakes of what a chat stands on: conversations in memory, hand-offs, answers by a script."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.answering.chat.chats import Chats
from app.answering.chat.handing_off import HandingOff, Manned
from app.answering.recorder import Recorder
from app.domain.answer import Event, Outcome
from app.domain.conversation import Conversation, HandOff, Holder, KeptTurn
from app.domain.errors import Conflict, NotFound
from app.domain.leaving import Left, stays
from app.domain.patient import Situation, Whom
from app.domain.ports.answering import Answering
from app.domain.ports.clock import Clock
from app.domain.ports.conversations import Conversations, Taken
from app.domain.question import Caller, Question
from tests.fakes import FakeAuditLog, FakeClock, FakeIdentifierFinder
from tests.people import NOON, FakeReviewQueue, FakeTopics

KEPT = timedelta(days=30)
TICKET = timedelta(minutes=5)


class FakeConversations:
    """`kept`, `ticket`: as `StoredConversations`."""

    def __init__(
        self, clock: Clock | None = None, kept: timedelta = KEPT, ticket: timedelta = TICKET
    ) -> None:
        self._clock = clock or FakeClock(NOON)
        self._kept = kept
        self._ticket = ticket
        self._holders: dict[str, Holder] = {}
        self._begun: dict[str, datetime] = {}
        self._last: dict[str, datetime] = {}
        self._turns: dict[str, list[KeptTurn]] = {}
        self._tickets: dict[str, tuple[str, datetime]] = {}
        self._given = 0

    def read(self, conversation: str, holder: Holder) -> Conversation:
        self.forget(self._clock.now())
        if self._holders.get(conversation) != holder:
            raise NotFound("no such conversation")
        return self._whole(conversation)

    def take(self, conversation: str, holder: Holder) -> Taken:
        found = self.read(conversation, holder)
        now = self._clock.now()
        if conversation in self._tickets and self._tickets[conversation][1] > now:
            raise Conflict("busy")
        self._given += 1
        self._tickets[conversation] = (str(self._given), now + self._ticket)
        return Taken(found, str(self._given))

    def put_back(self, conversation: str, ticket: str) -> None:
        if self._tickets.get(conversation, ("", None))[0] == ticket:
            del self._tickets[conversation]

    def begin(self, conversation: str, holder: Holder, turn: KeptTurn) -> Conversation:
        self._holders[conversation] = holder
        self._begun[conversation] = self._last[conversation] = self._clock.now()
        self._turns[conversation] = [turn]
        return self._whole(conversation)

    def add(self, conversation: str, ticket: str, turn: KeptTurn) -> Conversation:
        self.forget(self._clock.now())
        if conversation not in self._holders:
            raise NotFound("no such conversation")
        if self._tickets.get(conversation, ("", None))[0] != ticket:
            raise Conflict("another was first")
        del self._tickets[conversation]
        self._last[conversation] = self._clock.now()
        self._turns[conversation].append(turn)
        return self._whole(conversation)

    def delete(self, conversation: str, holder: Holder) -> None:
        self.read(conversation, holder)
        self._remove(conversation)

    def forget(self, now: datetime) -> int:
        over = [one for one in self._last if self._last[one] + self._kept <= now]
        for one in over:
            self._remove(one)
        return len(over)

    def _remove(self, conversation: str) -> None:
        for each in (self._holders, self._begun, self._last, self._turns, self._tickets):
            each.pop(conversation, None)

    def _whole(self, conversation: str) -> Conversation:
        return Conversation(
            id=conversation,
            begun=self._begun[conversation],
            until=self._last[conversation] + self._kept,
            turns=tuple(self._turns[conversation]),
        )


class FakeHandOffs:
    def __init__(self) -> None:
        self.kept: dict[str, HandOff] = {}

    def add(self, hand_off: HandOff) -> None:
        self.kept.setdefault(hand_off.id, hand_off)

    def unsent(self) -> tuple[HandOff, ...]:
        return tuple(each for each in self.kept.values() if each.sent_at is None)

    def sent(self, hand_off: str, at: datetime) -> None:
        self.kept[hand_off] = self.kept[hand_off].model_copy(update={"sent_at": at})


class NobodyRead:
    """A `SituationReader` that reads nothing of anybody."""

    def read(self, question: Question) -> Situation:
        return Situation()

    def whom(self, situation: Situation) -> Whom:
        return Whom()


class Scripted:
    """`Answering` that gives what a function makes of each question.

    `asked`: all questions. A function may raise.
    """

    def __init__(self, events: Callable[[Question], Iterator[Event]]) -> None:
        self._events = events
        self.asked: list[Question] = []

    def answer(self, question: Question, caller: Caller, left: Left = stays) -> Outcome:
        *_, last = self.stream(question, caller, left)
        return last.outcome  # type: ignore[union-attr]

    def stream(self, question: Question, caller: Caller, left: Left = stays) -> Iterator[Event]:
        self.asked.append(question)
        yield from self._events(question)


class Rig:
    """A chat on fakes."""

    def __init__(
        self,
        answering: Answering,
        *,
        clock: Clock | None = None,
        conversations: Conversations | None = None,
        manned: Manned | None = None,
        queue: FakeReviewQueue | None = None,
    ) -> None:
        self.clock = clock or FakeClock(NOON)
        self.queue = queue or FakeReviewQueue(self.clock)
        self.hand_offs = FakeHandOffs()
        self.log = FakeAuditLog()
        self.woken = 0
        handing_off = HandingOff(
            self.queue,
            self.hand_offs,
            FakeTopics({"itch": "skin"}),
            NobodyRead(),
            FakeIdentifierFinder(),
            self.clock,
            manned or Manned(),
            self,
        )
        self.chats = Chats(
            answering,
            conversations,
            self.clock,
            handing_off=handing_off,
            recorder=Recorder(self.log),
        )

    def wake(self) -> None:
        self.woken += 1
