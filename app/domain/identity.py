"""Who may do what: roles, the scopes of each, and the keys that programs are known by."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.corpus import Audience
from app.domain.frozen import Frozen


class Role(StrEnum):
    """What a caller is here for."""

    CLINICIAN = "clinician"
    PATIENT_APP = "patient-app"
    """A program that patients use."""
    REVIEWER = "reviewer"
    CLINICAL_OWNER = "clinical-owner"
    ADMIN = "admin"
    """Looks after the service and reads nothing of the library."""
    EVALUATOR = "evaluator"
    OPERATOR = "operator"
    """Whoever is at the machine, or holds its own token. No key and no issuer gives this role."""


class Scope(StrEnum):
    """What an endpoint asks of its caller."""

    ASK = "ask"
    SEARCH = "search"
    READ = "read"
    REVIEW = "review"
    OWN = "own"
    ADMINISTER = "administer"
    EVALUATE = "evaluate"


class Rights(NamedTuple):
    """`audiences`: on whose behalf the role may ask, and for whom what it reads was written."""

    scopes: frozenset[Scope]
    audiences: frozenset[Audience]


_ANYONE: Final = frozenset(Audience)
_ASKING: Final = frozenset({Scope.ASK, Scope.SEARCH, Scope.READ})

RIGHTS: Final = {
    Role.CLINICIAN: Rights(_ASKING, _ANYONE),
    Role.PATIENT_APP: Rights(frozenset({Scope.ASK, Scope.READ}), frozenset({Audience.PATIENT})),
    Role.REVIEWER: Rights(_ASKING | {Scope.REVIEW}, _ANYONE),
    Role.CLINICAL_OWNER: Rights(_ASKING | {Scope.REVIEW, Scope.OWN}, _ANYONE),
    Role.ADMIN: Rights(frozenset({Scope.ADMINISTER}), frozenset()),
    Role.EVALUATOR: Rights(_ASKING | {Scope.EVALUATE}, _ANYONE),
    Role.OPERATOR: Rights(frozenset(Scope), _ANYONE),
}
"""The whole table; `deploy/identity.md` shows it."""
GRANTED: Final = tuple(role for role in Role if role is not Role.OPERATOR)
"""Roles that a key or a token can have."""

TENANT_TAG: Final = "tenant:"
"""Begins the access tag of documents that belong to one tenant."""

Tenant = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
_IN_ONE_LINE: Final = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]+$"


def _not_a_tenants(tag: str) -> str:
    if tag.startswith(TENANT_TAG) or "," in tag or tag != tag.strip():
        raise ValueError("an access tag holds no comma, and does not begin with tenant:")
    return tag


Tag = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, pattern=_IN_ONE_LINE),
    AfterValidator(_not_a_tenants),
]
"""An access tag that can be given; the one of a tenant comes with the tenant alone."""
AccountName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_IN_ONE_LINE),
]
"""One line of a log at most."""
KEY_ID: Final = r"^[0-9a-f]{12}$"


class Rate(Frozen):
    """At most `requests` in any `seconds`."""

    requests: int = Field(ge=1, le=1_000_000)
    seconds: int = Field(ge=1, le=86_400)

    @classmethod
    def parsed(cls, text: str) -> "Rate":
        """Of `60/minute`, `5/second`, `1000/hour`, `20000/day`. Raises ValueError."""
        found = re.fullmatch(r"([0-9]{1,7})/(second|minute|hour|day)", text.strip())
        if found is None or not 1 <= int(found[1]) <= 1_000_000:
            raise ValueError("write a rate as 60/minute (second, minute, hour or day)")
        return cls(requests=int(found[1]), seconds=_SECONDS[found[2]])

    def __str__(self) -> str:
        units = {seconds: unit for unit, seconds in _SECONDS.items()}
        return f"{self.requests}/{units.get(self.seconds, f'{self.seconds} seconds')}"


_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}


class Limits(Frozen):
    """What one caller may ask for; None: what the service's settings say."""

    rate: Rate | None = None
    burst: int | None = Field(default=None, ge=1, le=100_000)
    """Requests in any one second."""
    body: int | None = Field(default=None, ge=1_024, le=2**31)
    """Bytes of one request's body."""


class KeyCard(Frozen):
    """What is known of an API key; its secret is not."""

    id: str = Field(pattern=KEY_ID)
    name: AccountName
    role: Role
    tags: frozenset[Tag] = frozenset()
    """Access tags whose documents it sees beside the untagged ones."""
    tenant: Tenant | None = None
    limits: Limits = Limits()
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None
    rotated: datetime | None = None
    """When its present secret was made, where that is not the first one."""
    former_until: datetime | None = None
    """Until when the secret before the present one is taken, too."""
    last_used: datetime | None = None
    """To the minute."""

    def valid_at(self, now: datetime) -> bool:
        return self.revoked is None and (self.expires is None or now < self.expires)


class NewKey(Frozen):
    """A key that is to be made."""

    name: AccountName
    role: Role
    tags: frozenset[Tag] = Field(default=frozenset(), max_length=50)
    tenant: Tenant | None = None
    limits: Limits = Limits()
    expires: datetime | None = None


class IssuedKey(NamedTuple):
    """A key at the one moment when it can be read."""

    card: KeyCard
    key: str

    def __repr__(self) -> str:
        return f"IssuedKey({self.card.id})"


def tags_of(tags: frozenset[str], tenant: str | None) -> frozenset[str]:
    """The access tags of a caller: those given, and that of the tenant."""
    return tags if tenant is None else tags | {f"{TENANT_TAG}{tenant}"}
