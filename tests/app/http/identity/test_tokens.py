"""Tokens: what is taken, and everything that is not."""

import hashlib
import hmac
import logging
import time
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.domain.corpus import Audience
from app.domain.errors import ConfigurationError, Forbidden, Overloaded, Unauthenticated
from app.domain.identity import Role
from app.http.identity.tokens import LARGEST, Once, Refused, Tokens
from tests.app.http.identity.made_tokens import (
    EC,
    ED,
    ISSUER,
    OTHER_RSA,
    RSA,
    SHORT_RSA,
    claims,
    issuer,
    keys,
    token,
    unsigned,
)

TOKENS = Tokens([(issuer(), keys())])


def now() -> int:
    return int(time.time())


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"),
    [
        (RSA, "RS256", "rsa"),
        (RSA, "RS384", "rsa"),
        (RSA, "PS256", "rsa"),
        (EC, "ES256", "ec"),
        (ED, "EdDSA", "ed"),
        (EC, "ES256", None),
    ],
)
def test_a_good_token_tells_who_calls(key: object, algorithm: str, kid: str | None) -> None:
    caller = TOKENS.caller(
        token(key=key, algorithm=algorithm, headers={} if kid is None else {"kid": kid})
    )
    assert caller.name == "hospital:a.examplo@hospital.example"
    assert caller.role is Role.CLINICIAN
    assert caller.access.audiences == frozenset(Audience)
    assert caller.access.tags == frozenset()
    assert caller.tenant is None
    assert caller.limits is not None


def with_public_key_as_secret() -> str:
    """RS256 turned into HS256, with the public key as the shared secret."""
    pem = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = unsigned({"alg": "HS256", "kid": "rsa"}, claims()).rpartition(".")[0]
    signature = hmac.digest(pem, head.encode(), hashlib.sha256)
    return unsigned({"alg": "HS256", "kid": "rsa"}, claims(), signature)


def tampered() -> str:
    head, _, signature = token().split(".")
    _, body, _ = token(claims(roles=["patients"])).split(".")
    return f"{head}.{body}.{signature}"


REFUSED: dict[str, Callable[[], str]] = {
    "expired": lambda: token(claims(iat=now() - 700, exp=now() - 100)),
    "not yet valid": lambda: token(claims(nbf=now() + 300)),
    "issued in the future": lambda: token(claims(iat=now() + 300, exp=now() + 900)),
    "lives too long": lambda: token(claims(exp=now() + 90_000)),
    "ends before it begins": lambda: token(claims(iat=now(), exp=now() - 5)),
    "no exp": lambda: token(claims(exp=None)),
    "no iat": lambda: token(claims(iat=None)),
    "no sub": lambda: token(claims(sub=None)),
    "no aud": lambda: token(claims(aud=None)),
    "exp is no number": lambda: token(claims(exp="soon")),
    "exp is infinite": lambda: token(claims(exp=float("inf"))),
    "exp is not a number": lambda: token(claims(exp=float("nan"))),
    "iat is a list": lambda: token(claims(iat=[now()])),
    "sub is a number": lambda: unsigned({"alg": "RS256", "kid": "rsa"}, claims(sub=7)),
    "sub breaks the line": lambda: token(claims(sub="a\r\nERROR all is lost")),
    "sub is empty": lambda: token(claims(sub="")),
    "sub is long": lambda: token(claims(sub="a" * 201)),
    "another audience": lambda: token(claims(aud="https://other.example")),
    "audience as a prefix": lambda: token(claims(aud="https://citewell.example.evil.example")),
    "another issuer": lambda: token(claims(iss="https://evil.example")),
    "issuer with a slash": lambda: token(claims(iss=f"{ISSUER}/")),
    "issuer is a list": lambda: unsigned({"alg": "RS256", "kid": "rsa"}, claims(iss=[ISSUER])),
    "issuer is missing": lambda: token(claims(iss=None)),
    "forged": lambda: token(key=OTHER_RSA),
    "a key for encryption": lambda: token(key=OTHER_RSA, headers={"kid": "for-encryption"}),
    "a short key": lambda: token(key=SHORT_RSA, headers={"kid": "short"}),
    "tampered": tampered,
    "no signature": lambda: token().rpartition(".")[0] + ".",
    "alg none": lambda: unsigned({"alg": "none"}, claims()),
    "alg None": lambda: unsigned({"alg": "None", "kid": "rsa"}, claims()),
    "alg missing": lambda: unsigned({"kid": "rsa"}, claims()),
    "alg is a list": lambda: unsigned({"alg": ["RS256"], "kid": "rsa"}, claims()),
    "HS256 with the public key": with_public_key_as_secret,
    "HS256 with a shared key of the set": lambda: token(
        key="x" * 32, algorithm="HS256", headers={"kid": "shared"}
    ),
    "not an allowed algorithm": lambda: token(algorithm="RS512"),
    "another kind of key": lambda: token(headers={"kid": "ec"}),
    "unknown kid": lambda: token(headers={"kid": "unknown"}),
    "a path as kid": lambda: token(headers={"kid": "../../../../dev/null"}),
    "SQL as kid": lambda: token(headers={"kid": "' UNION SELECT 'x' --"}),
    "a long kid": lambda: token(headers={"kid": "k" * 201}),
    "kid is a number": lambda: unsigned({"alg": "RS256", "kid": 7}, claims()),
    "a key without what it needs": lambda: token(headers={"kid": "broken"}),
    "two RSA keys and no kid": lambda: token(headers={}),
    "a critical header": lambda: token(headers={"kid": "rsa", "crit": ["exp"], "exp": 1}),
    "jku": lambda: token(
        key=OTHER_RSA, headers={"kid": "new", "jku": "https://evil.example/jwks.json"}
    ),
    "x5u": lambda: token(
        key=OTHER_RSA, headers={"kid": "new", "x5u": "https://evil.example/cert.pem"}
    ),
    "huge": lambda: token(claims(roles=["a" * LARGEST])),
    "deeply nested": lambda: unsigned({"alg": "RS256"}, {"iss": _nested(900)}),
    "no JSON": lambda: "e30.bm8.x",
    "no base64": lambda: "!.!.!",
    "dots": lambda: "..",
    "a list": lambda: unsigned([], []),
    "not ASCII": lambda: "ü.ü.ü",
}


def _nested(depth: int) -> object:
    made: object = 1
    for _ in range(depth):
        made = [made]
    return made


@pytest.mark.filterwarnings("ignore:The RSA key is 1024 bits")  # of making it
@pytest.mark.parametrize("fault", REFUSED)
def test_everything_else_is_refused_alike(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    shown = REFUSED[fault]()
    with caplog.at_level(logging.DEBUG), pytest.raises(Unauthenticated) as refused:
        TOKENS.caller(shown)
    assert str(refused.value) == "This token is not accepted."
    assert shown not in caplog.text
    assert "evil" not in caplog.text
    assert "ERROR all" not in caplog.text


def test_what_a_header_says_of_keys_is_not_read() -> None:
    told: dict[str, object] = {
        "kid": "rsa",
        "jku": "https://evil.example",
        "x5u": "file:///etc/passwd",
        "x5c": ["x"],
    }
    assert TOKENS.caller(token(headers=told)).role is Role.CLINICIAN


def test_clocks_may_differ_a_little() -> None:
    TOKENS.caller(token(claims(iat=now() + 15, exp=now() + 600)))
    TOKENS.caller(token(claims(iat=now() - 600, exp=now() - 2)))


@pytest.mark.parametrize("roles", [None, [], ["nurses"], "nurses", 7, {"doctors": True}, [["a"]]])
def test_an_account_without_a_role_here_is_forbidden(roles: object) -> None:
    with pytest.raises(Forbidden):
        TOKENS.caller(token(claims(roles=roles)))


def test_roles_tags_and_tenant_come_from_the_claims_that_the_site_names() -> None:
    told = issuer(
        roles_claim="realm_access.roles",
        tags=["ward 3"],
        tags_claim="https://site.example/tags",
        tenant_claim="org",
    )
    tokens = Tokens([(told, keys())])
    caller = tokens.caller(
        token(
            claims(
                realm_access={"roles": ["other", "patients"]},
                org="north",
                **{"https://site.example/tags": ["pharmacy", "tenant:south", "a,b", 7]},
            )
        )
    )
    assert caller.role is Role.PATIENT_APP
    assert caller.access.audiences == {Audience.PATIENT}
    assert caller.access.tags == frozenset({"ward 3", "pharmacy", "tenant:north"})
    assert caller.tenant == "north"
    for tenant in (None, "", "North", "north south", ["north", "south"], "../south", 7):
        with pytest.raises(Forbidden):
            tokens.caller(token(claims(realm_access={"roles": ["patients"]}, org=tenant)))


def test_a_program_that_signs_for_itself_shows_each_assertion_once() -> None:
    client = issuer(name="ehr", issuer="ehr-client", assertions=True, role="clinician", roles={})
    tokens = Tokens([(client, keys())])
    told = claims(
        iss="ehr-client", sub="ehr-client", exp=now() + 240, iat=now(), jti="1", roles=None
    )
    shown = token(told, key=EC, algorithm="ES256", headers={"kid": "ec"})
    assert tokens.caller(shown).name == "ehr:ehr-client"
    for again in (
        shown,
        token(told),
        token({**told, "jti": None}),
        token({**told, "jti": "x" * 201}),
        token({**told, "jti": "2", "sub": "another"}),
        token({**told, "jti": "3", "exp": now() + 400}),
    ):
        with pytest.raises(Unauthenticated):
            tokens.caller(again)
    assert tokens.caller(token({**told, "jti": "4"})).role is Role.CLINICIAN


def test_what_was_shown_is_remembered_within_bounds() -> None:
    once = Once(most=2)
    once.take(("a", "1"), time.time() + 60)
    with pytest.raises(Refused):
        once.take(("a", "1"), time.time() + 60)
    once.take(("a", "2"), time.time() - 1)
    once.take(("a", "3"), time.time() + 60)
    with pytest.raises(Overloaded):
        once.take(("a", "4"), time.time() + 60)


def test_two_issuers_are_not_taken_for_one_another() -> None:
    with pytest.raises(ConfigurationError):
        Tokens([(issuer(), keys()), (issuer(name="second"), keys())])
    with pytest.raises(ConfigurationError):
        Tokens([(issuer(), keys()), (issuer(issuer="https://second.example"), keys())])
