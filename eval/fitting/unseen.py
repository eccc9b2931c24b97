"""What the entailment verifier says of claims by models that never saw them.

The packaged model was fitted on SciFact's train claims, so with it a figure on them is in-sample. A
run of the suite `entailment` has for each claim the probability by a model fitted without it, its
document, and all that share one with it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from app.domain.answer import Verdict, VerdictKind
from app.domain.frozen import Frozen
from eval.fitting.thresholds import Thresholds
from eval.gold_claims import GoldClaim
from eval.jsonl import read_jsonl
from eval.run import ITEMS, read_run
from eval.suite import UnusableSet


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str
    content: str
    p: float = Field(ge=0.0, le=1.0)


class Unseen(Frozen):
    """Cross-validated probabilities, and the thresholds that follow from them."""

    thresholds: Thresholds
    p: Mapping[str, float]
    """By what a claim and its evidence say: `GoldClaim.content`."""
    fitted_on: str

    @classmethod
    def of_run(cls, run: Path, *, decide: bool = False) -> Self:
        """Of a finished run of the suite `entailment`.

        Args:
            decide: never to be silent, in place of the thresholds of that run.

        Raises:
            UnusableSet: it is none.
        """
        kept = read_run(run)
        if kept.card.suite != "entailment":
            raise UnusableSet(f"{run} is no run of the suite entailment, but of {kept.card.suite}.")
        stated = {name: kept.summary.get(name) for name in Thresholds.model_fields}
        return cls(
            thresholds=Thresholds.that_decide() if decide else Thresholds.model_validate(stated),
            p={one.content: one.p for one in read_jsonl(run / ITEMS, _Line)},
            fitted_on=str(kept.summary["fitted_on"]),
        )

    def verdict(self, claim: GoldClaim, packaged: Verdict) -> VerdictKind:
        """The verdict on a claim; where the verifier spoke by a rule and not by its model, which
        its strength of 1 or 0 tells, that stands.

        Raises:
            UnusableSet: the run has no such claim with this evidence.
        """
        if packaged.strength in (0.0, 1.0):
            return packaged.kind
        if claim.content not in self.p:
            raise UnusableSet(f"The run has no claim {claim.id!r} with this evidence.")
        return self.thresholds.verdict(self.p[claim.content])
