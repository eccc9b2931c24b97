"""`/v1/chat`: a conversation with a patient, one message at a time."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.responses import Response
from starlette.convertors import Convertor, register_url_convertor

from app.domain.conversation import ChatReply, HandedOff, Holder
from app.domain.identity import Scope
from app.domain.ports.conversations import Chatting
from app.domain.question import Caller
from app.http import chat_examples as examples
from app.http import events, problems, refusals
from app.http.chat_wire import ChatBody, ConversationBody, to_message
from app.http.idempotency_key import PROBLEMS, takes_key
from app.http.identity.scopes import allowed, require_audience
from app.http.leaving import Leaving, worked
from app.http.record_bodies import Records
from app.http.watching import note, noting_chat

PATH: Final = "/v1/chat"


class _ConversationId(Convertor[str]):
    """What has another form is at another address: `/v1/chat/completions`."""

    regex = "[0-9a-f]{32}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("conversation", _ConversationId())
Id = Annotated[
    str, Path(pattern="^[0-9a-f]{32}$", description="As the first reply named the conversation.")
]
User = Annotated[
    str | None,
    Header(
        alias="Citewell-User",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Whom of its users an app means, in a word of its own and no name: what one of "
        "them says no other finds. Kept as a hash alone.",
    ),
]
_READING: Final = (
    "unauthenticated",
    "forbidden",
    "rate-limited",
    "too-slow",
    "body-too-large",
    "invalid-request",
    "not-found",
    "unavailable",
)


def router(chatting: Chatting, records: Records) -> APIRouter:
    routes = APIRouter(tags=["chat"], route_class=records.route())
    asks = allowed(Scope.ASK)

    @routes.post(
        PATH,
        dependencies=[Depends(takes_key)],
        summary="Say something in a conversation",
        response_model=ChatReply,
        responses={
            200: examples.REPLY,
            **problems.documented(
                "malformed-body",
                *_READING,
                "conflict",
                "conversation-full",
                "not-json",
                "invalid-question",
                "unusable-record",
                "index-unavailable",
                "index-mismatch",
                "model-unavailable",
                "overloaded",
                "generation-timeout",
                *PROBLEMS,
            ),
        },
    )
    async def say(
        body: ChatBody,
        caller: Annotated[Caller, Depends(asks)],
        request: Request,
        user: User = None,
    ) -> Response:
        """The reply as plain text for a chat, and the outcome that it says, as `/v1/questions`
        gives it. All rules read the whole conversation: what the first message told still counts
        in the last one.

        Without `conversation_id` a new conversation begins. It is kept, sealed, for the time that
        the site set (`kept_until`), and found by the same key and user alone. One message is
        answered at a time: another that comes meanwhile is `conflict`.

        With `Accept: text/event-stream` the same comes as events: `conversation` with its id, those
        of a question, then `done` with the whole `reply`. Who leaves before finds what was sent in
        the conversation.

        Nothing is ever sent unasked: there are no reminders and no scheduled messages.
        """
        require_audience(caller, body.audience)
        streaming = events.wanted(request.headers.get("accept", ""))
        if streaming:
            events.refuse_resuming(request.headers.get("last-event-id"))
        message = to_message(body, user)
        if body.patient is not None:
            record = await records.read(body.patient, body.as_of)
            message = message.model_copy(update={"record": record})
        leaving = Leaving()
        if streaming:
            trace_id = refusals.trace_of(request)
            streamed = noting_chat(chatting.stream(message, caller, leaving), request.scope)
            return await worked(
                request,
                leaving,
                lambda: events.respond(streamed, message.audience, trace_id, leaving),
            )
        reply = await worked(request, leaving, lambda: chatting.reply(message, caller, leaving))
        note(request.scope, reply.outcome)
        return Response(reply.model_dump_json(), media_type="application/json")

    @routes.get(
        f"{PATH}/{{id:conversation}}",
        summary="Read a conversation",
        response_model=ConversationBody,
        responses={200: examples.CONVERSATION, **problems.documented(*_READING)},
    )
    def read(
        id: Id,  # noqa: A002
        caller: Annotated[Caller, Depends(asks)],
        user: User = None,
    ) -> Response:
        """Of the same key and user that began it."""
        found = ConversationBody.of(chatting.read(id, Holder.of(caller, user)))
        return Response(found.model_dump_json(), media_type="application/json")

    @routes.delete(
        f"{PATH}/{{id:conversation}}",
        summary="Delete a conversation",
        status_code=204,
        response_class=Response,
        responses=problems.documented(*_READING),
    )
    def delete(
        id: Id,  # noqa: A002
        caller: Annotated[Caller, Depends(asks)],
        user: User = None,
    ) -> Response:
        """At once, with the words of it that wait for review. That it was deleted is on record."""
        chatting.delete(id, Holder.of(caller, user), caller)
        return Response(status_code=204)

    @routes.post(
        f"{PATH}/{{id:conversation}}/hand-off",
        summary="Ask for a person",
        response_model=HandedOff,
        responses={200: examples.HANDED_OFF, **problems.documented(*_READING)},
    )
    def hand_off(
        id: Id,  # noqa: A002
        caller: Annotated[Caller, Depends(asks)],
        user: User = None,
    ) -> Response:
        """Puts the conversation on the list of the site's staff, with a summary without
        identifiers, and tells the site's webhook. `says` is what the person must read: whether
        anybody watches, and where to call. Asked for again without a message between, it is the
        same one.
        """
        told = chatting.hand_off(id, Holder.of(caller, user))
        return Response(told.model_dump_json(), media_type="application/json")

    return routes
