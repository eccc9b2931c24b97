"""Two runs of one suite over the same data: where they differ, by how much, and whether by luck.

Items are paired by id. An item that one run lacks counts as nothing gained there, or as nothing
said, so that leaving out the hard questions never looks like progress.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.domain.frozen import Frozen
from eval.measures.interval import bootstrap_interval
from eval.measures.paired_test import randomisation_p
from eval.run import KeptRun
from eval.scored import LABEL_MEASURES, LabelMeasure, Scores, ratio
from eval.suite import UnusableSet

RESAMPLES: Final = 2_000
LABEL_RESAMPLES: Final = 300
MISSING: Final = ""
"""What a run said of an item that it lacks: no gold label."""


class Compared(Frozen):
    """One figure of both runs; `difference` is the second less the first."""

    first: float
    second: float
    difference: float
    low: float | None
    high: float | None
    """95% paired bootstrap interval of the difference; None where it cannot be computed."""
    p: float | None
    """Two-sided, paired randomisation test."""
    items: int
    better: int
    """Items on which the second run gained more, or was right where the first was not."""
    worse: int


class Comparison(Frozen):
    suite: str
    first: str
    second: str
    by_figure: dict[str, Compared]
    not_compared: dict[str, str]
    """Headline figure -> why it cannot be set side by side."""
    only_first: tuple[str, ...]
    """Ids of items that the second run lacks; they score zero there."""
    only_second: tuple[str, ...]
    changed: dict[str, tuple[str, str]]
    """Setting or option -> its value in either run."""


def compare(first: KeptRun, second: KeptRun) -> Comparison:
    """Every headline figure that the items of both runs carry.

    Raises:
        UnusableSet: other suites, or other data; or no figure that both runs have.
    """
    _comparable(first, second)
    ours, theirs = _by_id(first), _by_id(second)
    found: dict[str, Compared] = {}
    not_compared: dict[str, str] = {}
    for name in first.figures.keys() & second.figures.keys():
        undefined = first.figures[name] is None or second.figures[name] is None
        compared = None if undefined else _compared(name, ours, theirs)
        if compared is None:
            not_compared[name] = "it is no figure over items, or is undefined in one of the runs"
        else:
            found[name] = compared
    if not found:
        raise UnusableSet(f"{first.path} and {second.path} have no figure over items in common.")
    return Comparison(
        suite=first.card.suite,
        first=str(first.path),
        second=str(second.path),
        by_figure={name: found[name] for name in first.figures if name in found},
        not_compared=dict(sorted(not_compared.items())),
        only_first=tuple(key for key in ours if key not in theirs),
        only_second=tuple(key for key in theirs if key not in ours),
        changed=_changed(first, second),
    )


def _comparable(first: KeptRun, second: KeptRun) -> None:
    one, two = first.card, second.card
    if one.suite != two.suite:
        raise UnusableSet(f"{first.path} is a run of {one.suite}, {second.path} of {two.suite}.")
    if (one.data_sha256, one.split) != (two.data_sha256, two.split):
        raise UnusableSet(
            f"{first.path} and {second.path} were run on other data "
            f"({one.data} {one.split or ''} and {two.data} {two.split or ''}): "
            "their figures cannot be compared."
        )


def _by_id(run: KeptRun) -> dict[str, Scores]:
    return {item.id: item for item in run.items}


def _compared(
    name: str, ours: Mapping[str, Scores], theirs: Mapping[str, Scores]
) -> Compared | None:
    ids = [
        key
        for key in dict.fromkeys((*ours, *theirs))
        if any(key in run and _has(name, run[key]) for run in (ours, theirs))
    ]
    if not ids:
        return None
    if any(name in run[key].shares for run in (ours, theirs) for key in ids if key in run):
        return _shares(name, ids, ours, theirs)
    return _labels(name, ids, ours, theirs)


def _has(name: str, item: Scores) -> bool:
    return name in item.shares or name in item.labels


def _shares(
    name: str, ids: list[str], ours: Mapping[str, Scores], theirs: Mapping[str, Scores]
) -> Compared | None:
    one, two = _columns(name, ids, ours, theirs), _columns(name, ids, theirs, ours)
    if one[1].sum() <= 0.0 or two[1].sum() <= 0.0:
        return None
    gained = np.concatenate([one[0], two[0]])
    possible = np.concatenate([one[1], two[1]])

    def drawn(at: NDArray[np.int64], axis: int = -1) -> Any:
        second = at + len(ids)
        return ratio(gained[second], possible[second], axis) - ratio(gained[at], possible[at], axis)

    def exchanged(a: NDArray[np.int64], b: NDArray[np.int64], axis: int = -1) -> Any:
        return ratio(gained[b], possible[b], axis) - ratio(gained[a], possible[a], axis)

    ends = bootstrap_interval((np.arange(len(ids)),), drawn, RESAMPLES)
    first, second = float(ratio(*one)), float(ratio(*two))
    change = _each(two) - _each(one)
    return Compared(
        first=first,
        second=second,
        difference=second - first,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        p=randomisation_p(len(ids), exchanged, RESAMPLES),
        items=len(ids),
        better=int((change > 0).sum()),
        worse=int((change < 0).sum()),
    )


def _columns(
    name: str, ids: list[str], run: Mapping[str, Scores], other: Mapping[str, Scores]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(gained, possible) of every id; what the run lacks, it did not gain."""
    rows = [
        run[key].shares[name]
        if key in run and name in run[key].shares
        else (0.0, _possible(name, key, run, other))
        for key in ids
    ]
    both = np.asarray(rows, dtype=np.float64)
    return both[:, 0], both[:, 1]


def _possible(name: str, key: str, run: Mapping[str, Scores], other: Mapping[str, Scores]) -> float:
    """What was possible on an item that the run lacks; nothing where it has it and left the figure
    out, since then the figure does not speak of that item."""
    return 0.0 if key in run else other[key].shares[name][1]


def _each(columns: tuple[NDArray[np.float64], NDArray[np.float64]]) -> NDArray[np.float64]:
    gained, possible = columns
    return np.divide(gained, possible, out=np.zeros_like(gained), where=possible > 0)


def _labels(
    name: str, ids: list[str], ours: Mapping[str, Scores], theirs: Mapping[str, Scores]
) -> Compared | None:
    measure = LABEL_MEASURES.get(name)
    if measure is None:
        return None
    gold = [(ours if key in ours else theirs)[key].labels[name][0] for key in ids]
    said = [
        run[key].labels[name][1] if key in run else MISSING for run in (ours, theirs) for key in ids
    ]
    first, second = measure(gold, said[: len(ids)]), measure(gold, said[len(ids) :])
    if first is None or second is None:
        return None
    ends, p = _doubt(measure, gold, said)
    right = [[gold[at] == said[at + side] for at in range(len(ids))] for side in (0, len(ids))]
    return Compared(
        first=first,
        second=second,
        difference=second - first,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        p=p,
        items=len(ids),
        better=sum(b and not a for a, b in zip(*right, strict=True)),
        worse=sum(a and not b for a, b in zip(*right, strict=True)),
    )


def _doubt(
    measure: LabelMeasure, gold: list[str], said: list[str]
) -> tuple[tuple[float, float] | None, float | None]:
    items = len(gold)

    def of(at: NDArray[np.int64]) -> float:
        drawn = measure([gold[each % items] for each in at], [said[each] for each in at])
        return np.nan if drawn is None else drawn

    def drawn(at: NDArray[np.int64]) -> float:
        return of(at + items) - of(at)

    def exchanged(a: NDArray[np.int64], b: NDArray[np.int64]) -> float:
        return of(b) - of(a)

    ends = bootstrap_interval((np.arange(items),), drawn, LABEL_RESAMPLES, vectorised=False)
    return ends, randomisation_p(items, exchanged, LABEL_RESAMPLES, vectorised=False)


def _changed(first: KeptRun, second: KeptRun) -> dict[str, tuple[str, str]]:
    one, two = _said(first), _said(second)
    return {
        name: (one.get(name, "-"), two.get(name, "-"))
        for name in sorted(one.keys() | two.keys())
        if one.get(name) != two.get(name)
    }


def _said(run: KeptRun) -> dict[str, str]:
    card = run.card
    return {
        **{f"--set {name}": value for name, value in card.options},
        "product": card.product,
        "generator": card.generator or "-",
        "predictions": card.predictions_sha256 or "-",
        "settings": card.settings_fingerprint or "-",
        "corpus": card.generation.corpus_sha256 if card.generation else "-",
    }
