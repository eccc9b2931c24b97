"""What every item of every run says in the same way, and the figures that follow from it.

An item adds to a figure in one of two ways:

    shares   gained of possible: the figure is the sum of what was gained over the sum of what was
             possible. A mean is a share of 1 each; recall counts an item where it is relevant; a
             mean over sets weighs an item by 1 / size of its set.
    labels   the gold label and the one that was said: the figure is the measure of that name.

So a figure can be recomputed, broken down, given an interval and compared with another run's from
the items alone, by code that knows nothing of the suite.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from app.domain.frozen import Frozen
from eval.measures.balanced_accuracy import balanced_accuracy
from eval.measures.interval import bootstrap_interval
from eval.measures.macro_f1 import macro_f1
from eval.suite import Figures, Number

RESAMPLES: Final = 2_000
LABEL_RESAMPLES: Final = 300
"""A label measure is recomputed by scikit-learn each time, some milliseconds each."""

LabelMeasure = Callable[[Sequence[str], Sequence[str]], float | None]
LABEL_MEASURES: Final[dict[str, LabelMeasure]] = {
    "balanced_accuracy": balanced_accuracy,
    "macro_f1": macro_f1,
}

Share = tuple[Number, Number]
"""(gained, possible)"""


class ScoredItem(Frozen):
    """One line of items.jsonl; a suite's own item adds what one wants to see of it."""

    id: str = Field(min_length=1)
    shares: dict[str, Share] = {}
    labels: dict[str, tuple[str, str]] = {}
    """Figure, a name in `LABEL_MEASURES` -> (gold, said)."""
    groups: dict[str, str] = {}
    """Breakdown -> the group the item belongs to: `{"category": "4", "audience": "patient"}`."""


class Scores(BaseModel):
    """What `ScoredItem` holds, read from any suite's items."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: str
    shares: dict[str, Share] = {}
    labels: dict[str, tuple[str, str]] = {}
    groups: dict[str, str] = {}


Items = Sequence[ScoredItem | Scores]


def figure(name: str, items: Items) -> float | None:
    """The figure over the items that say something of it; None where it is undefined on them."""
    gained, possible = shares_of(name, items)
    if len(possible):
        total = float(possible.sum())
        return float(gained.sum()) / total if total > 0.0 else None
    if name in LABEL_MEASURES:
        gold, said = labels_of(name, items)
        return LABEL_MEASURES[name](gold, said) if gold else None
    return None


def figures(names: Sequence[str], items: Items) -> Figures:
    """Each figure, and `items`: how many there are."""
    return {**{name: figure(name, items) for name in names}, "items": len(items)}


def by_group(breakdown: str, names: Sequence[str], items: Items) -> dict[str, Figures]:
    """Group -> its figures, for one breakdown, in the groups' order of first appearance."""
    groups = dict.fromkeys(one.groups[breakdown] for one in items if breakdown in one.groups)
    return {
        group: figures(names, [one for one in items if one.groups.get(breakdown) == group])
        for group in groups
    }


def interval(name: str, items: Items) -> tuple[float, float] | None:
    """95% bootstrap interval of the figure; None where there is none."""
    gained, possible = shares_of(name, items)
    if len(possible):
        return bootstrap_interval((gained, possible), ratio, RESAMPLES)
    if name not in LABEL_MEASURES:
        return None
    gold, said = labels_of(name, items)
    if figure(name, items) is None:
        return None
    measure = LABEL_MEASURES[name]

    def statistic(*positions: NDArray[np.int64]) -> float:
        drawn = measure([gold[at] for at in positions[0]], [said[at] for at in positions[0]])
        return np.nan if drawn is None else drawn

    return bootstrap_interval((np.arange(len(gold)),), statistic, LABEL_RESAMPLES, vectorised=False)


def intervals(names: Sequence[str], items: Items) -> dict[str, tuple[float, float]]:
    """The intervals there are, by figure."""
    found = {name: interval(name, items) for name in names}
    return {name: ends for name, ends in found.items() if ends is not None}


def ratio(gained: NDArray[Any], possible: NDArray[Any], axis: int = -1) -> Any:
    """Sum over sum along `axis`; not a number where nothing is possible."""
    return gained.sum(axis=axis) / possible.sum(axis=axis)


def shares_of(name: str, items: Items) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(gained, possible), each of the length of the items that have a share in the figure."""
    pairs = [one.shares[name] for one in items if name in one.shares]
    both = np.asarray(pairs, dtype=np.float64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def labels_of(name: str, items: Items) -> tuple[list[str], list[str]]:
    """(gold, said) of the items that are labelled for the figure."""
    pairs = [one.labels[name] for one in items if name in one.labels]
    return [gold for gold, _ in pairs], [said for _, said in pairs]
