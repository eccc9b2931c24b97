"""Keys and tokens of a made-up issuer."""

import base64
import json
import time
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from app.domain.identity import Role
from app.domain.token_issuer import TokenIssuer
from app.http.identity.key_sets import Keys

RSA: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SHORT_RSA: Final = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505
EC: Final = ec.generate_private_key(ec.SECP256R1())
ED: Final = ed25519.Ed25519PrivateKey.generate()

ISSUER: Final = "https://login.example"
AUDIENCE: Final = "https://citewell.example"


def public(key: Any, **more: object) -> dict[str, Any]:
    """A public key as JWK."""
    kind: Any = (
        jwt.algorithms.RSAAlgorithm
        if isinstance(key, rsa.RSAPrivateKey)
        else jwt.algorithms.ECAlgorithm
        if isinstance(key, ec.EllipticCurvePrivateKey)
        else jwt.algorithms.OKPAlgorithm
    )
    return {**json.loads(kind.to_jwk(key.public_key())), **more}


JWKS: Final = json.dumps(
    {
        "keys": [
            public(RSA, kid="rsa"),
            public(EC, kid="ec"),
            public(ED, kid="ed"),
            public(SHORT_RSA, kid="short"),
            public(OTHER_RSA, kid="for-encryption", use="enc"),
            {"kty": "oct", "kid": "shared", "k": base64.urlsafe_b64encode(b"x" * 32).decode()},
            {"kty": "RSA", "kid": "broken"},
            "no key at all",
        ]
    }
).encode()


def keys() -> Keys:
    return Keys(JWKS)


def issuer(**changed: object) -> TokenIssuer:
    told: dict[str, object] = {
        "name": "hospital",
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "keys": "keys.json",
        "roles": {"doctors": Role.CLINICIAN, "patients": Role.PATIENT_APP},
        **changed,
    }
    return TokenIssuer.model_validate(told)


def claims(**changed: object) -> dict[str, object]:
    now = int(time.time())
    told: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "a.examplo@hospital.example",
        "iat": now,
        "exp": now + 600,
        "roles": ["doctors"],
        **changed,
    }
    return {name: value for name, value in told.items() if value is not None}


def token(
    told: dict[str, object] | None = None,
    key: Any = RSA,
    algorithm: str = "RS256",
    headers: dict[str, object] | None = None,
) -> str:
    kid = {"kid": "rsa"} if headers is None else headers
    return jwt.encode(claims() if told is None else told, key, algorithm=algorithm, headers=kid)


def unsigned(header: object, told: object, signature: bytes = b"") -> str:
    """Three parts, put together by hand."""
    parts = [json.dumps(header).encode(), json.dumps(told).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
