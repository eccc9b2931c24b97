"""`/cds-services`: decision support inside an order system, by CDS Hooks 2.0."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

import anyio
import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from app.domain.corpus import Audience
from app.domain.identity import Scope
from app.domain.ports.decision_support import DecisionSupport, FeedbackFiling
from app.domain.question import Caller
from app.http import cds_examples as examples
from app.http import cds_wire as wire
from app.http import problems
from app.http.arriving import LARGEST_BODY
from app.http.identity.scopes import Permitted, allowed, everyone
from app.http.leaving import Leaving, worked
from app.http.strict_json import strictly

PATH: Final = "/cds-services"
LARGEST_CALL: Final = 16 * 1024 * 1024
"""Bytes of a call; a record of 1,000 resources has about one million."""
AT_ONCE: Final = 4
"""Calls that are worked on at the same time; the others wait their turn without a thread."""
Service = Annotated[str, Path(max_length=100, description="As GET /cds-services names it.")]
_CALLING: Final = (
    "malformed-body",
    "unauthenticated",
    "forbidden",
    "not-found",
    "rate-limited",
    "too-slow",
    "unavailable",
    "body-too-large",
    "not-json",
    "invalid-request",
    "unusable-hook-call",
)


def paths(support: DecisionSupport) -> frozenset[str]:
    """Those whose body brings resources of a patient."""
    return frozenset(f"{PATH}/{one.id}" for one in support.services)


def router(
    support: DecisionSupport, filing: FeedbackFiling, *, open_discovery: bool = False
) -> APIRouter:
    """Args: open_discovery: the list of services asks for no credential."""
    routes = APIRouter(tags=["decision support"], route_class=_of_calls())
    permitted = allowed(Scope.ASK, Audience.CLINICIAN)
    turns = anyio.CapacityLimiter(AT_ONCE)
    discovers: Permitted | Callable[[], Coroutine[Any, Any, None]] = (
        everyone if open_discovery else permitted
    )

    @routes.get(
        PATH,
        summary="Discover the services of decision support",
        response_model=wire.ServicesBody,
        responses={
            200: examples.SERVICES,
            **problems.documented("unauthenticated", "forbidden", "rate-limited", "unavailable"),
        },
        dependencies=[Depends(discovers)],
    )
    def services() -> Response:
        """Each with the FHIR queries whose results its calls must bring."""
        return _json(wire.services_body(support.services))

    @routes.post(
        f"{PATH}/{{service}}",
        summary="Call a service of decision support",
        response_model=wire.CardsBody,
        responses={
            200: examples.CARDS,
            **problems.documented(*_CALLING, "missing-prefetch", "unusable-record", "overloaded"),
        },
    )
    async def call(
        service: Service,
        body: wire.HookCallBody,
        caller: Annotated[Caller, Depends(permitted)],
        request: Request,
    ) -> Response:
        """Cards: critical for what should not be ordered, warning for what to think of, info for
        what could not be checked and what to send. No card is no proof that all is well. Resources
        that a service needs come with the call, or it is 412: no FHIR server is ever called.
        Nothing of the record is kept; of a card its id, its rule and who asked."""
        told = body.to_call()
        async with turns:
            made = await worked(request, Leaving(), lambda: support.cards(service, told, caller))
        return _json(wire.cards_body(made))

    @routes.post(
        f"{PATH}/{{service}}/feedback",
        summary="Tell what a clinician did with cards",
        response_model=wire.ReceiptBody,
        responses={200: examples.RECEIPT, **problems.documented(*_CALLING)},
    )
    def feedback(
        service: Service, body: wire.FeedbackBody, caller: Annotated[Caller, Depends(permitted)]
    ) -> Response:
        """All of it is taken, or none. Telling the same again changes nothing. A critical card that
        was overridden waits for a reviewer."""
        told = tuple(one.to_feedback() for one in body.feedback)
        receipt = filing.file(service, told, caller)
        return _json(wire.ReceiptBody(recorded=receipt.recorded, known=receipt.known))

    return routes


def _json(body: BaseModel) -> Response:
    text = body.model_dump_json(by_alias=True, exclude_none=True)
    return Response(text, media_type="application/json")


def _of_calls() -> type[APIRoute]:
    """Of endpoints with large bodies: these are parsed strictly, and off the event loop."""
    threads = anyio.CapacityLimiter(AT_ONCE)

    class CallRequest(Request):
        async def json(self) -> Any:
            body = await self.body()
            if len(body) > LARGEST_CALL:
                raise HTTPException(413)
            if len(body) <= LARGEST_BODY // 8:
                return strictly(body)
            return await anyio.to_thread.run_sync(strictly, body, limiter=threads)

    class CallRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handling(request: Request) -> Response:
                return await handle(CallRequest(request.scope, request.receive))

            return handling

    return CallRoute
