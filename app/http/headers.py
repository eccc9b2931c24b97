"""Headers that every reply carries, whoever made it."""

from typing import Final

from starlette.types import Scope

from app.http.identity.admission import standing_in

_ALWAYS: Final = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
_POLICY: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
"""A reply of the service is data; the page of the documentation brings its own."""

Headers = list[tuple[bytes, bytes]]


def added(scope: Scope, given: Headers, hsts: int) -> Headers:
    """`given` and what goes with every reply."""
    headers = [*given, *_ALWAYS]
    if not any(name.lower() == _POLICY[0] for name, _ in given):
        headers.append(_POLICY)
    if hsts:
        headers.append((b"strict-transport-security", f"max-age={hsts}".encode()))
    standing = standing_in(scope)
    return headers if standing is None else [*headers, *standing.headers()]
