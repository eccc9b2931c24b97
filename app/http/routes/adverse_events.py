"""`POST /v1/adverse-events`: somebody was, or could have been, harmed."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.domain.adverse_event import AdverseEventReport, Receipt
from app.domain.ports.adverse_events import Reporting
from app.domain.question import Caller
from app.http import people_examples as examples
from app.http import problems
from app.http.idempotency_key import PROBLEMS, takes_key
from app.http.identity.scopes import Permitted

PATH: Final = "/v1/adverse-events"


def router(reporting: Reporting, identify: Permitted) -> APIRouter:
    routes = APIRouter(tags=["adverse events"])

    @routes.post(
        PATH,
        dependencies=[Depends(takes_key)],
        summary="Report harm",
        response_model=Receipt,
        responses={
            200: examples.RECEIPT,
            **problems.documented(
                "malformed-body",
                "unauthenticated",
                "forbidden",
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
    def report(body: AdverseEventReport, caller: Annotated[Caller, Depends(identify)]) -> Response:
        """Put on record, sealed, and on the list of reviews. Of the patient send age group and sex
        alone; identifiers in what is told in words are taken out. It is filed with no agency."""
        receipt = reporting.report(body, caller)
        return Response(receipt.model_dump_json(), media_type="application/json")

    return routes
