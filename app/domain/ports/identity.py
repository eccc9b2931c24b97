"""Where API keys are kept."""

from datetime import datetime, timedelta
from typing import Protocol

from app.domain.identity import IssuedKey, KeyCard, NewKey


class KeyStore(Protocol):
    """Every method raises Unavailable where the keys can be neither read nor written."""

    def create(self, wanted: NewKey) -> IssuedKey:
        """Durable before it returns. Raises ConfigurationError: no key may have that role."""
        ...

    def verify(self, key: str) -> KeyCard:
        """The card of a key that may be used now.

        Raises Unauthenticated: unknown, revoked or expired; the three are not told apart.
        """
        ...

    def cards(self) -> tuple[KeyCard, ...]:
        """Oldest first."""
        ...

    def rotate(self, key_id: str, grace: timedelta, expires: datetime | None = None) -> IssuedKey:
        """A new secret for the same key; the present one is taken for `grace` more. `expires`: None
        leaves that as it was.

        Raises NotFound: there is no such key, or it is revoked or expired.
        """
        ...

    def revoke(self, key_id: str) -> KeyCard:
        """At once here, within a second in other processes. Raises NotFound."""
        ...
