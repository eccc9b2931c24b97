"""From evidence to a draft."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.domain.answer import DraftClaim, Evidence, Insufficient


class Generator(Protocol):
    """Drafts claims from admitted evidence and from nothing else."""

    @property
    def fingerprint(self) -> str: ...

    def draft(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Iterator[DraftClaim | Insufficient]:
        """Claims as they close, in reading order; or `Insufficient`, alone."""
        ...
