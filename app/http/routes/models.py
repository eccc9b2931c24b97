"""`GET /v1/models` and `GET /v1/models/{id}`: on whose behalf a key may ask, as OpenAI's protocol
names it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.domain.identity import Scope
from app.domain.question import Caller
from app.http.identity.scopes import allowed
from app.http.openai import errors, examples
from app.http.openai.models import Model, ModelList, audience_of, models_of


def router() -> APIRouter:
    routes = APIRouter(tags=["openai"])
    refusals = errors.documented(
        "unauthenticated",
        "forbidden",
        "rate-limited",
        "too-slow",
        "body-too-large",
        "unavailable",
    )

    @routes.get(
        "/v1/models",
        summary="List the models",
        response_model=ModelList,
        responses={200: examples.MODELS, **refusals},
    )
    async def models(caller: Annotated[Caller, Depends(allowed(Scope.ASK))]) -> Response:
        """Those that this key may use: `citewell-clinician`, `citewell-patient`, or both."""
        return Response(models_of(caller).model_dump_json(), media_type="application/json")

    @routes.get(
        "/v1/models/{id}",
        summary="Show a model",
        response_model=Model,
        responses={200: examples.MODEL, **refusals, **errors.documented("not-found")},
    )
    async def model(id: str, caller: Annotated[Caller, Depends(allowed(Scope.ASK))]) -> Response:  # noqa: A002
        """One of them."""
        audience_of(id, caller)
        return Response(Model(id=id).model_dump_json(), media_type="application/json")

    return routes
