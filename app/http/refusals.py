"""How each failure of a request becomes a problem.

A problem never repeats what the caller sent: a question holds a patient's words, and problems end
in logs. So a validation problem names the field and the rule and leaves out the value.
"""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from app.domain import errors
from app.http.forms import response
from app.http.openai import errors as openai_errors
from app.http.problems import BY_SLUG, FieldProblem, of_error, problem

_BY_STATUS: Final = {
    400: "malformed-body",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
}

_QUIET_RULES: Final = frozenset(
    {
        "bool_parsing",
        "bool_type",
        "date_from_datetime_inexact",
        "date_from_datetime_parsing",
        "date_parsing",
        "date_type",
        "dict_type",
        "enum",
        "extra_forbidden",
        "frozen_set_type",
        "greater_than_equal",
        "int_from_float",
        "int_parsing",
        "int_parsing_size",
        "int_type",
        "json_invalid",
        "less_than_equal",
        "list_type",
        "literal_error",
        "missing",
        "model_attributes_type",
        "model_type",
        "not_resumable",
        "set_type",
        "string_too_long",
        "string_too_short",
        "string_type",
        "string_unicode",
        "too_long",
        "too_short",
        "tuple_type",
    }
)
"""Rules whose message is known not to quote the value; any other is told in general words."""


def install(service: FastAPI) -> None:
    """Answer every refusal, the framework's own included, with a problem."""
    service.add_exception_handler(errors.CitewellError, on_citewell_error)
    service.add_exception_handler(openai_errors.Refused, openai_errors.on_refused)
    service.add_exception_handler(HTTPException, on_http_exception)
    service.add_exception_handler(RequestValidationError, on_invalid_request)


def trace_of(request: Request) -> str:
    """The id that `edge.Edge` gave this request."""
    return str(request.scope["trace_id"])


def on_citewell_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, errors.CitewellError):
        raise error
    return response(request.scope, of_error(error, trace_of(request)))


def on_http_exception(request: Request, error: Exception) -> JSONResponse:
    """The framework's own refusals: no such path, no such method, a body that cannot be read."""
    if not isinstance(error, HTTPException):
        raise error
    slug = _BY_STATUS.get(error.status_code, "internal")
    told = problem(slug, BY_SLUG[slug].meaning, trace_of(request))
    headers = dict(error.headers or {})
    if error.status_code == 405 and (methods := _methods_at(request)):
        headers["Allow"] = ", ".join(methods)  # the framework names those of one route alone
    return response(request.scope, told, headers)


def _methods_at(request: Request) -> list[str]:
    """All that the address of a request answers to; one that stands there itself goes before one
    that it only fits (`/v1/chat/completions` and `/v1/chat/{id}`)."""
    paths: dict[str, dict[str, object]] = request.app.openapi()["paths"]
    asked = request.scope["path"]
    fitting = [asked] if asked in paths else [p for p in paths if compile_path(p)[0].match(asked)]
    return sorted({method.upper() for path in fitting for method in paths[path]})


def on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    trace_id = trace_of(request)
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        told = problem("malformed-body", "The body is not JSON.", trace_id)
        return response(request.scope, told)
    if found[0]["loc"] == ("body",) and not _says_json(request):
        meaning = BY_SLUG["not-json"].meaning
        return response(request.scope, problem("not-json", meaning, trace_id))
    faults = list(_faults(found))
    detail = "; ".join(f"{fault.at}: {fault.message}" for fault in faults[:3])
    told = problem("invalid-request", detail, trace_id, faults=faults[:20])
    return response(request.scope, told)


def _says_json(request: Request) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


def _faults(found: Any) -> Iterator[FieldProblem]:
    for one in found:
        rule = str(one["type"])
        place = list(one["loc"])
        if rule == "extra_forbidden":
            place[-1] = "(unknown field)"  # the caller chose its name
        quiet = rule in _QUIET_RULES
        yield FieldProblem(
            at=".".join(str(part) for part in place),
            rule=rule,
            message=str(one["msg"]) if quiet else "This value is not valid here",
        )
