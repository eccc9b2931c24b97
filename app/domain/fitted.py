"""A model that was fitted on measurements: plain numbers, with what they were fitted on."""

import math

from pydantic import Field

from app.domain.frozen import Frozen


class FittedLogistic(Frozen):
    """Logistic regression: p = 1 / (1 + exp(-(intercept + sum of weight x feature)))."""

    intercept: float = Field(allow_inf_nan=False)
    weights: dict[str, float] = Field(min_length=1)
    """Feature -> its weight, for the feature as it is measured, not standardised."""
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

    def probability(self, features: dict[str, float]) -> float:
        """p in [0, 1] for the features, by name.

        Raises:
            KeyError: a feature that has a weight is not given.
        """
        score = self.intercept + sum(
            weight * features[name] for name, weight in self.weights.items()
        )
        return 1.0 / (1.0 + math.exp(-score)) if score > -700.0 else 0.0
