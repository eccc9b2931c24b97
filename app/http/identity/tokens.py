"""JSON Web Tokens: of people from the hospital's OpenID provider, and of programs that sign for
themselves (SMART backend services). Verified by PyJWT against the issuer's public keys.

Of the header `alg` and `kid` are read, and of CDS Hooks `typ`: what it says of where keys are
(`jku`, `x5u`, `jwk`, `x5c`) is never followed. A refusal tells nothing of why; the log has the kind
of fault.
"""

import logging
import time
from collections.abc import Iterable
from threading import Lock
from typing import Any, Final

import jwt

from app.domain.errors import ConfigurationError, Overloaded, Unauthenticated
from app.domain.question import Caller
from app.domain.token_issuer import LONGEST_ASSERTION, TokenIssuer
from app.http.identity.claims import caller_of
from app.http.identity.key_sets import KeySet

LARGEST: Final = 8 * 1024
"""Characters of a token."""
_LONGEST_ID: Final = 200
_MOST_REMEMBERED: Final = 100_000
_REQUIRED: Final = ("iss", "sub", "aud", "exp", "iat")
_OF_CDS_HOOKS: Final = ("iss", "aud", "exp", "iat", "jti")
CDS_PATH: Final = "/cds-services"
"""Where alone tokens of CDS Hooks hold."""
ORDER_SYSTEM: Final = "ehr"
"""The account of an order system whose tokens name none."""

_log = logging.getLogger("citewell.http")


class Refused(Exception):
    """Why, in words of our own."""


class Tokens:
    """Those of these issuers, each with its keys.

    Raises ConfigurationError: two of them have one name, or one `iss`.
    """

    def __init__(self, issuers: Iterable[tuple[TokenIssuer, KeySet]]) -> None:
        listed = tuple(issuers)
        self._by_issuer = {issuer.issuer: (issuer, keys) for issuer, keys in listed}
        if not len(listed) == len(self._by_issuer) == len({one.name for one, _ in listed}):
            raise ConfigurationError("Two issuers of tokens have the same name or issuer.")
        self._once = Once()

    def caller(self, token: str, path: str = "") -> Caller:
        """
        Args:
            path: what is called; tokens of CDS Hooks hold for one place alone.

        Raises Unauthenticated; Forbidden: it is good, and gives nothing here; Unavailable: the
        issuer's keys cannot be had."""
        try:
            issuer, claims = self._verified(token, path)
            if issuer.assertions:
                self._assert_once(issuer, claims)
            elif issuer.cds_hooks:
                self._take_once(issuer, claims)
                claims = {"sub": ORDER_SYSTEM, **claims}
        except (Refused, jwt.PyJWTError, ValueError, OverflowError, TypeError, RecursionError) as e:
            _log.info("A token was refused: %s", e if isinstance(e, Refused) else type(e).__name__)
            raise Unauthenticated("This token is not accepted.") from None
        return caller_of(issuer, claims)

    def _verified(self, token: str, path: str) -> tuple[TokenIssuer, dict[str, Any]]:
        if len(token) > LARGEST:
            raise Refused("too large")
        header = jwt.get_unverified_header(token)
        told = jwt.decode(token, options={"verify_signature": False})
        known = self._by_issuer.get(told["iss"]) if isinstance(told.get("iss"), str) else None
        if known is None:
            raise Refused("issuer")
        issuer, keys = known
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in issuer.algorithms:
            raise Refused("algorithm")
        if "crit" in header:
            raise Refused("critical header")
        if issuer.cds_hooks:
            _require_form(header, issuer, path)
        if kid is not None and (not isinstance(kid, str) or len(kid) > _LONGEST_ID):
            raise Refused("key id")
        key = keys.key(kid, algorithm)
        if key is None:
            raise Refused("no such key")
        claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=_audience(issuer, path),
            issuer=issuer.issuer,
            leeway=issuer.leeway,
            options={
                "require": list(_OF_CDS_HOOKS if issuer.cds_hooks else _REQUIRED),
                "enforce_minimum_key_length": True,
            },
        )
        once = issuer.assertions or issuer.cds_hooks
        longest = LONGEST_ASSERTION if once else issuer.longest
        if not 0 < claims["exp"] - claims["iat"] <= longest:
            raise Refused("lifetime")
        return issuer, claims

    def _assert_once(self, issuer: TokenIssuer, claims: dict[str, Any]) -> None:
        if claims["sub"] != claims["iss"]:
            raise Refused("subject")
        self._take_once(issuer, claims)

    def _take_once(self, issuer: TokenIssuer, claims: dict[str, Any]) -> None:
        named = claims.get("jti")
        if not isinstance(named, str) or not 0 < len(named) <= _LONGEST_ID:
            raise Refused("jti")
        self._once.take((issuer.name, named), claims["exp"] + issuer.leeway)


def _require_form(header: dict[str, Any], issuer: TokenIssuer, path: str) -> None:
    """What CDS Hooks asks of a header, where it asks more. Raises Refused."""
    if path != CDS_PATH and not path.startswith(f"{CDS_PATH}/"):
        raise Refused("not of this place")
    if header.get("typ") != "JWT" or not header.get("kid"):
        raise Refused("header")
    if "jku" in header and header["jku"] not in issuer.jku:
        raise Refused("address of keys")


def _audience(issuer: TokenIssuer, path: str) -> str:
    return f"{issuer.audience.rstrip('/')}{path}" if issuer.cds_hooks else issuer.audience


class Once:
    """Ids that were shown and have not expired yet. Of this process: behind several, one assertion
    may be taken once by each."""

    def __init__(self, most: int = _MOST_REMEMBERED) -> None:
        self._most = most
        self._until: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def take(self, shown: tuple[str, str], until: float) -> None:
        """Raises Refused: it was shown before; Overloaded: too many are remembered."""
        now = time.time()
        with self._lock:
            if self._until.get(shown, 0.0) > now:
                raise Refused("shown before")
            if len(self._until) >= self._most:
                self._until = {one: end for one, end in self._until.items() if end > now}
            if len(self._until) >= self._most:
                raise Overloaded("Too many assertions were shown within five minutes.")
            self._until[shown] = until
