"""A service that has the endpoints of people alone, on fakes."""

from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from app.http import problems, refusals
from app.http.auth import BearerTokens, known_by
from app.http.edge import Edge

ANN, BOB = "token-of-ann", "token-of-bob"
CALLERS = BearerTokens({"ann": ANN, "bob": BOB})
identify = known_by(CALLERS)


def service(*routers: APIRouter) -> FastAPI:
    made = FastAPI(title="people", version="0")
    for each in routers:
        made.include_router(each)
    refusals.install(made)
    made.add_middleware(Edge)
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
