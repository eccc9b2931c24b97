"""The form a problem is told in: RFC 9457, or that of the protocol whose paths were asked."""

from fastapi.responses import JSONResponse
from starlette.types import Scope

from app.http import problems
from app.http.openai import errors


def response(
    scope: Scope, told: problems.Problem, headers: dict[str, str] | None = None
) -> JSONResponse:
    if errors.speaks(scope):
        return errors.response(told, headers)
    return problems.response(told, headers)
