"""What the verified claims of a token mean here: role, access tags, tenant."""

from typing import Annotated, Any, Final

from pydantic import StringConstraints, TypeAdapter, ValidationError

from app.domain.errors import Forbidden, Unauthenticated
from app.domain.identity import RIGHTS, Role, Tag, Tenant, tags_of
from app.domain.question import Caller
from app.domain.ranking import Access
from app.domain.token_issuer import TokenIssuer

_MOST: Final = 500
"""Values of one claim."""
_SUBJECT: Final = TypeAdapter(
    Annotated[str, StringConstraints(pattern=r"^[!-~]{1,200}$")],
)
"""Printable ASCII without blanks: it goes into records and logs."""
_TAG: Final = TypeAdapter(Tag)
_TENANT: Final = TypeAdapter(Tenant)


def caller_of(issuer: TokenIssuer, claims: dict[str, Any]) -> Caller:
    """Raises Forbidden: no role here, or no tenant; Unauthenticated: `sub` is no account."""
    try:
        subject = _SUBJECT.validate_python(claims["sub"], strict=True)
    except ValidationError:
        raise Unauthenticated("This token is not accepted.") from None
    role = _role(issuer, claims)
    tenant = _tenant(issuer, claims)
    tags = issuer.tags
    if issuer.tags_claim is not None:
        tags |= {tag for tag in _values(claims, issuer.tags_claim) if _fits(_TAG, tag)}
    return Caller(
        name=f"{issuer.name}:{subject}",
        access=Access(audiences=RIGHTS[role].audiences, tags=tags_of(tags, tenant)),
        role=role,
        tenant=tenant,
        limits=issuer.limits,
    )


def _role(issuer: TokenIssuer, claims: dict[str, Any]) -> Role:
    """Of several, the one whose value the issuer's `roles` name first."""
    held = set(_values(claims, issuer.roles_claim))
    meant = [role for value, role in issuer.roles.items() if value in held]
    if meant:
        return meant[0]
    if issuer.role is None:
        raise Forbidden("This account has no role here. Ask whoever runs the service for one.")
    return issuer.role


def _tenant(issuer: TokenIssuer, claims: dict[str, Any]) -> Tenant | None:
    if issuer.tenant_claim is None:
        return issuer.tenant
    values = _values(claims, issuer.tenant_claim)
    if len(values) != 1 or not _fits(_TENANT, values[0]):
        raise Forbidden("This account belongs to no tenant of this service.")
    return values[0]


def _values(claims: dict[str, Any], path: str) -> list[str]:
    """The words of a claim: a text of words, or a list of texts; none where it is something else.

    A claim may have dots in its own name (`https://site.example/roles`), which comes first.
    """
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, str):
        return found.split()[:_MOST]
    if isinstance(found, list):
        return [value for value in found[:_MOST] if isinstance(value, str)]
    return []


def _fits(kind: TypeAdapter[str], value: str) -> bool:
    try:
        kind.validate_python(value, strict=True)
    except ValidationError:
        return False
    return True
