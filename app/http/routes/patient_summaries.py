"""`POST /v1/patient-summaries`: a patient's record on one page, each line with where it stands."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.corpus import Audience
from app.domain.identity import Scope
from app.domain.ports.summary import Summarising
from app.domain.question import Caller
from app.domain.summary import PatientSummary
from app.http import examples, problems, wire
from app.http.idempotency_key import PROBLEMS, takes_key
from app.http.identity.scopes import allowed
from app.http.leaving import Leaving, worked
from app.http.record_bodies import Records

PATH: Final = "/v1/patient-summaries"


def router(summarising: Summarising, records: Records) -> APIRouter:
    routes = APIRouter(tags=["patients"], route_class=records.route())

    permitted = allowed(Scope.ASK, Audience.CLINICIAN)

    @routes.post(
        PATH,
        dependencies=[Depends(takes_key)],
        summary="Summarise a patient's record",
        response_model=PatientSummary,
        responses={
            200: examples.SUMMARY,
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
                "unusable-record",
                "overloaded",
                *PROBLEMS,
            ),
        },
    )
    async def summarise(
        body: wire.SummaryBody,
        caller: Annotated[Caller, Depends(permitted)],
        request: Request,
    ) -> Response:
        """Problems, medicines, allergies, latest results, kidney function by each measure's own
        name, immunizations and recent events, each line with the resource and date it stands in;
        what the checks say of them together; and what could not be used. Where nothing is stated
        it says so, which is not that there is nothing. No index is needed; the record is kept
        nowhere."""
        record = await records.read(body.patient, body.as_of)
        made = await worked(request, Leaving(), lambda: summarising.summary(record, caller))
        return Response(made.model_dump_json(), media_type="application/json")

    return routes
