"""What each text is left out with, and what the screen for harm does with what was left out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.ports.safety import HarmReader
from eval.fitting.folds import folds
from eval.fitting.harm import LEAST, Measured, Text, vectors_of

TENTHS: Final = 10
TWINS: Final = ("pairs", "made", "harm_twins_dev")
"""Sets of benign twins."""


def groups(items: Sequence[Measured], by: str) -> list[str]:
    """What each item is left out with."""
    near = _nearest_prompts(items)
    if by == "tenth":
        ids = [
            (one.text.pair or close.id) if _nearby(one) else one.text.text
            for one, close in zip(items, near, strict=True)
        ]
        return [str(fold) for fold in folds(ids, TENTHS)]
    kinds = sorted({getattr(one, by) for one in near})
    hashed = folds([one.text.text for one in items], len(kinds))
    paired = folds([one.text.pair or "" for one in items], len(kinds))
    return [
        getattr(one.text, by) or (kinds[its] if one.text.pair else getattr(close, by))
        if _nearby(one)
        else kinds[other]
        for one, close, other, its in zip(items, near, hashed, paired, strict=True)
    ]


def _nearby(one: Measured) -> bool:
    """Whether it has to do with harm, so that what is like it must be left out with it."""
    return one.text.of not in ("questions", "lookalikes", "everyday")


def hands(items: Sequence[Measured]) -> Counter[str]:
    """Hand -> its benign twins."""
    return Counter(one.text.hand or "" for one in items if is_twin(one))


def threshold_at(items: Sequence[Measured], scores: NDArray[np.float64], refuse: float) -> float:
    """The least logit from which on at most the share `refuse` of the benign twins is stopped that
    no rule stops; the mean over the hands that wrote them."""
    sizes = hands(items)
    open_ = sorted(
        (
            (float(score), 1.0 / sizes[one.text.hand or ""])
            for score, one in zip(scores, items, strict=True)
            if is_twin(one) and not one.fired and not one.countered
        ),
        reverse=True,
    )
    stopped = 0.0
    for score, weight in open_:
        stopped += weight
        if stopped > refuse * len(sizes):
            return float(np.nextafter(score, np.inf))
    return open_[-1][0] if open_ else 0.0


def thresholds(
    items: Sequence[Measured], scores: NDArray[np.float64], folds: Sequence[str], refuse: float
) -> NDArray[np.float64]:
    """For each item the threshold that the items of the other folds ask for, shape (items,)."""
    found = np.zeros(len(items), dtype=np.float64)
    for fold in sorted(set(folds)):
        rest = [at for at, its in enumerate(folds) if its != fold]
        found[np.asarray(folds) == fold] = threshold_at(
            [items[at] for at in rest], scores[rest], refuse
        )
    return found


def fired_unseen(items: Sequence[Measured], folds: Sequence[str], screen: HarmReader) -> list[bool]:
    """Whether a rule fires on each item where sayings count only that a prompt of another fold
    supports, or none at all: those written for a held-out prompt are left out with it."""
    seen: dict[str, set[str]] = defaultdict(set)
    for one, fold in zip(items, folds, strict=True):
        if one.text.of == "prompts":
            for saying in one.sayings:
                seen[saying].add(fold)
    found = [one.fired for one in items]
    for fold in sorted(set(folds)):
        without = frozenset(saying for saying, its in seen.items() if its == {fold})
        for at, one in enumerate(items):
            if folds[at] == fold and one.fired and one.sayings & without:
                found[at] = screen.read_for_harm(one.text.text, without).fired
    return found


def is_twin(one: Measured) -> bool:
    """Whether it is the benign twin of a harmful request."""
    return one.text.of in TWINS and not one.text.wrong


def _nearest_prompts(items: Sequence[Measured]) -> list[Text]:
    """For each item the training prompt whose vector is nearest; of a prompt, itself."""
    vectors = vectors_of(items)
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + LEAST
    at = [number for number, one in enumerate(items) if one.text.of == "prompts"]
    best = np.argmax(vectors @ vectors[at].T, axis=1)
    return [
        one.text if one.text.of == "prompts" else items[at[int(near)]].text
        for one, near in zip(items, best, strict=True)
    ]
