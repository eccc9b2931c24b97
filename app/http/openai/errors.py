"""Errors as OpenAI's clients read them, on the paths of that protocol and no others.

Each is a problem of `problems.py` in another form: the same finding, the same words, the same trace
id. What is wrong with a request is 400 here, also where a problem would be 422.
"""

import re
from typing import Any, Final

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.types import Scope

from app.domain.errors import InvalidQuestion
from app.http import problems
from app.http.openai.wire import FORMS

PATHS: Final = ("/v1/chat/completions", "/v1/models")
MODEL_NOT_FOUND: Final = "model_not_found"
_INVALID: Final = 422
_CODES: Final = {
    "unauthenticated": "invalid_api_key",
    "forbidden": "insufficient_permissions",
    "rate-limited": "rate_limit_exceeded",
    "body-too-large": "request_too_large",
    "internal": "internal_error",
}
"""Where OpenAI has a name of its own for a problem."""
_TYPES: Final = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}
_NAMED: Final = 3
"""Fields at fault that the message names."""
_INDEX: Final = re.compile(r"\.(\d+)(?=\.|$)")


class Fault(BaseModel):
    """`param` is the field at fault, `code` the kind of fault for a program to read."""

    message: str
    type: str = Field(examples=["invalid_request_error"])
    param: str | None = Field(examples=["messages[0].content"])
    code: str | None = Field(examples=["unsupported_value"])
    trace_id: str = Field(description="Finds the matching line in the service's log.")


class ErrorBody(BaseModel):
    error: Fault


class Refused(InvalidQuestion):
    """A request that cannot be served as it stands; `param` is the field at fault."""

    def __init__(
        self, message: str, param: str, code: str = "unsupported_value", status: int = 400
    ) -> None:
        super().__init__(message)
        self.param = param
        self.code = code
        self.status = status


def speaks(scope: Scope) -> bool:
    """Whether who asked there reads errors in this form."""
    path = str(scope.get("path", ""))
    return any(path == one or path.startswith(f"{one}/") for one in PATHS)


def response(told: problems.Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem in this form."""
    status = 400 if told.status == _INVALID else told.status
    body = ErrorBody(error=fault(told)).model_dump()
    sent = {**(headers or {}), **named(told.trace_id)}
    return problems.written(told, body, status, "application/json", sent)


def named(trace_id: str) -> dict[str, str]:
    """The header by which the clients tell a request: `request_id` of the `openai` library."""
    return {"X-Request-Id": trace_id}


def fault(told: problems.Problem) -> Fault:
    slug = told.type.removeprefix(problems.TYPE_PREFIX)
    places = [f"{_place(one)}: {one.message}" for one in (told.errors or ())[:_NAMED]]
    return Fault(
        message="; ".join(places) or told.detail,
        type=_type(told.status),
        param="patient" if slug == "unusable-record" else _param(told),
        code=_CODES.get(slug, slug.replace("-", "_")),
        trace_id=told.trace_id,
    )


def on_refused(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Refused):
        raise error
    told = problems.of_error(error, str(request.scope["trace_id"]))
    said = fault(told).model_copy(update={"param": error.param, "code": error.code})
    body = ErrorBody(error=said).model_dump()
    headers = named(told.trace_id)
    return problems.written(told, body, error.status, "application/json", headers)


def _type(status: int) -> str:
    return _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")


def _param(told: problems.Problem) -> str | None:
    """Of the first field at fault; None where the body as a whole is."""
    return (_place(told.errors[0]) or None) if told.errors else None


def _place(fault: problems.FieldProblem) -> str:
    """`messages[0].content`, of `body.messages.0.content`."""
    _, *places = fault.at.split(".")
    named = ".".join(place for place in places if place not in FORMS)
    return _INDEX.sub(r"[\1]", f".{named}").lstrip(".")


def documented(*slugs: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for the problems an endpoint can answer with, in this form."""
    responses: dict[int | str, dict[str, Any]] = {
        "4XX": {"model": ErrorBody, "description": "Refused"}  # else FastAPI promises a 422
    }
    for slug in (*slugs, "internal"):
        kind = problems.BY_SLUG[slug]
        status = 400 if kind.status == _INVALID else kind.status
        entry = responses.setdefault(
            status,
            {
                "model": ErrorBody,
                "description": kind.title,
                "content": {"application/json": {"examples": {}}},
            },
        )
        shown = fault(problems.problem(slug, kind.meaning, "5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90"))
        example = {"value": ErrorBody(error=shown).model_dump()}
        entry["content"]["application/json"]["examples"][slug] = example
    return responses
