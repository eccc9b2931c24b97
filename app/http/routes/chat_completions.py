"""`POST /v1/chat/completions`: the questions endpoint, in the words of OpenAI's chat protocol."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from app.domain.identity import Scope
from app.domain.ports.answering import Answering
from app.domain.question import Caller
from app.http import events, refusals
from app.http.identity.scopes import allowed
from app.http.leaving import Leaving, worked
from app.http.openai import asked, chunks, errors, examples
from app.http.openai.completions import Completing
from app.http.openai.models import audience_of
from app.http.openai.replies import Completion
from app.http.openai.sources import base_of
from app.http.openai.unread import Unread
from app.http.openai.wire import CompletionBody
from app.http.record_bodies import Records
from app.http.watching import note, noting

PATH: Final = "/v1/chat/completions"


def router(
    answering: Answering, records: Records, unread: Unread, base_url: str | None = None
) -> APIRouter:
    """
    Args:
        base_url: of addresses in replies; None: the one that the request came to.
    """
    routes = APIRouter(tags=["openai"], route_class=records.route())

    @routes.post(
        PATH,
        summary="Ask a question as a client of OpenAI's chat protocol",
        response_model=Completion,
        responses={
            200: examples.COMPLETIONS,
            **errors.documented(
                "malformed-body",
                "invalid-request",
                "invalid-question",
                "unusable-record",
                "unauthenticated",
                "forbidden",
                "not-found",
                "too-slow",
                "body-too-large",
                "not-json",
                "rate-limited",
                "unavailable",
                "index-unavailable",
                "index-mismatch",
                "model-unavailable",
                "overloaded",
                "generation-timeout",
            ),
        },
    )
    async def complete(
        body: CompletionBody,
        caller: Annotated[Caller, Depends(allowed(Scope.ASK))],
        request: Request,
    ) -> Response:
        """The last message is the question, `model` says for whom. The reply's `content` holds each
        sentence with `[1]` for what it stands on, warnings, and the sources; `annotations` tell
        where each mark stands and which passage it means; `citewell` is the whole outcome.
        An abstention and a referral are replies, too.

        Messages of `system` and `developer` change nothing; where one tells of a patient, the reply
        says that it was not taken into account. `temperature`, `top_p`, `seed`, `max_tokens`,
        `stop`, `user` and `metadata` are accepted and change nothing, as is any other field that is
        not named here. Tools, images, audio, files, `n` above 1, `logprobs` and a `response_format`
        other than text are refused.
        """
        audience = audience_of(body.model, caller)
        question = asked.question_of(body, audience)
        if body.patient is not None:
            record = await records.read(body.patient, body.as_of)
            question = question.model_copy(update={"record": record})
        trace_id = refusals.trace_of(request)
        leaving = Leaving()

        def completing() -> Completing:
            return Completing(
                trace_id=trace_id,
                model=body.model,
                audience=audience,
                asked=asked.words_in(body),
                unread=unread.told(body),
                base=base_url or base_of(request.url.scheme, request.headers.get("host")),
            )

        def streamed() -> Response:
            told = noting(answering.stream(question, caller, leaving), request.scope)
            first = next(told)  # what fails before it has a status
            options = body.stream_options
            counted = options is not None and options.include_usage is True
            return StreamingResponse(
                events.sending(
                    chunks.frames(first, told, completing(), trace_id, counted=counted), leaving
                ),
                media_type=events.MEDIA_TYPE,
                headers={"X-Accel-Buffering": "no", **errors.named(trace_id)},
            )

        def whole() -> Response:
            outcome = answering.answer(question, caller, leaving)
            note(request.scope, outcome)
            made = completing().whole(outcome)
            return Response(
                made.model_dump_json(),
                media_type="application/json",
                headers=errors.named(trace_id),
            )

        return await worked(request, leaving, streamed if body.stream else whole)

    return routes
