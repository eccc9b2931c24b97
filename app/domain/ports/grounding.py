"""Judging one claim against exactly what it cites."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from app.domain.answer import CitedClaim, DraftClaim, Evidence, Quote, Verdict
from app.domain.citation import Citation
from app.domain.confidence import Chance, Found, Measured
from app.domain.conflict import Disagreement
from app.domain.manifest import AnalyzerCard, EmbedderCard


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


class Calibrator(Protocol):
    """How likely an answer is right, before it is drafted and once it is judged."""

    def foreseen(self, found: Found) -> Chance:
        """Of the answer that would be drafted; `enough` False: abstain, before a word is shown."""
        ...

    def stated(self, found: Found, claims: Sequence[CitedClaim], withheld: int) -> Chance:
        """Of the answer; `enough` False: a person should look at it.

        Args:
            claims: those that are shown, at least one.
            withheld: how many others were held back.
        """
        ...

    def measured(
        self, found: Found, claims: Sequence[CitedClaim], withheld: int
    ) -> Measured | None:
        """What `stated` weighs, as numbers; also where it states nothing. None: not measurable."""
        ...


class Measuring(Protocol):
    """A calibrator that shows what it measures, for whoever fits it."""

    @property
    def arrangement(self) -> str: ...

    def silent(self, embedder: EmbedderCard, analyzer: AnalyzerCard, generator: str) -> str | None:
        """Why nothing is stated of answers made so; None where it is."""
        ...

    def before(self, found: Found) -> dict[str, float]:
        """Feature -> its value, before anything is drafted; all finite, more is more support."""
        ...

    def after(self, found: Found, claims: Sequence[CitedClaim], withheld: int) -> dict[str, float]:
        """The same with those of the judged claims."""
        ...
