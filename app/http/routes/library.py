"""`GET /v1/passages/{id}` and `GET /v1/documents/{id}`: the sources themselves."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from app.domain.identity import Scope
from app.domain.ports.index import Generations
from app.domain.question import Caller
from app.http import examples, problems, wire
from app.http.identity.scopes import allowed

Id = Annotated[
    str,
    Path(max_length=64, description="As a citation or a search gives it."),
]


def router(generations: Generations) -> APIRouter:
    routes = APIRouter(tags=["library"])
    refusals = problems.documented(
        "unauthenticated",
        "forbidden",
        "rate-limited",
        "too-slow",
        "unavailable",
        "not-found",
        "body-too-large",
        "invalid-request",
        "index-unavailable",
        "index-mismatch",
    )

    @routes.get(
        "/v1/passages/{id}",
        summary="Read a passage",
        response_model=wire.PassageBody,
        responses={200: examples.PASSAGE, **refusals},
    )
    def passage(id: Id, caller: Annotated[Caller, Depends(allowed(Scope.READ))]) -> Response:  # noqa: A002
        """A passage of the current generation, verbatim, with its place in its document."""
        with generations.lease() as snapshot:
            found = snapshot.library.passage(id, caller.access)
            card = snapshot.library.cards([found.document_id])[found.document_id]
        body = wire.PassageBody.of(found, card)
        return Response(body.model_dump_json(), media_type="application/json")

    @routes.get(
        "/v1/documents/{id}",
        summary="Read a document",
        response_model=wire.DocumentBody,
        responses={200: examples.DOCUMENT, **refusals},
    )
    def document(id: Id, caller: Annotated[Caller, Depends(allowed(Scope.READ))]) -> Response:  # noqa: A002
        """A document of the current generation in full: what every citation can be held against."""
        with generations.lease() as snapshot:
            found = snapshot.library.document(id, caller.access)
        body = wire.DocumentBody.of(found)
        return Response(body.model_dump_json(), media_type="application/json")

    return routes
