"""`POST /v1/questions`: a question in, an outcome out, whole or as a stream."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.answer import Outcome
from app.domain.identity import Scope
from app.domain.ports.answering import Answering
from app.domain.question import Caller
from app.http import events, examples, problems, refusals, wire
from app.http.idempotency_key import PROBLEMS, takes_key
from app.http.identity.scopes import allowed, require_audience
from app.http.leaving import Leaving, worked
from app.http.record_bodies import Records
from app.http.watching import note, noting

PATH: Final = "/v1/questions"


def router(answering: Answering, records: Records) -> APIRouter:
    routes = APIRouter(tags=["questions"], route_class=records.route())

    @routes.post(
        PATH,
        dependencies=[Depends(takes_key)],
        summary="Ask a question",
        response_model=Outcome,
        responses={
            200: examples.OUTCOMES,
            **problems.documented(
                "malformed-body",
                "unauthenticated",
                "forbidden",
                "rate-limited",
                "too-slow",
                "unavailable",
                "body-too-large",
                "not-json",
                "invalid-request",
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
    async def ask(
        body: wire.AskBody, caller: Annotated[Caller, Depends(allowed(Scope.ASK))], request: Request
    ) -> Response:
        """An answer whose every claim carries the exact words it stands on, an honest abstention,
        or a referral to a person; `kind` tells them apart, and all three are 200.

        With `Accept: text/event-stream` the same comes as events: `evidence`, then `claim` and
        `check` as they pass, `conflict` where other evidence states otherwise than a claim, then
        `done` with the whole outcome; `problem` instead of `done` where it broke. A claim that was
        sent is never taken back. To a patient `evidence` holds `documents`, without their words.
        A comment comes after 15 s of silence. A stream cannot be resumed: one asked for with
        `Last-Event-ID` is refused.

        With `patient` the person's own record is evidence, too: citations of `origin` `record` name
        the resource as `source` and its date as `on`, and every check is made over record, question
        and library together. The record is kept nowhere; the
        reply is, sealed and for a time, where an `Idempotency-Key` came with the question.

        Of the two sides of a conflict one is preferred by the first of these rules that decides:
        in force, no expression of concern, local (setting `jurisdiction`), graded higher by the
        same scheme, more than a year newer. `preference` tells which.
        """
        require_audience(caller, body.audience)
        streaming = events.wanted(request.headers.get("accept", ""))
        if streaming:
            events.refuse_resuming(request.headers.get("last-event-id"))
        question = wire.to_question(body)
        if body.patient is not None:
            record = await records.read(body.patient, body.as_of)
            question = question.model_copy(update={"record": record})
        leaving = Leaving()
        if streaming:
            trace_id = refusals.trace_of(request)
            streamed = noting(answering.stream(question, caller, leaving), request.scope)
            return await worked(
                request,
                leaving,
                lambda: events.respond(streamed, question.audience, trace_id, leaving),
            )
        outcome = await worked(
            request, leaving, lambda: answering.answer(question, caller, leaving)
        )
        note(request.scope, outcome)
        return Response(outcome.model_dump_json(), media_type="application/json")

    return routes
