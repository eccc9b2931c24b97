"""What a mutation is: a kind, and all it can make of one sentence."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from eval.makers.claim_line import Label


class Mutated(NamedTuple):
    """A claim, and how the sentence it was made of stands to it.

    As in natural-language inference (Bowman et al., A large annotated corpus for learning natural
    language inference, EMNLP 2015), claim and sentence are read as speaking of the same dose, study
    or event: two amounts for one thing contradict each other. Where the claim speaks of another
    drug, or of patients or cases that the sentence leaves out, it is unsupported.
    """

    claim: str
    label: Label


class Mutation(Protocol):
    """A module of this package, or an object like one."""

    @property
    def KIND(self) -> str: ...  # noqa: N802 - a module's constant

    def mutate(self, sentence: str) -> Iterator[Mutated]:
        """Every claim this mutation makes of the sentence; none where it cannot be sure that the
        meaning changes as it says."""
        ...
