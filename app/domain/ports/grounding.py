"""Judging one claim against exactly what it cites."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.answer import DraftClaim, Evidence, Verdict


class Verifier(Protocol):
    @property
    def name(self) -> str: ...

    def verify(
        self, claim: DraftClaim, cited: Sequence[Evidence], admitted: Sequence[Evidence]
    ) -> Verdict: ...
