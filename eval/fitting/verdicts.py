"""Fitting a confidence on what a site's reviewers made of its answers.

Two ways, of which the one with the lower Brier score on answers that were not fitted on is taken:

- `recalibrated`: the confidence in force, its logit multiplied and moved (Platt scaling). Two
  numbers are fitted, so some dozen verdicts of either kind are enough.
- `refitted`: weights of the site's own. One number a feature, so ten verdicts of the rarer kind for
  each are asked for (Peduzzi et al., A simulation study of the number of events per variable in
  logistic regression analysis, J Clin Epidemiol 49, 1996).
"""

import hashlib
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from app.domain.confidence import MadeWith
from app.domain.fitted import FittedChance, FittedConfidence, Logistic
from app.domain.reviewing import Reviewed
from eval.fitting.chance import Rows, calibrated, chance, cross_validated, parts
from eval.fitting.logistic import Weighted
from eval.suite import UnusableSet

LEAST: Final = 20
"""Verdicts of either kind: ten for each of Platt's two numbers."""
A_FEATURE: Final = 10
"""Verdicts of the rarer kind for each feature, where weights are fitted anew."""
RECALIBRATED, REFITTED = "recalibrated", "refitted"
RIGHT: Final = "a reviewer of the site approved the answer as it was"


class Fitted(NamedTuple):
    """One of the two models."""

    model: FittedChance
    way: str
    by_way: dict[str, list[float]]
    """Way -> p of each answer by a model that it was not fitted on."""

    @property
    def p(self) -> list[float]:
        return self.by_way[self.way]


class Chosen(NamedTuple):
    """The verdicts that can be fitted on together."""

    verdicts: tuple[Reviewed, ...]
    made_with: MadeWith
    left_out: int
    """Of answers that were made otherwise."""

    @property
    def right(self) -> list[bool]:
        return [one.right for one in self.verdicts]


def chosen(verdicts: Sequence[Reviewed]) -> Chosen:
    """Those of the arrangement that most answers were made with.

    Raises:
        UnusableSet: too few of either kind.
    """
    arrangements = [one.measured.made_with.model_dump_json() for one in verdicts]
    most = max(arrangements, key=arrangements.count)
    kept = tuple(one for one, made in zip(verdicts, arrangements, strict=True) if made == most)
    right = sum(one.right for one in kept)
    wrong = len(kept) - right
    if min(right, wrong) < LEAST:
        others = len(verdicts) - len(kept)
        also = f" ({others} more were made with another arrangement)" if others else ""
        raise UnusableSet(
            f"{right} answers were approved and {wrong} were not{also}: {LEAST} of either are "
            "needed to fit a confidence. Let more be reviewed, best drawn at random "
            "(CITEWELL_REVIEW_SAMPLE), and export again."
        )
    return Chosen(kept, kept[0].measured.made_with, len(verdicts) - len(kept))


def comparable(in_force: FittedConfidence, made_with: MadeWith) -> bool:
    """Whether its features mean the same: the embedder and the analyzer are those of the index."""
    return (
        in_force.weights_sha256 == made_with.weights_sha256
        and in_force.analyzer == made_with.analyzer
    )


def same_way(verdicts: Sequence[Reviewed]) -> list[tuple[str]]:
    """What answers have in common: equal numbers are one question that was asked again."""
    told = [sorted(one.measured.all.items()) for one in verdicts]
    return [(hashlib.sha256(repr(each).encode()).hexdigest(),) for each in told]


def fitted(
    features: Sequence[dict[str, float]],
    right: Sequence[bool],
    shared: Sequence[Sequence[str]],
    in_force: Logistic | None,
) -> Fitted:
    """The better of both ways.

    Args:
        in_force: None: what it weighs does not mean the same here.

    Raises:
        UnusableSet: neither way can be gone.
    """
    names = list(features[0])
    rows = np.array([[each[name] for name in names] for each in features])
    rarer = min(sum(right), len(right) - sum(right))
    by_way: dict[str, list[float]] = {}
    if in_force is not None:
        scores = np.array([_logit(in_force, each) for each in features])
        by_way[RECALIBRATED] = _recalibrated_apart(scores, right, shared)
    if rarer >= A_FEATURE * len(names):
        by_way[REFITTED] = cross_validated(rows, right, shared).tolist()
    if not by_way:
        raise UnusableSet(
            f"The confidence in force was made for another index, and {rarer} verdicts of the "
            f"rarer kind are too few for one of your own: {A_FEATURE * len(names)} are needed."
        )
    way = min(by_way, key=lambda each: brier(by_way[each], right))
    if way == REFITTED or in_force is None:
        weighted = calibrated(rows, right, shared)
    else:
        slope, offset = _platt(scores, right)
        names = list(in_force.weights)
        weighted = Weighted(
            intercept=slope * in_force.intercept + offset,
            weights=tuple(slope * weight for weight in in_force.weights.values()),
        )
    if not any(weight > 0.0 for weight in weighted.weights):
        raise UnusableSet(
            "What is measured of these answers does not tell right ones from wrong ones: no "
            "confidence can be fitted on them."
        )
    figures = {"brier": brier(by_way[way], right), "answers": float(len(right))}
    return Fitted(chance(names, weighted, by_way[way], right, figures), way, by_way)


def brier(p: Sequence[float], right: Sequence[bool]) -> float:
    """Mean squared distance of what was stated from what was so, in [0, 1]."""
    return sum((one - so) ** 2 for one, so in zip(p, right, strict=True)) / len(p)


def _logit(model: Logistic, features: dict[str, float]) -> float:
    """Raises UnusableSet: it weighs what was not measured."""
    try:
        return model.intercept + sum(w * features[name] for name, w in model.weights.items())
    except KeyError as missing:
        raise UnusableSet(
            f"The confidence in force weighs {missing}, which these answers were not measured for."
        ) from None


def _platt(scores: Rows, right: Sequence[bool]) -> tuple[float, float]:
    """Slope, never below 0, and offset."""
    fitted = LogisticRegression(C=np.inf)
    fitted.fit(scores[:, None], np.asarray(right, dtype=np.int64))
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    if slope > 0.0:
        return slope, offset
    share = sum(right) / len(right)
    return 0.0, float(np.log(share / (1.0 - share)))


def _recalibrated_apart(
    scores: Rows, right: Sequence[bool], shared: Sequence[Sequence[str]]
) -> list[float]:
    """p of each answer, with slope and offset of the other folds."""
    p = np.zeros(len(right))
    labels = np.asarray(right)
    for here, rest in parts(right, shared):
        slope, offset = _platt(scores[rest], labels[rest].tolist())
        p[here] = 1.0 / (1.0 + np.exp(-(slope * scores[here] + offset)))
    return [float(each) for each in p]
