"""From evidence to a draft."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from app.domain.answer import DraftClaim, Evidence, Insufficient, Quote
from app.domain.signs import Signs


class Generator(Protocol):
    """Drafts claims from admitted evidence and from nothing else."""

    @property
    def fingerprint(self) -> str: ...

    def draft(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Iterator[DraftClaim | Insufficient]:
        """Claims as they close, in reading order; or `Insufficient`, alone."""
        ...


class Extractor(Protocol):
    """The choice of sentences, laid open so that it can be measured."""

    def first(self, question: str, evidence: Sequence[Evidence]) -> Quote | None:
        """The sentence put first, whatever the floor says; None where none can be quoted."""
        ...

    def signs(self, question: str, evidence: Sequence[Evidence]) -> Signs | None:
        """What the floor decides by; None where no sentence can be quoted."""
        ...
