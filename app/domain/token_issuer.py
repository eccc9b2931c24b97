"""Who signs the tokens that people and programs show, and what their claims mean here."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from app.domain.frozen import Frozen
from app.domain.identity import GRANTED, Limits, Role, Tag, Tenant

Algorithm = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
]
"""Asymmetric ones: who verifies a token cannot make one."""
ALGORITHMS: Final[tuple[Algorithm, ...]] = ("RS256", "RS384", "PS256", "ES256", "ES384", "EdDSA")

LONGEST_ASSERTION: Final = 300
"""Seconds. SMART App Launch 2.2, Backend Services: an assertion expires within five minutes."""


class TokenIssuer(Frozen):
    """One issuer of JSON Web Tokens (RFC 7519), and where its public keys are (RFC 7517).

    `cds_hooks`: the issuer is an order system that signs its calls as CDS Hooks 2.0 has it: `aud`
    is the address that is called, under `audience`; the token names no account, expires within
    five minutes, its `jti` is taken once, and it opens nothing else.

    `assertions`: the issuer is a program that signs its own tokens with a registered key, as SMART
    backend services do (`private_key_jwt`, RFC 7523): `sub` is `iss`, it expires within five
    minutes, and its `jti` is taken once.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")]
    """Short; begins the account name of whoever it vouches for."""
    issuer: str = Field(min_length=1, max_length=500)
    """`iss`, letter for letter."""
    audience: str = Field(min_length=1, max_length=500)
    """`aud` must hold it. Of `cds_hooks` the base address, such as https://citewell.example."""
    keys: str = Field(min_length=1, max_length=2_000)
    """A JWKS: a file, or a URL (https) whose host the settings allow."""
    algorithms: tuple[Algorithm, ...] = Field(default=ALGORITHMS, min_length=1)
    assertions: bool = False
    cds_hooks: bool = False
    jku: tuple[str, ...] = ()
    """Addresses that the header of a `cds_hooks` token may name. They are compared and never
    fetched: keys come from `keys` alone."""
    longest: int = Field(default=3_600, ge=60, le=86_400)
    """Seconds from `iat` to `exp`, at most."""
    leeway: int = Field(default=30, ge=0, le=120)
    """Seconds that clocks may differ by."""

    role: Role | None = None
    """Of everyone it vouches for, where no claim tells."""
    roles_claim: str = "roles"
    """Names the role: a word, words with blanks between (as in `scope`), or a list; a dot goes into
    an object (`realm_access.roles`)."""
    roles: dict[str, Role] = {}
    """What a value of that claim means here."""
    tags_claim: str | None = None
    tags: frozenset[Tag] = frozenset()
    """Access tags of everyone it vouches for."""
    tenant_claim: str | None = None
    tenant: Tenant | None = None
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _means_something(self) -> "TokenIssuer":
        given = {*self.roles.values()} | ({self.role} if self.role is not None else set())
        if not given:
            raise ValueError("say which role it gives: role, or roles for values of roles_claim")
        if not given <= set(GRANTED):
            raise ValueError(f"the roles are {', '.join(GRANTED)}")
        if self.assertions and self.cds_hooks:
            raise ValueError("a token is an assertion or one of cds_hooks, not both")
        if self.tenant is not None and self.tenant_claim is not None:
            raise ValueError("name the tenant or the claim that tells it, not both")
        return self
