"""Judging one claim against exactly what it cites."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.answer import Citation, DraftClaim, Evidence, Verdict


class Verifier(Protocol):
    @property
    def name(self) -> str: ...

    def verify(
        self, claim: DraftClaim, cited: Sequence[Evidence], admitted: Sequence[Evidence]
    ) -> Verdict: ...


class Citer(Protocol):
    def __call__(self, claim: DraftClaim, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
        """A citation for every quote of the claim, or none at all where one cannot be found."""
        ...
