"""`POST /v1/feedback`: whether an answer helped, was wrong or unsafe."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.domain.feedback import Feedback, FeedbackReceipt
from app.domain.ports.feedback import TakesFeedback
from app.domain.question import Caller
from app.http import people_examples as examples
from app.http import problems
from app.http.idempotency_key import PROBLEMS, takes_key
from app.http.identity.scopes import Permitted

PATH: Final = "/v1/feedback"


def router(taking: TakesFeedback, identify: Permitted) -> APIRouter:
    """Args: identify: tells the caller, and lets in who may ask."""
    routes = APIRouter(tags=["feedback"])

    @routes.post(
        PATH,
        dependencies=[Depends(takes_key)],
        summary="Say whether an answer helped",
        response_model=FeedbackReceipt,
        responses={
            200: examples.FEEDBACK,
            **problems.documented(
                "malformed-body",
                "unauthenticated",
                "forbidden",
                "not-found",
                "rate-limited",
                "too-slow",
                "body-too-large",
                "not-json",
                "invalid-request",
                "unavailable",
                *PROBLEMS,
            ),
        },
    )
    def give(body: Feedback, caller: Annotated[Caller, Depends(identify)]) -> Response:
        """On an answer, abstention, referral or summary that the caller's own tenant was given; any
        other trace id is not found. One for each caller and answer: a second one takes the place of
        the first. `wrong` and `unsafe` put the answer on the list of reviews. The comment is kept
        sealed, for a time, without the identifiers that were found in it."""
        receipt = taking.give(body, caller)
        return Response(receipt.model_dump_json(), media_type="application/json")

    return routes
