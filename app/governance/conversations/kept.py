"""Conversations in the database of governance: every word of them, and whose they are, sealed."""

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from app.domain.conversation import Conversation, Holder, KeptTurn
from app.domain.errors import Conflict, NotFound
from app.domain.ports.clock import Clock
from app.domain.ports.conversations import Taken
from app.governance.encryption import Plain
from app.governance.store import Store
from app.governance.tables import (
    CONVERSATION_TURNS,
    CONVERSATIONS,
    HAND_OFFS,
    KEPT_REPLIES,
    REVIEWS,
)

KEPT_DAYS: Final = 30
TICKET: Final = timedelta(minutes=5)
"""For which a message may be answered before another may come; longer than a language model takes
with all who wait before it, as the settings have it."""


class StoredConversations:
    """Every change is one transaction of the store's only writer, so that no two messages of one
    conversation are answered at once and no turn is lost. `Forgettable` and `Erasable`, too.

    Args:
        kept_days: after the last turn; 0: what is there is forgotten.
        ticket: for which a message may be answered.
    """

    name = "conversations"

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        kept_days: int = KEPT_DAYS,
        ticket: timedelta = TICKET,
    ) -> None:
        self._store = store
        self._clock = clock
        self._kept = timedelta(days=kept_days)
        self._ticket = ticket

    def read(self, conversation: str, holder: Holder) -> Conversation:
        """Raises NotFound, Unavailable."""
        with self._store.reading() as connection:
            if connection is None:
                raise _no()
            return self._read(connection, self._row(connection, conversation, holder))

    def take(self, conversation: str, holder: Holder) -> Taken:
        """Raises NotFound, Conflict, Unavailable."""
        now = self._clock.now()
        with self._store.writing() as connection:
            row = self._row(connection, conversation, holder)
            if row.ticket is not None and row.ticket_until > now.isoformat():
                raise Conflict(
                    "Another message of this conversation is being answered. Send this one when "
                    "its reply is there."
                )
            ticket = secrets.token_hex(8)
            _change(
                connection,
                conversation,
                ticket=ticket,
                ticket_until=(now + self._ticket).isoformat(),
            )
            return Taken(self._read(connection, row), ticket)

    def put_back(self, conversation: str, ticket: str) -> None:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            free = update(CONVERSATIONS).where(
                CONVERSATIONS.c.conversation_id == conversation, CONVERSATIONS.c.ticket == ticket
            )
            connection.execute(free.values(ticket=None, ticket_until=None))

    def begin(self, conversation: str, holder: Holder, turn: KeptTurn) -> Conversation:
        """Raises Unavailable."""
        now = self._clock.now()
        row = {
            "conversation_id": conversation,
            "holder": Plain(_marks(conversation, holder), (conversation,)),
            "begun": now.isoformat(),
            "last": now.isoformat(),
        }
        with self._store.writing() as connection:
            self._forget(connection, now)
            connection.execute(insert(CONVERSATIONS), row)
            _put(connection, conversation, turn)
        return self._conversation(conversation, now, now, (turn,))

    def add(self, conversation: str, ticket: str, turn: KeptTurn) -> Conversation:
        """Raises NotFound, Conflict, Unavailable."""
        now = self._clock.now()
        with self._store.writing() as connection:
            row = self._there(connection, conversation)
            if row.ticket != ticket:
                raise Conflict("It took too long, and another message was answered meanwhile.")
            before = self._read(connection, row)
            _put(connection, conversation, turn)
            _change(connection, conversation, last=now.isoformat(), ticket=None, ticket_until=None)
        return self._conversation(conversation, before.begun, now, (*before.turns, turn))

    def delete(self, conversation: str, holder: Holder) -> None:
        """Raises NotFound, Unavailable."""
        with self._store.writing() as connection:
            found = self._read(connection, self._row(connection, conversation, holder))
            handed = select(HAND_OFFS.c.hand_off_id).where(
                HAND_OFFS.c.conversation_id == conversation
            )
            traces = [turn.trace_id for turn in found.turns if turn.trace_id]
            for of in (REVIEWS.c.trace_id.in_(traces), REVIEWS.c.trace_id.in_(handed)):
                connection.execute(update(REVIEWS).where(of).values(texts=None, texts_until=None))
            connection.execute(delete(KEPT_REPLIES).where(KEPT_REPLIES.c.trace_id.in_(traces)))
            _remove(connection, CONVERSATIONS.c.conversation_id == conversation)

    def due(self, now: datetime) -> int:
        """Raises Unavailable."""
        over = CONVERSATIONS.c.last <= self._over(now)
        with self._store.reading() as connection:
            if connection is None:
                return 0
            counted = select(func.count()).select_from(CONVERSATIONS).where(over)
            return connection.execute(counted).scalar_one()

    def forget(self, now: datetime) -> int:
        """Raises Unavailable."""
        with self._store.writing() as connection:
            return self._forget(connection, now)

    def erase(self, trace_id: str) -> int:
        """The turns in which it was answered. Raises Unavailable."""
        of = CONVERSATION_TURNS.c.trace_id == trace_id
        with self._store.writing() as connection:
            return connection.execute(delete(CONVERSATION_TURNS).where(of)).rowcount

    def _forget(self, connection: Connection, now: datetime) -> int:
        return _remove(connection, CONVERSATIONS.c.last <= self._over(now))

    def _over(self, now: datetime) -> str:
        """A conversation whose last turn is as old is forgotten."""
        return (now - self._kept).isoformat()

    def _there(self, connection: Connection, conversation: str) -> Row[Any]:
        wanted = select(CONVERSATIONS).where(CONVERSATIONS.c.conversation_id == conversation)
        row = connection.execute(wanted).first()
        if row is None or row.last <= self._over(self._clock.now()):
            raise _no()
        return row

    def _row(self, connection: Connection, conversation: str, holder: Holder) -> Row[Any]:
        row = self._there(connection, conversation)
        if not hmac.compare_digest(row.holder, _marks(conversation, holder)):
            raise _no()
        return row

    def _read(self, connection: Connection, row: Row[Any]) -> Conversation:
        words = (
            select(CONVERSATION_TURNS.c.words)
            .where(CONVERSATION_TURNS.c.conversation_id == row.conversation_id)
            .order_by(CONVERSATION_TURNS.c.turn)
        )
        turns = tuple(
            KeptTurn.model_validate_json(each) for each in connection.execute(words).scalars()
        )
        begun, last = datetime.fromisoformat(row.begun), datetime.fromisoformat(row.last)
        return self._conversation(row.conversation_id, begun, last, turns)

    def _conversation(
        self, conversation: str, begun: datetime, last: datetime, turns: tuple[KeptTurn, ...]
    ) -> Conversation:
        return Conversation(id=conversation, begun=begun, until=last + self._kept, turns=turns)


def _marks(conversation: str, holder: Holder) -> str:
    """What only this holder has; a user of an app as a hash, another one in each conversation."""
    user = (
        None
        if holder.user is None
        else hashlib.sha256(f"{conversation}:{holder.user}".encode()).hexdigest()
    )
    return json.dumps([holder.tenant, holder.account, user])


def _put(connection: Connection, conversation: str, turn: KeptTurn) -> None:
    """Behind the last one; turns between may have been erased."""
    newest = select(func.max(CONVERSATION_TURNS.c.turn)).where(
        CONVERSATION_TURNS.c.conversation_id == conversation
    )
    named = f"{int(connection.execute(newest).scalar() or 0) + 1:04}"
    words = Plain(turn.model_dump_json(), (conversation, named))
    row = {
        "conversation_id": conversation,
        "turn": named,
        "trace_id": turn.trace_id,
        "words": words,
    }
    connection.execute(insert(CONVERSATION_TURNS), row)


def _change(connection: Connection, conversation: str, **values: object) -> None:
    of = CONVERSATIONS.c.conversation_id == conversation
    connection.execute(update(CONVERSATIONS).where(of).values(**values))


def _remove(connection: Connection, which: Any) -> int:
    of = select(CONVERSATIONS.c.conversation_id).where(which)
    connection.execute(
        delete(CONVERSATION_TURNS).where(CONVERSATION_TURNS.c.conversation_id.in_(of))
    )
    return connection.execute(delete(CONVERSATIONS).where(which)).rowcount


def _no() -> NotFound:
    return NotFound("There is no such conversation; it may be over its time. Begin a new one.")
