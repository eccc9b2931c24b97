"""How likely an answer is right: two fitted models, and the thresholds of two wanted error rates.

Logistic regression over plain features, calibrated by Platt scaling (Platt, Probabilistic outputs
for support vector machines, 1999), fitted by `citewell eval run confidence`; `eval/README.md` has
the figures and what they do not mean. One model knows what was found before anything is drafted:
what was shown is never taken back, so it alone decides whether to abstain. The other knows the
judged claims too: its probability is stated, and decides whether a person should look.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.confidence import Chance, Found, MadeWith, Measured
from app.domain.errors import ConfigurationError
from app.domain.fitted import FittedChance
from app.domain.manifest import AnalyzerCard, EmbedderCard
from app.grounding import support
from app.grounding.fitted_model import read_confidence

CERTAIN: Final = 1e-6
"""A logistic model is never certain: what rounding makes 0 or 1 is stated this far from it."""


class Confidence:
    """States nothing where the index's embedder or analyzer, the generator or the arrangement are
    not the fitted ones.

    Args:
        arrangement: how passages are searched, ordered and admitted, and claims judged.
        abstain_error: the share of answers that may be wrong; where the first model cannot promise
            it, nothing is drafted. None: never.
        review_error: likewise of the second model, and a person should look. None: never said. One
            that no threshold kept to asks for a look at every answer.
        model: a file of a site's own; None is the packaged one.

    Raises:
        ConfigurationError: the model's file is no good, or no threshold kept to `abstain_error`, so
            that nothing would ever be answered.
    """

    def __init__(
        self,
        arrangement: str,
        abstain_error: float | None = None,
        review_error: float | None = None,
        model: Path | None = None,
    ) -> None:
        self._model = read_confidence(model)
        self._arrangement = arrangement
        self._answer_from = self._threshold_to_answer(abstain_error)
        self._review_below = (
            None if review_error is None else _threshold(self._model.after, review_error)
        )

    @property
    def arrangement(self) -> str:
        return self._arrangement

    def silent(self, embedder: EmbedderCard, analyzer: AnalyzerCard, generator: str) -> str | None:
        """Why nothing is stated of answers made so; None where it is."""
        fitted = self._model
        for what, ours, theirs in (
            ("embedder", embedder.weights_sha256, fitted.weights_sha256),
            ("analyzer", analyzer, fitted.analyzer),
            ("generator", generator, fitted.generator),
            ("arrangement", self._arrangement, fitted.arrangement),
        ):
            if ours != theirs:
                return f"it was fitted with another {what}: {theirs}"
        return None

    def foreseen(self, found: Found) -> Chance:
        """Before anything is drafted; `enough` False: abstain."""
        if not found.evidence or self._silent_on(found):
            return Chance()
        return _chance(self._model.before, self.before(found), self._answer_from)

    def stated(self, found: Found, claims: Sequence[CitedClaim], withheld: int) -> Chance:
        """Of the judged answer; `enough` False: a person should look."""
        if not found.evidence or not claims or self._silent_on(found):
            return Chance()
        return _chance(self._model.after, self.after(found, claims, withheld), self._review_below)

    def measured(
        self, found: Found, claims: Sequence[CitedClaim], withheld: int
    ) -> Measured | None:
        """None where nothing was found or said, or a feature is no number."""
        if not found.evidence or not claims:
            return None
        before = support.before(found)._asdict()
        judged = support.after(found, claims, withheld)._asdict()
        if not all(map(math.isfinite, (*before.values(), *judged.values()))):
            return None
        return Measured(
            found=before,
            judged=judged,
            made_with=MadeWith(
                embedder=found.embedder.name,
                weights_sha256=found.embedder.weights_sha256,
                analyzer=found.analyzer,
                generator=found.generator,
                arrangement=self._arrangement,
            ),
            stated=self.stated(found, claims, withheld).probability,
        )

    def before(self, found: Found) -> dict[str, float]:
        return support.before(found)._asdict()

    def after(self, found: Found, claims: Sequence[CitedClaim], withheld: int) -> dict[str, float]:
        return self.before(found) | support.after(found, claims, withheld)._asdict()

    def _silent_on(self, found: Found) -> bool:
        return self.silent(found.embedder, found.analyzer, found.generator) is not None

    def _threshold_to_answer(self, error: float | None) -> float | None:
        if error is None:
            return None
        threshold = self._model.before.threshold(error)
        if threshold is None and self._arrangement == self._model.arrangement:
            least = min((row.error for row in self._model.before.thresholds), default=None)
            raise ConfigurationError(
                f"CITEWELL_ABSTAIN_ERROR is {error:g}, and no threshold was found to keep to it: "
                "every question would be abstained from. "
                + (f"The least that can be asked for is {least:g}." if least else "Write never.")
            )
        return threshold


def _threshold(model: FittedChance, error: float) -> float:
    threshold = model.threshold(error)
    return 1.0 if threshold is None else threshold


def _chance(model: FittedChance, features: dict[str, float], threshold: float | None) -> Chance:
    """Nothing where a feature is no number."""
    if not all(map(math.isfinite, features.values())):
        return Chance()
    p = min(max(model.probability(features), CERTAIN), 1.0 - CERTAIN)
    return Chance(probability=p, enough=None if threshold is None else p >= threshold)
