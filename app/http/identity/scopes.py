"""What each endpoint asks of its caller, declared where the endpoint is.

A route without such a declaration fails a test (`tests/app/http/test_endpoint_table.py`).
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from app.domain.corpus import Audience
from app.domain.errors import Forbidden
from app.domain.identity import RIGHTS, Scope
from app.domain.question import Caller
from app.http.auth import caller_in

DECLARED: Final = "citewell_scope"
"""The attribute of a dependency that tells what it asks for."""
OPEN: Final = "open to everyone"
ANYONE_KNOWN: Final = "anyone known"

_bearer = HTTPBearer(
    auto_error=False,
    description="An API key (`citewell keys create`), a token of an issuer that the operator "
    "named, or the operator's own token.",
)

Permitted = Callable[..., Awaitable[Caller]]


def allowed(scope: Scope | None, audience: Audience | None = None) -> Permitted:
    """The dependency that gives an endpoint its caller, who has the scope.

    Args:
        scope: None: whoever is known.
        audience: on whose behalf the endpoint works, where that is always the same.
    """

    async def permitted(request: Request, _scheme: Annotated[object, Depends(_bearer)]) -> Caller:
        caller = caller_in(request.scope)
        if scope is not None and scope not in RIGHTS[caller.role].scopes:
            raise Forbidden(f"The role {caller.role} may not {_TO_DO[scope]}.")
        if audience is not None:
            require_audience(caller, audience)
        return caller

    setattr(permitted, DECLARED, ANYONE_KNOWN if scope is None else scope)
    return permitted


async def everyone() -> None:
    """The declaration of an endpoint that asks for nothing; it waits for no thread."""


setattr(everyone, DECLARED, OPEN)


def require_audience(caller: Caller, audience: Audience) -> None:
    """Raises Forbidden: the caller's role may not ask on behalf of such people."""
    if audience not in RIGHTS[caller.role].audiences:
        raise Forbidden(
            f"The role {caller.role} may not ask on behalf of a {audience}. "
            'Where the question is a patient\'s, send "audience": "patient".'
        )


def declared(dependency: Any) -> object:
    """What a dependency declares; None where it declares nothing."""
    return getattr(dependency, DECLARED, None)


_TO_DO: Final = {
    Scope.ASK: "ask questions",
    Scope.SEARCH: "search the library",
    Scope.READ: "read the library",
    Scope.REVIEW: "review answers",
    Scope.OWN: "decide as a clinical owner",
    Scope.ADMINISTER: "administer the service",
    Scope.EVALUATE: "evaluate the service",
}
