"""`POST /v1/search`: the ranking alone, with each leg's place and score."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.domain.found import Found, search
from app.domain.identity import Scope
from app.domain.ports.index import Generations
from app.domain.ports.retrieval import Retriever
from app.domain.question import Caller
from app.http import examples, problems, wire
from app.http.identity.scopes import allowed, require_audience


def router(retriever: Retriever, generations: Generations) -> APIRouter:
    routes = APIRouter(tags=["search"])

    @routes.post(
        "/v1/search",
        summary="Search passages",
        response_model=Found,
        responses={
            200: examples.FOUND,
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
                "index-unavailable",
                "index-mismatch",
                "model-unavailable",
            ),
        },
    )
    def find(
        body: wire.SearchBody, caller: Annotated[Caller, Depends(allowed(Scope.SEARCH))]
    ) -> Response:
        """Passages, best first. A leg that missed a passage has no place for it."""
        require_audience(caller, body.audience)
        found = search(retriever, generations, wire.to_query(body), caller, body.k)
        return Response(found.model_dump_json(), media_type="application/json")

    return routes
