"""Examples for the endpoints of the chat: built from the real types. Nobody in them is anybody."""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.conversation import ChatReply, Conversation, HandedOff, KeptTurn, Why
from app.http.chat_wire import ConversationBody
from app.http.examples import ANSWER, REFERRAL, response

_NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
_ID: Final = "0f3c1d6f8a3b4c0e9d2a7b6c1e4f8a91"
_TOLD: Final = HandedOff(
    id="7b6c1e4f8a910f3c1d6f8a3b4c0e9d2a",
    why=Why.REFERRED,
    listed=True,
    says="I also put this chat on a list for our staff, so that one of them can look at it. "
    "Nobody watches this chat live, so do not wait for a reply here.",
)
_UNTIL: Final = _NOON + timedelta(days=30)
REPLY: Final = response(
    "The reply",
    answer=ChatReply(
        conversation_id=_ID,
        turn=1,
        kept_until=_UNTIL,
        text="Here is what our sources say.\n\n\u201cCheck serum potassium one week after starting "
        "spironolactone.\u201d [1]",
        outcome=ANSWER,
    ),
    referral=ChatReply(
        conversation_id=_ID,
        turn=2,
        kept_until=_UNTIL,
        text="These can be signs of a stroke. Every minute counts.\nCall an ambulance now.\n"
        "Emergency services: 999",
        hand_off=_TOLD,
        outcome=REFERRAL,
    ),
)
REPLY["content"]["text/event-stream"] = {
    "schema": {"type": "string"},
    "example": 'event: conversation\ndata: {"event":"conversation","conversation_id":"..."}\n\n'
    'event: evidence\ndata: {"event":"evidence","documents":[...]}\n\n'
    'event: claim\ndata: {"event":"claim","claim":{...}}\n\n'
    'event: done\ndata: {"event":"done","reply":{...}}\n\n',
}
CONVERSATION: Final = response(
    "The conversation",
    conversation=ConversationBody.of(
        Conversation(
            id=_ID,
            begun=_NOON,
            until=_UNTIL,
            turns=(
                KeptTurn(
                    at=_NOON,
                    message="When is potassium checked after spironolactone?",
                    reply="Here is what our sources say. ...",
                    kind="answer",
                    trace_id="5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90",
                    hand_off=None,
                ),
            ),
        )
    ),
)
HANDED_OFF: Final = response("What the person is told", told=_TOLD)
