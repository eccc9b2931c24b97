"""Everyone who may call: who holds the operator's token, an API key, or a token of an issuer."""

from typing import Final

from app.domain.errors import Unauthenticated
from app.domain.identity import RIGHTS, tags_of
from app.domain.ports.identity import KeyStore
from app.domain.question import Caller
from app.domain.ranking import Access
from app.http.auth import BearerTokens, bearer_of
from app.http.identity.tokens import Tokens

_KEY: Final = "cw_"


class Known:
    """Callers by whatever they show; each kind tells itself apart by its form."""

    def __init__(
        self,
        operator: BearerTokens,
        keys: KeyStore | None = None,
        tokens: Tokens | None = None,
    ) -> None:
        self._operator = operator
        self._keys = keys
        self._tokens = tokens

    def identify(self, authorization: str | None, host: str | None, path: str = "") -> Caller:
        """Raises Unauthenticated, Forbidden, Unavailable."""
        try:
            return self._operator.identify(authorization, host)
        except Unauthenticated:
            offered = bearer_of(authorization)
            if self._keys is not None and offered.startswith(_KEY):
                return of_key(self._keys, offered)
            if self._tokens is not None and offered.count(".") == 2:
                return self._tokens.caller(offered, path)
            raise


def of_key(keys: KeyStore, offered: str) -> Caller:
    """Raises Unauthenticated, Unavailable."""
    card = keys.verify(offered)
    access = Access(audiences=RIGHTS[card.role].audiences, tags=tags_of(card.tags, card.tenant))
    return Caller(
        name=card.name,
        access=access,
        role=card.role,
        tenant=card.tenant,
        key_id=card.id,
        limits=card.limits,
    )
