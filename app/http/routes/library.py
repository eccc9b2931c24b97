"""`GET /v1/passages/{id}` and `GET /v1/documents/{id}`: the sources themselves."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from app.domain.corpus import Span
from app.domain.identity import Scope
from app.domain.ports.index import Generations
from app.domain.question import Caller
from app.http import examples, problems, source_page, wire
from app.http.identity.scopes import allowed
from app.http.marking import Mark, Marked, marked

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
        responses={200: _or_page(examples.PASSAGE), **refusals},
    )
    def passage(
        id: Id,  # noqa: A002
        caller: Annotated[Caller, Depends(allowed(Scope.READ))],
        request: Request,
        mark: Mark = None,
    ) -> Response:
        """A passage of the current generation, verbatim, with its place in its document.

        With `mark`, the `span` of a citation, the cited words are given apart with what stands
        around them; to `Accept: text/html` it is a page for a person, with them marked.
        """
        with generations.lease() as snapshot:
            found = snapshot.library.passage(id, caller.access)
            card = snapshot.library.cards([found.document_id])[found.document_id]
        cited = marked(mark, found.text, found.span)
        if source_page.wanted(request.headers.get("accept", "")):
            return source_page.page(card, found.path, found.text, found.span, _span(cited))
        body = wire.PassageBody.of(found, card, cited)
        return Response(body.model_dump_json(), media_type="application/json")

    @routes.get(
        "/v1/documents/{id}",
        summary="Read a document",
        response_model=wire.DocumentBody,
        responses={200: _or_page(examples.DOCUMENT), **refusals},
    )
    def document(
        id: Id,  # noqa: A002
        caller: Annotated[Caller, Depends(allowed(Scope.READ))],
        request: Request,
        mark: Mark = None,
    ) -> Response:
        """A document of the current generation in full: what every citation can be held against.

        `mark` and `Accept: text/html` as for a passage; the marked words are `#cited` of the page.
        """
        with generations.lease() as snapshot:
            found = snapshot.library.document(id, caller.access)
        whole = Span(start=0, end=len(found.text))
        cited = marked(mark, found.text, whole)
        if source_page.wanted(request.headers.get("accept", "")):
            return source_page.page(found.card, (), found.text, whole, _span(cited))
        body = wire.DocumentBody.of(found, cited)
        return Response(body.model_dump_json(), media_type="application/json")

    return routes


def _or_page(response: dict[str, Any]) -> dict[str, Any]:
    """The response as it is documented, and as a page."""
    content = {**response["content"], "text/html": {"schema": {"type": "string"}}}
    return {**response, "content": content}


def _span(cited: Marked | None) -> Span | None:
    return None if cited is None else cited.span
