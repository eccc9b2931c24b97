"""Finding what identifies a person, so that it is kept out of everything stored or logged."""

from typing import Protocol

from app.domain.identifier_kinds import FoundIdentifier


class IdentifierFinder(Protocol):
    """Safe in several threads; time grows no faster than the text."""

    def find(self, text: str) -> tuple[FoundIdentifier, ...]:
        """The identifiers of `text`, in order; no two overlap."""
        ...

    def redact(self, text: str) -> str:
        """`text` with a placeholder (`[NAME]`, `[DATE]`) in the place of each."""
        ...
