"""A service that has the endpoints of people alone, on fakes."""

from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from app.domain.identity import Rate, Scope
from app.http import problems, refusals
from app.http.arriving import Arriving
from app.http.auth import BearerTokens
from app.http.edge import Edge
from app.http.front import CLOSED
from app.http.identity.admission import Admission
from app.http.identity.limiting import Limiter
from app.http.identity.scopes import allowed

ANN, BOB = "token-of-ann", "token-of-bob"
PATIENT = Rate(requests=1_000_000, seconds=1)
"""Wrong tokens of one address that are borne with."""
CALLERS = BearerTokens({"ann": ANN, "bob": BOB})
reviewers = allowed(Scope.REVIEW)
anyone = allowed(None)


def service(*routers: APIRouter) -> FastAPI:
    made = FastAPI(title="people", version="0")
    for each in routers:
        made.include_router(each)
    refusals.install(made)
    open_paths = frozenset({"/openapi.json"})
    made.add_middleware(
        Edge,
        arriving=Arriving(),
        admission=Admission(CALLERS, Limiter(failures=PATIENT), open_paths=open_paths),
        front=CLOSED,
    )
    document = made.openapi()
    schema = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(schema.pop("$defs", {}))
    schemas["Problem"] = schema
    made.openapi_schema = document
    return made


def client(made: FastAPI, token: str | None = ANN) -> TestClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return TestClient(made, headers=headers, base_url="http://127.0.0.1")
