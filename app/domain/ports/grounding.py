"""Judging one claim against exactly what it cites."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from app.domain.answer import CitedClaim, DraftClaim, Evidence, Quote, Verdict
from app.domain.citation import Citation
from app.domain.conflict import Disagreement


class Verifier(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def objection(self) -> str:
        """What a reader is told of a claim it refused, without a word of the claim."""
        ...

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],
    ) -> Verdict:
        """One claim against the words it quotes.

        Args:
            claim: its `quotes` are the words it stands on; no other words count as support.
            question: what was asked; empty where a claim is judged by itself.
            cited: the evidence that the quotes name, whole and with its headings.
            admitted: everything that was admitted for the question.
        """
        ...


class Citer(Protocol):
    def __call__(self, claim: DraftClaim, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
        """A citation for every quote of the claim, or none at all where one cannot be found."""
        ...


class Quoter(Protocol):
    def __call__(self, text: str, evidence: Sequence[Evidence]) -> tuple[Quote, ...]:
        """The fewest sentences of the evidence, verbatim, that bear on the words of a claim; empty
        where none shares a word with it."""
        ...


class Conflicts(Protocol):
    def disagreements(
        self, claims: Sequence[CitedClaim], question: str, admitted: Sequence[Evidence]
    ) -> tuple[Disagreement, ...]:
        """Where admitted evidence of another document states otherwise than the words that shown
        claims quote, about the same drug and the same case; the first side is the claim's."""
        ...


@runtime_checkable
class Featured(Protocol):
    """A verifier that weighs measured features by a fitted model, and shows them to be fitted."""

    @property
    def name(self) -> str: ...

    @property
    def feature_names(self) -> tuple[str, ...]: ...

    def features(self, claim: DraftClaim, cited: Sequence[Evidence]) -> tuple[float, ...]:
        """One number for each of `feature_names`, all finite; the claim quotes something."""
        ...
