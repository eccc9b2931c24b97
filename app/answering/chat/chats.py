"""The trip of a message in a conversation: what was said before is joined to it, it is answered as
any question, and message and reply are kept together.

A turn is kept before its last word is sent. Where the program ends between, there is neither.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from typing import Final, NamedTuple

from app.answering.chat.bubbles import bubble, sent_so_far
from app.answering.chat.handing_off import HandingOff
from app.answering.chat.wanting_a_person import wants_a_person, wants_nothing_else
from app.answering.recorder import Recorder, entry
from app.domain.answer import Abstention, CitedClaim, ClaimEvent, DoneEvent, Outcome, Referral
from app.domain.audit import AuditKind
from app.domain.conversation import (
    MOST_BYTES,
    MOST_TURNS,
    BegunEvent,
    ChatEvent,
    ChatReply,
    Conversation,
    HandedOff,
    Holder,
    KeptTurn,
    Message,
    RepliedEvent,
    Why,
)
from app.domain.errors import ConversationFull, InvalidQuestion, NotFound, Unavailable
from app.domain.leaving import Left, stays
from app.domain.ports.answering import Answering
from app.domain.ports.clock import Clock
from app.domain.ports.conversations import Conversations
from app.domain.question import LONGEST_QUESTION, Caller, Question, Speaker, Turn

REPLIES: Final = 10
"""Earlier replies that a question is read with, the latest; of the person's own words all are."""
REMEMBERED: Final = 20
"""Turns for which a reply comes back to a danger that was told, where it is no referral itself."""
FULL: Final = (
    f"This conversation has {MOST_TURNS} messages, or as many words as one may have. Begin a new "
    "one, and say again what matters: what you take, your allergies, if you are pregnant."
)
_log = logging.getLogger("citewell")


class _Begun(NamedTuple):
    """A message that is about to be answered."""

    message: Message
    question: Question
    holder: Holder
    id: str | None
    """Of the conversation; None where nothing is kept."""
    before: Conversation | None
    ticket: str | None
    turns: tuple[KeptTurn, ...]
    """What is known of those before."""


class Chats:
    """`Chatting`.

    Args:
        conversations: where they are kept; None: nowhere, and each message comes with all before.
        handing_off: None: nobody takes a conversation over.
        recorder: puts on record that one was deleted; None: nothing is audited.
    """

    def __init__(
        self,
        answering: Answering,
        conversations: Conversations | None,
        clock: Clock,
        *,
        handing_off: HandingOff | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self._answering = answering
        self._conversations = conversations
        self._clock = clock
        self._handing_off = handing_off
        self._recorder = recorder

    def reply(self, message: Message, caller: Caller, left: Left = stays) -> ChatReply:
        begun = self._begun(message, caller)
        try:
            return self._settled(begun, self._answering.answer(begun.question, caller, left))
        finally:
            self._put_back(begun)

    def stream(self, message: Message, caller: Caller, left: Left = stays) -> Iterator[ChatEvent]:
        begun = self._begun(message, caller)
        sent: list[CitedClaim] = []
        first = True
        try:
            events = self._answering.stream(begun.question, caller, left)
            with closing(events):  # type: ignore[type-var] # a generator
                for event in events:
                    done = event if isinstance(event, DoneEvent) else None
                    reply = None if done is None else self._settled(begun, done.outcome)
                    if first:
                        first = False
                        yield BegunEvent(conversation_id=begun.id)
                    if reply is not None:
                        sent.clear()
                        yield RepliedEvent(reply=reply)
                        return
                    if isinstance(event, ClaimEvent):
                        sent.append(event.claim)
                    yield event
        except BaseException:
            self._broke_off(begun, sent)
            raise
        finally:
            self._put_back(begun)

    def read(self, conversation: str, holder: Holder) -> Conversation:
        return self._kept().read(conversation, holder)

    def delete(self, conversation: str, holder: Holder, by: Caller) -> None:
        kept = self._kept()
        if self._recorder is None:
            kept.delete(conversation, holder)
            return
        told = entry(AuditKind.RETENTION, "deleted", f"conversation:{conversation}", by)
        self._recorder.act(lambda: kept.delete(conversation, holder), lambda _: (told,))

    def hand_off(self, conversation: str, holder: Holder) -> HandedOff:
        found = self._kept().read(conversation, holder)
        if self._handing_off is None:
            raise NotFound("Nobody takes conversations over here.")
        last = found.turns[-1].message
        question = Question.asked(last, conversation=_said(found.turns[:-1]))
        return self._handing_off.hand_over(
            Why.ASKED,
            question,
            found.turns,
            new=_hand_off_id(found.id, len(found.turns)),
            before=found.hand_off,
            conversation=found.id,
            tenant=holder.tenant,
        )

    def _kept(self) -> Conversations:
        if self._conversations is None:
            raise NotFound("No conversation is kept here.")
        return self._conversations

    def _begun(self, message: Message, caller: Caller) -> _Begun:
        """Raises InvalidQuestion, NotFound, Conflict, Unavailable."""
        if message.turns is not None and message.conversation is not None:
            raise InvalidQuestion("Send conversation_id, or the turns before, and not both.")
        if self._conversations is None and message.turns is None:
            raise InvalidQuestion(
                "No conversation is kept here: send what was said before as turns, and an empty "
                "list at first."
            )
        holder = Holder.of(caller, message.user)
        if message.turns is not None:
            question = _question(message, _bounded(message.turns))
            turns = _of_app(message.turns, self._clock.now())
            return _Begun(message, question, holder, None, None, None, turns)
        if message.conversation is None:
            question = _question(message, ())
            return _Begun(message, question, holder, secrets.token_hex(16), None, None, ())
        _question(message, ())  # what is no question takes no turn
        before, ticket = self._kept().take(message.conversation, holder)
        try:
            if len(before.turns) >= MOST_TURNS or before.size >= MOST_BYTES:
                raise ConversationFull(FULL)
            question = _question(message, _said(before.turns))
        except BaseException:
            self._kept().put_back(before.id, ticket)
            raise
        return _Begun(message, question, holder, before.id, before, ticket, before.turns)

    def _settled(self, begun: _Begun, outcome: Outcome) -> ChatReply:
        """The reply, once it is kept.

        Raises Unavailable where it could not be; what must not wait is told all the same.
        """
        turn = self._turn(begun, outcome)
        handed = self._handed(begun, outcome, turn)
        known = {name for each in begun.turns[-REMEMBERED:] for name in each.findings}
        asked = begun.question.text
        text = bubble(outcome, asked=asked, known=known)
        stored = bubble(outcome, asked=asked, known=known, kept=True)
        if handed is not None:
            alone = isinstance(outcome, Abstention) and wants_nothing_else(begun.message.text)
            text, stored = (
                handed.says if alone else f"{each}\n\n{handed.says}" for each in (text, stored)
            )
        kept = None
        try:
            told = {"reply": stored, "hand_off": handed and handed.id}
            kept = self._store(begun, turn.model_copy(update=told))
        except Unavailable as error:
            if not isinstance(outcome, Referral):
                raise
            _log.error("A referral could not be kept in its conversation: %s", error)
        return ChatReply(
            conversation_id=begun.id if kept or begun.before else None,
            turn=len(kept.turns) if kept else None,
            kept_until=kept.until if kept else None,
            text=text,
            read_as=outcome.read_as,
            hand_off=handed,
            outcome=outcome,
        )

    def _handed(self, begun: _Begun, outcome: Outcome, turn: KeptTurn) -> HandedOff | None:
        if self._handing_off is None:
            return None
        why = self._handing_off.wanted(outcome, asked=wants_a_person(begun.message.text))
        if why is None:
            return None
        turns = (*begun.turns, turn)
        return self._handing_off.hand_over(
            why,
            begun.question,
            turns,
            new=secrets.token_hex(16) if begun.id is None else _hand_off_id(begun.id, len(turns)),
            before=begun.before.hand_off if begun.before is not None else None,
            conversation=begun.id,
            tenant=begun.holder.tenant,
            worded=begun.id is not None or why is Why.ASKED,
        )

    def _store(self, begun: _Begun, turn: KeptTurn) -> Conversation | None:
        if begun.id is None or self._conversations is None:
            return None
        if begun.ticket is None:
            return self._conversations.begin(begun.id, begun.holder, turn)
        return self._conversations.add(begun.id, begun.ticket, turn)

    def _broke_off(self, begun: _Begun, sent: Sequence[CitedClaim]) -> None:
        """Keep what was sent as it was sent; of nothing, nothing."""
        if not sent:
            return
        turn = KeptTurn(
            at=self._clock.now(),
            message=begun.question.text,
            reply=sent_so_far(sent),
            kind="broken_off",
            trace_id="",
        )
        with suppress(Exception):  # whatever broke first is told
            self._store(begun, turn)

    def _put_back(self, begun: _Begun) -> None:
        if begun.ticket is None or begun.id is None or self._conversations is None:
            return
        try:
            self._conversations.put_back(begun.id, begun.ticket)
        except Unavailable as error:
            _log.error("A conversation stays taken for a while: %s", error)

    def _turn(self, begun: _Begun, outcome: Outcome) -> KeptTurn:
        findings = outcome.findings if isinstance(outcome, Referral) else ()
        return KeptTurn(
            at=self._clock.now(),
            message=begun.question.text,
            reply="",
            kind=outcome.kind,
            findings=tuple(each.name for each in findings),
            trace_id=outcome.trace.trace_id,
        )


def _question(message: Message, before: tuple[Turn, ...]) -> Question:
    """Raises InvalidQuestion."""
    return Question.asked(
        message.text,
        message.audience,
        before,
        country=message.country,
        record=message.record,
        locale=message.locale,
        reading_level=message.reading_level,
    )


def _said(turns: Sequence[KeptTurn]) -> tuple[Turn, ...]:
    """All that the person said, and the latest replies."""
    said: list[Turn] = []
    for left, turn in zip(range(len(turns), 0, -1), turns, strict=True):
        said.append(Turn(speaker=Speaker.USER, text=turn.message))
        if left <= REPLIES and turn.reply:
            said.append(Turn(speaker=Speaker.ASSISTANT, text=turn.reply[:LONGEST_QUESTION]))
    return tuple(said)


def _bounded(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Those that an app sends. Raises ConversationFull."""
    spoken = [turn.text for turn in turns if turn.speaker is Speaker.USER]
    if len(spoken) >= MOST_TURNS or sum(len(text.encode()) for text in spoken) > MOST_BYTES:
        raise ConversationFull(FULL)
    replies = [at for at, turn in enumerate(turns) if turn.speaker is Speaker.ASSISTANT]
    old = frozenset(replies[:-REPLIES])
    return tuple(turn for at, turn in enumerate(turns) if at not in old)


def _of_app(turns: Sequence[Turn], at: datetime) -> tuple[KeptTurn, ...]:
    """What an app kept itself, as far as a summary needs it."""
    return tuple(
        KeptTurn(at=at, message=turn.text, reply="", kind="not_known", trace_id="")
        for turn in turns
        if turn.speaker is Speaker.USER
    )


def _hand_off_id(conversation: str, turns: int) -> str:
    """Asked for twice without a turn between, it is the same one."""
    return hashlib.sha256(f"{conversation}:{turns}".encode()).hexdigest()[:32]
