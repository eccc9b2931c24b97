"""`/v1/reviews`: answers of the caller's tenant that wait for a person, who is the caller."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from app.domain.corpus import Audience
from app.domain.errors import InvalidQuestion
from app.domain.ports.reviewing import ReviewQueue
from app.domain.question import Caller
from app.domain.reviewing import (
    Correction,
    ReviewFile,
    ReviewTask,
)
from app.http import people_examples as examples
from app.http import problems
from app.http.identity.scopes import Permitted
from app.http.people_wire import DecisionBody, ReviewList, ReviewQuery

PATH: Final = "/v1/reviews"
Id = Annotated[int, Path(ge=1, le=2**31 - 1, description="As the list names it.")]
_READING: Final = (
    "unauthenticated",
    "forbidden",
    "rate-limited",
    "too-slow",
    "body-too-large",
    "invalid-request",
    "unavailable",
)
_WITH_BODY: Final = ("malformed-body", "not-json", "invalid-question", "not-found", "conflict")


def router(queue: ReviewQueue, identify: Permitted) -> APIRouter:
    """Args: identify: tells the caller, and lets reviewers alone in."""
    routes = APIRouter(tags=["reviews"])

    @routes.get(
        PATH,
        summary="List what waits for review",
        response_model=ReviewList,
        responses={200: examples.TASKS, **problems.documented(*_READING)},
    )
    def waiting(
        caller: Annotated[Caller, Depends(identify)],
        wanted: Annotated[ReviewQuery, Query()],
    ) -> Response:
        """Without a word of any answer."""
        found = ReviewList(tasks=queue.of(caller).list(**wanted.model_dump()))
        return Response(found.model_dump_json(), media_type="application/json")

    @routes.get(
        f"{PATH}/{{id}}",
        summary="Read a task",
        response_model=ReviewFile,
        responses={200: examples.FILE, **problems.documented(*_READING, "not-found")},
    )
    def show(id: Id, caller: Annotated[Caller, Depends(identify)]) -> Response:  # noqa: A002
        """With question and outcome where the site keeps them, and only for their time."""
        return Response(queue.of(caller).show(id).model_dump_json(), media_type="application/json")

    @routes.post(
        f"{PATH}/{{id}}/claim",
        summary="Claim a task",
        response_model=ReviewFile,
        responses={
            200: examples.FILE,
            **problems.documented(*_READING, "not-found", "conflict"),
        },
    )
    def claim(id: Id, caller: Annotated[Caller, Depends(identify)]) -> Response:  # noqa: A002
        """Nobody else can hold it until the lease ends; whoever holds it renews it so."""
        claimed = queue.of(caller).claim(id, caller.name)
        return Response(claimed.model_dump_json(), media_type="application/json")

    @routes.post(
        f"{PATH}/{{id}}/decision",
        summary="Decide a task",
        response_model=ReviewTask,
        responses={200: examples.DECIDED, **problems.documented(*_READING, *_WITH_BODY)},
    )
    def decide(
        id: Id,  # noqa: A002
        body: DecisionBody,
        caller: Annotated[Caller, Depends(identify)],
    ) -> Response:
        """By whoever holds it. A correction becomes a line of an evaluation set."""
        done = _decided(queue.of(caller), id, body, caller.name)
        return Response(done.model_dump_json(), media_type="application/json")

    return routes


def _decided(queue: ReviewQueue, task: int, body: DecisionBody, by: str) -> ReviewTask:
    match body.verdict:
        case "release":
            return queue.release(task, by)
        case "approve":
            return queue.approve(task, by, body.note)
        case "reject":
            if not body.note:
                raise InvalidQuestion("To reject, write a note that says why.")
            return queue.reject(task, by, body.note)
        case "correct":
            return queue.correct(task, by, _correction(queue, task, body), body.note)


def _correction(queue: ReviewQueue, task: int, body: DecisionBody) -> Correction:
    texts = queue.show(task).texts
    prompt = body.question or (texts and texts.question)
    if body.expected is None or not prompt:
        raise InvalidQuestion(
            "To correct, send what is expected, and the question where it is not kept."
        )
    return Correction(
        prompt=prompt,
        expected=body.expected,
        audience=texts.audience if texts else Audience.CLINICIAN,
        says=body.says,
        documents=tuple(body.documents),
    )
