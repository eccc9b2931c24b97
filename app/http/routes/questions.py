"""`POST /v1/questions`: a question in, an outcome out, whole or as a stream."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.answer import Outcome
from app.domain.ports.answering import Answering
from app.domain.question import Caller
from app.http import events, examples, problems, refusals, wire
from app.http.leaving import Leaving, worked


def router(answering: Answering, identify: Callable[..., Caller]) -> APIRouter:
    routes = APIRouter(tags=["questions"])

    @routes.post(
        "/v1/questions",
        summary="Ask a question",
        response_model=Outcome,
        responses={
            200: examples.OUTCOMES,
            **problems.documented(
                "malformed-body",
                "unauthenticated",
                "forbidden",
                "body-too-large",
                "not-json",
                "invalid-request",
                "invalid-question",
                "index-unavailable",
                "index-mismatch",
                "model-unavailable",
                "overloaded",
                "generation-timeout",
            ),
        },
    )
    async def ask(
        body: wire.AskBody, caller: Annotated[Caller, Depends(identify)], request: Request
    ) -> Response:
        """An answer whose every claim carries the exact words it stands on, an honest abstention,
        or a referral to a person; `kind` tells them apart, and all three are 200.

        With `Accept: text/event-stream` the same comes as events: `evidence`, then `claim` and
        `check` as they pass, `conflict` where other evidence states otherwise than a claim, then
        `done` with the whole outcome; `problem` instead of `done` where it broke. A claim that was
        sent is never taken back. To a patient `evidence` holds `documents`, without their words.

        Of the two sides of a conflict one is preferred by the first of these rules that decides:
        in force, no expression of concern, local (setting `jurisdiction`), graded higher by the
        same scheme, more than a year newer. `preference` tells which.
        """
        question = wire.to_question(body)
        leaving = Leaving()
        if events.wanted(request.headers.get("accept", "")):
            trace_id = refusals.trace_of(request)
            streamed = answering.stream(question, caller, leaving)
            return await worked(
                request,
                leaving,
                lambda: events.respond(streamed, question.audience, trace_id, leaving),
            )
        outcome = await worked(
            request, leaving, lambda: answering.answer(question, caller, leaving)
        )
        return Response(outcome.model_dump_json(), media_type="application/json")

    return routes
