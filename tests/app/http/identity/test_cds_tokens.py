"""Tokens of order systems, as CDS Hooks 2.0 has them: one place, once, five minutes."""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import ValidationError

from app.domain.errors import Unauthenticated
from app.domain.identity import Role
from app.domain.token_issuer import TokenIssuer
from app.http.identity.key_sets import Keys
from app.http.identity.tokens import Tokens
from tests.app.http.identity.made_tokens import RSA, public, unsigned

EHR = "https://ehr.example/"
BASE = "https://citewell.example"
PLACE = "/cds-services/citewell-order-sign"
JKU = "https://ehr.example/jwk_uri"
EC384 = ec.generate_private_key(ec.SECP384R1())
OTHER = ec.generate_private_key(ec.SECP384R1())
HEADER = {"kid": "ec", "typ": "JWT"}


def tokens(**changed: object) -> Tokens:
    told: dict[str, object] = {
        "name": "ehr",
        "issuer": EHR,
        "audience": f"{BASE}/",
        "keys": "keys.json",
        "cds_hooks": True,
        "role": Role.CLINICIAN,
        **changed,
    }
    keys = json.dumps({"keys": [public(EC384, kid="ec"), public(RSA, kid="rsa")]}).encode()
    return Tokens([(TokenIssuer.model_validate(told), Keys(keys))])


def claims(**changed: object) -> dict[str, Any]:
    now = int(time.time())
    told: dict[str, Any] = {
        "iss": EHR,
        "aud": f"{BASE}{PLACE}",
        "iat": now,
        "exp": now + 300,
        "jti": uuid.uuid4().hex,
        **changed,
    }
    return {name: value for name, value in told.items() if value is not None}


def signed(told: dict[str, Any] | None = None, **header: object) -> str:
    head: dict[str, Any] = {**HEADER, **header}
    kept = {name: value for name, value in head.items() if value is not None}
    return jwt.encode(told or claims(), EC384, algorithm="ES384", headers=kept)


@pytest.mark.parametrize(
    "audience", [f"{BASE}{PLACE}", [f"{BASE}{PLACE}"], ["x", f"{BASE}{PLACE}"]]
)
def test_a_good_token_is_of_the_order_system(audience: object) -> None:
    caller = tokens().caller(signed(claims(aud=audience)), PLACE)
    assert (caller.name, caller.role, caller.tenant) == ("ehr:ehr", Role.CLINICIAN, None)


def test_rs384_is_taken_and_the_tenant_where_the_site_asks_for_it() -> None:
    made = jwt.encode(
        claims(tenant="north"), RSA, algorithm="RS384", headers={"kid": "rsa", "typ": "JWT"}
    )
    caller = tokens(tenant_claim="tenant").caller(made, PLACE)
    assert caller.tenant == "north"


def test_a_token_is_taken_once() -> None:
    taking, token = tokens(), signed()
    taking.caller(token, PLACE)
    with pytest.raises(Unauthenticated):
        taking.caller(token, PLACE)


@pytest.mark.parametrize(
    "path",
    [
        "/cds-services",
        "/cds-services/citewell-order-select",
        f"{PLACE}/feedback",
        "/v1/questions",
        "",
    ],
)
def test_a_token_of_one_place_opens_no_other(path: str) -> None:
    with pytest.raises(Unauthenticated):
        tokens().caller(signed(), path)


@pytest.mark.parametrize("path", ["/v1/questions", "/docs", "/cds-services-of-others"])
def test_no_token_of_an_order_system_opens_what_is_no_hook(path: str) -> None:
    with pytest.raises(Unauthenticated):
        tokens().caller(signed(claims(aud=f"{BASE}{path}")), path)


REFUSED: dict[str, Callable[[], str]] = {
    "no jti": lambda: signed(claims(jti=None)),
    "an empty jti": lambda: signed(claims(jti="")),
    "a jti that is no text": lambda: signed(claims(jti=7)),
    "no aud": lambda: signed(claims(aud=None)),
    "another server's aud": lambda: signed(claims(aud=f"https://other.example{PLACE}")),
    "the base alone as aud": lambda: signed(claims(aud=BASE)),
    "another iss": lambda: signed(claims(iss="https://other.example/")),
    "no kid": lambda: signed(kid=None),
    "another kid": lambda: signed(kid="rsa"),
    "another typ": lambda: signed(typ="at+jwt"),
    "a jku that is not listed": lambda: signed(jku="https://evil.example/keys"),
    "a jku that is no text": lambda: signed(jku=[JKU]),
    "another key": lambda: jwt.encode(claims(), OTHER, algorithm="ES384", headers=HEADER),
    "none": lambda: unsigned({"alg": "none", **HEADER}, claims()),
    "HS256": lambda: jwt.encode(claims(), "x" * 64, algorithm="HS256", headers=HEADER),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_specification_forbids_is_refused(case: str) -> None:
    with pytest.raises(Unauthenticated):
        tokens().caller(REFUSED[case](), PLACE)


@pytest.mark.parametrize(("iat", "exp"), [(0, 301), (-400, -100), (400, 500), (0, 0)])
def test_a_token_that_lives_too_long_or_no_more_is_refused(iat: int, exp: int) -> None:
    now = int(time.time())
    with pytest.raises(Unauthenticated):
        tokens().caller(signed(claims(iat=now + iat, exp=now + exp)), PLACE)


def test_a_jku_is_compared_and_the_keys_stay_those_of_the_site() -> None:
    caller = tokens(jku=(JKU,)).caller(signed(jku=JKU), PLACE)
    assert caller.name == "ehr:ehr"


def test_an_issuer_is_of_assertions_or_of_hooks() -> None:
    with pytest.raises(ValidationError, match="not both"):
        tokens(assertions=True)
