"""From evidence to a draft."""

from collections.abc import Generator as Steps
from collections.abc import Sequence
from typing import Protocol

from app.domain.answer import DraftClaim, Evidence, Insufficient, Quote
from app.domain.leaving import Left, stays
from app.domain.signs import Signs

Drafts = Steps[DraftClaim | Insufficient, None, None]


class Generator(Protocol):
    """Drafts claims from admitted evidence and from nothing else. Many threads may call it."""

    @property
    def fingerprint(self) -> str: ...

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        """Claims as they close, in reading order; or `Insufficient`, alone.

        Closing the iterator stops the work behind it, and so does `left`: then it ends early.

        Raises:
            Overloaded: more drafts are waiting than are admitted; at the first `next`.
            ModelUnavailable: the engine ended, or gave what is no draft.
            GenerationTimeout: it took longer than it may. Claims that were yielded before either
                stand.
        """
        ...

    def redraft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        failed: DraftClaim,
        why: str,
        left: Left = stays,
    ) -> DraftClaim | None:
        """One claim anew, knowing why it failed; None where there is nothing better to say, or
        where `left` says that nobody waits for it.

        Raises what `draft` raises.
        """
        ...


class Quoting(Generator, Protocol):
    """A generator whose every claim is a quotation; it needs no language model."""

    def again(self, question: str, evidence: Sequence[Evidence], refused: frozenset[str]) -> Drafts:
        """As `draft`, from the sentences that are not among `refused`."""
        ...

    def refusal(self, question: str, evidence: Sequence[Evidence]) -> str | None:
        """Why the evidence does not answer the question; None where it may."""
        ...

    def signs(self, question: str, evidence: Sequence[Evidence]) -> Signs | None:
        """How near the evidence comes; None where no sentence can be quoted."""
        ...


class Extractor(Protocol):
    """The choice of sentences, laid open so that it can be measured."""

    def first(self, question: str, evidence: Sequence[Evidence]) -> Quote | None:
        """The sentence put first, whatever the floor says; None where none can be quoted."""
        ...

    def signs(self, question: str, evidence: Sequence[Evidence]) -> Signs | None:
        """What the floor decides by; None where no sentence can be quoted."""
        ...
