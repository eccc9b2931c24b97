"""Who is calling, and what they may see."""

import hmac
import ipaddress
from collections.abc import Mapping
from typing import Final, Protocol

from starlette.types import Scope

from app.domain.corpus import Audience
from app.domain.errors import Forbidden, Unauthenticated
from app.domain.question import Caller
from app.domain.ranking import Access

EVERYTHING = Access(audiences=frozenset(Audience), tags=None)

CALLER: Final = "citewell.caller"
"""Where a scope holds the caller that was let in."""
LARGEST: Final = 16 * 1024
"""Characters of the header."""


class Callers(Protocol):
    """Tells who calls from a request's `Authorization` and `Host` headers."""

    def identify(self, authorization: str | None, host: str | None, path: str = "") -> Caller:
        """Raises Unauthenticated or Forbidden.

        Args:
            path: what is called, for credentials that hold for one place alone.
        """
        ...


class BearerTokens:
    """Callers that hold one of these tokens, by the name the token was given out under."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        self._tokens = {name: token.encode() for name, token in tokens.items()}

    def identify(
        self,
        authorization: str | None,
        host: str | None,  # noqa: ARG002
        path: str = "",  # noqa: ARG002
    ) -> Caller:
        given = bearer_of(authorization).encode("utf-8", "surrogateescape")
        known = None
        for name, token in self._tokens.items():  # every token, so that time tells nothing
            if hmac.compare_digest(given, token):
                known = name
        if known is None:
            raise Unauthenticated("This token is not known. Ask the operator for a key.")
        return Caller(name=known, access=EVERYTHING)


class OpenOnLoopback:
    """Everyone on this machine: for `serve --dev`, which listens on loopback only.

    A web page that rebinds its own name to 127.0.0.1 still sends that name as `Host`, so any other
    name than loopback's is refused.
    """

    def identify(
        self,
        authorization: str | None,  # noqa: ARG002
        host: str | None,
        path: str = "",  # noqa: ARG002
    ) -> Caller:
        if not is_loopback(_name(host or "")):
            raise Forbidden("With --dev, ask by the name localhost or 127.0.0.1.")
        return Caller(name="dev", access=EVERYTHING)


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _name(host: str) -> str:
    """`Host` without its port: `127.0.0.1:8008`, `[::1]:8008`."""
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def bearer_of(authorization: str | None) -> str:
    """What the header offers. Raises Unauthenticated: nothing, or nothing that could be known."""
    scheme, _, offered = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not offered.strip() or len(offered) > LARGEST:
        raise Unauthenticated("Send the header Authorization: Bearer <key or token>.")
    return offered.strip()


def caller_in(scope: Scope) -> Caller:
    """Whom `Admission` let in. Raises Unauthenticated: nobody."""
    found = scope.get(CALLER)
    if not isinstance(found, Caller):
        raise Unauthenticated("Send the header Authorization: Bearer <key or token>.")
    return found
