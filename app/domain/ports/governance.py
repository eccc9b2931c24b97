"""Where sign-offs and overrides are kept."""

from typing import Protocol

from app.domain.governance import Override, UsedOverride


class SignOffs(Protocol):
    def __call__(self, rule: str) -> str | None:
        """Who signed the rule off as it reads now; None: nobody."""
        ...


class Overrides(Protocol):
    def record(self, override: Override, trace_id: str) -> UsedOverride:
        """On record, durably, before it takes effect.

        Raises:
            Unavailable: it could not be written; then the rule stands.
        """
        ...

    def used(self) -> tuple[UsedOverride, ...]:
        """Newest first."""
        ...
