"""Models that were fitted on measurements: plain numbers, with what they were fitted on."""

import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domain.frozen import Frozen
from app.domain.manifest import AnalyzerCard


class Logistic(Frozen):
    """p = 1 / (1 + exp(-(intercept + sum of weight x feature)))."""

    intercept: float = Field(allow_inf_nan=False)
    weights: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = Field(min_length=1)
    """Feature -> its weight, for the feature as it is measured, not standardised."""

    def probability(self, features: dict[str, float]) -> float:
        """p in [0, 1] for the features, by name.

        Raises:
            KeyError: a feature that has a weight is not given.
        """
        score = self.intercept + sum(
            weight * features[name] for name, weight in self.weights.items()
        )
        return 1.0 / (1.0 + math.exp(-score)) if score > -700.0 else 0.0


class FittedLogistic(Logistic):
    """The model of entailment."""

    supported_from: float = Field(ge=0.0, le=1.0)
    """p from which on a claim is called supported."""
    unsupported_below: float = Field(ge=0.0, le=1.0)
    """p below which it is called unsupported; between the two nothing is said."""
    embedder: str
    weights_sha256: str
    """Of the embedder whose vectors the features are made of; with another nothing is said."""
    fitted_on: str
    """The set, and how many items of each label."""
    data_sha256: str
    figures: dict[str, float] = {}
    """What was measured when it was fitted, on items that were not fitted on."""


class FittedLikeness(Frozen):
    """How like a text is to those of one kind: logit = intercept + vector . weights."""

    intercept: float = Field(allow_inf_nan=False)
    weights: tuple[Annotated[float, Field(allow_inf_nan=False)], ...] = Field(min_length=1)
    """Of the vector of the text."""
    threshold: float = Field(allow_inf_nan=False)
    """Logit from which on a text is taken for one of the kind."""
    embedder: str
    weights_sha256: str
    """Of the embedder's weights; with another nothing is said."""
    fitted_on: str
    data_sha256: str
    figures: dict[str, float] = {}
    """What was measured when it was fitted, on items that were not fitted on."""


class FittedHarm(FittedLikeness):
    """How like a text is to requests for harm, beside rules that look for them."""

    beside_rule: float = Field(allow_inf_nan=False)
    """Logit below which what a rule found is taken for harmless; at most `threshold`."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.beside_rule > self.threshold:
            raise ValueError("a rule cannot make a request harder to stop")
        return self


class ErrorRow(Frozen):
    """What one wanted error rate asks for."""

    error: float = Field(gt=0.0, lt=1.0)
    """At most this share of the answers from `threshold` on was wrong."""
    threshold: float = Field(ge=0.0, le=1.0)
    coverage: float = Field(ge=0.0, le=1.0)
    """Share of the answers that reached it."""


class FittedChance(Logistic):
    """How likely an answer is right, and the thresholds for wanted error rates.

    Platt's slope and offset are multiplied into the weights: p is calibrated as it stands.
    """

    thresholds: tuple[ErrorRow, ...] = ()
    """By rising error, chosen on p of items that were not fitted on; a rate that no threshold
    reached has no row."""
    figures: dict[str, float] = {}
    """What was measured when it was fitted, on items that were not fitted on."""

    def threshold(self, error: float) -> float | None:
        """The lowest threshold known to keep to a wanted error rate: that of the row nearest below
        it; None where no threshold did."""
        rows = [row for row in self.thresholds if row.error <= error + 1e-9]
        return min((row.threshold for row in rows), default=None)


class FittedConfidence(Frozen):
    """Both models of confidence: what they say holds for the very arrangement they name."""

    before: FittedChance
    """Of what is known before anything is drafted; to abstain by."""
    after: FittedChance
    """Of the judged claims too; stated as the answer's confidence."""
    right: str
    """What "right" means in them."""
    embedder: str
    weights_sha256: str
    """Of the embedder whose index was searched."""
    analyzer: AnalyzerCard
    """How that index reads words."""
    generator: str
    """Fingerprint of everything that drafted."""
    arrangement: str
    """How passages were searched, ordered and admitted, and by what claims were judged."""
    fitted_on: str
    """The sets, and how many answers, and how many of them right."""
    data_sha256: str
