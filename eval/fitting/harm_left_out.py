"""What each text is left out with, and what the screen for harm does with what was left out."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.ports.safety import HarmReader
from eval.fitting.folds import folds
from eval.fitting.harm import Measured, Text

PARTS: Final = 3
"""That the categories make, since each fit takes long: what is in one is left out at once."""
TWINS: Final = ("hands", "pairs", "made", "harm_twins_dev")
"""Sets of benign twins."""
GAP: Final = 5.0
"""Logits by which less is needed where a rule found something. With 3 a few more twins are answered
and with them 13 of the rules' own 90 examples, with 5 six."""
STEP: Final = 1e-4
"""Between a twin and the threshold above it, to which thresholds are written."""
LEAST: Final = 0.01
"""Added to the length of a vector, so that none is divided by nothing."""


class Cut(NamedTuple):
    """Logits from which on a text is stopped."""

    alone: float
    beside_rule: float

    def stops(self, one: Measured, logit: float) -> bool:
        return one.firm or logit >= (self.beside_rule if one.fired else self.alone)


def kinds(items: Sequence[Measured], by: str) -> list[str]:
    """The category (generator) of each item; of one without, that of the prompt nearest to it, and
    of a pair without, that of the prompt nearest to its first half."""
    near = _nearest_prompts(items)
    found: list[str] = []
    of_pairs: dict[str, str] = {}
    for one, close in zip(items, near, strict=True):
        kind = getattr(one.text, by) or getattr(close, by)
        found.append(of_pairs.setdefault(one.text.pair, kind) if one.text.pair else kind)
    return found


def parts(items: Sequence[Measured], kinds: Sequence[str], by: str) -> list[str]:
    """What each item is left out with: some of the kinds.

    A hand that saw no prompt is left out whole, whatever its kinds: a fit without a kind may know
    what such hands say of it, and no file is judged by a fit that knows it. Questions that have
    nothing to do with harm are left out by a hash.
    """
    order = sorted(set(kinds))
    blind = sorted({one.text.hand or "" for one in items if one.text.blind})
    count = min(PARTS, len(order))
    names = [" ".join((by, *order[at::count])) for at in range(count)]
    hashed = folds([one.text.text for one in items], count)
    found = []
    for one, kind, by_hash in zip(items, kinds, hashed, strict=True):
        if one.text.blind:
            found.append(names[blind.index(one.text.hand or "") % count])
        elif _nearby(one):
            found.append(names[order.index(kind) % count])
        else:
            found.append(names[by_hash])
    return found


def _nearby(one: Measured) -> bool:
    """Whether it has to do with harm, so that what is like it must be left out with it."""
    return one.text.of not in ("questions", "lookalikes", "everyday")


def hands(items: Sequence[Measured]) -> Counter[str]:
    """Hand -> its benign twins."""
    return Counter(one.text.hand or "" for one in items if is_twin(one))


def cut_at(items: Sequence[Measured], logits: NDArray[np.float64], refuse: float) -> Cut:
    """The lowest one that stops at most the share `refuse` of the benign twins, the mean over the
    hands that wrote them; where what is firm stops more, one that stops nothing else."""
    sizes = hands(items)
    needed = sorted(
        (
            (_as_if_alone(one, float(logit)), 1.0 / sizes[one.text.hand or ""] / len(sizes))
            for one, logit in zip(items, logits, strict=True)
            if is_twin(one)
        ),
        reverse=True,
    )
    stopped = 0.0
    for logit, weight in needed:
        stopped += weight
        if stopped > refuse:
            alone = STEP + (logit if math.isfinite(logit) else float(logits.max()) + GAP)
            return Cut(alone, alone - GAP)
    alone = min((logit for logit, _ in needed), default=0.0)
    return Cut(alone, alone - GAP)


def _as_if_alone(one: Measured, logit: float) -> float:
    """The threshold up to which it is stopped."""
    if one.firm:
        return math.inf
    return logit + GAP if one.fired else logit


def cuts(
    items: Sequence[Measured], logits: NDArray[np.float64], parts: Sequence[str], refuse: float
) -> list[Cut]:
    """For each item the one that the items of the other parts ask for."""
    found = {}
    for part in sorted(set(parts)):
        rest = [at for at, its in enumerate(parts) if its != part]
        found[part] = cut_at([items[at] for at in rest], logits[rest], refuse)
    return [found[part] for part in parts]


def unseen(items: Sequence[Measured], kinds: Sequence[str], screen: HarmReader) -> list[Measured]:
    """Each prompt as if it were a new one: sayings of the rules count on it only where a prompt of
    another kind supports them, or none at all. Those written for a held-out prompt are left out
    with it. Other items stay as they are."""
    seen: dict[str, set[str]] = defaultdict(set)
    for one, kind in zip(items, kinds, strict=True):
        if one.text.of == "prompts":
            for saying in one.sayings:
                seen[saying].add(kind)
    found = list(items)
    for at, (one, kind) in enumerate(zip(items, kinds, strict=True)):
        without = frozenset(saying for saying in one.sayings if seen[saying] == {kind})
        if one.text.of == "prompts" and one.fired and without:
            read = screen.read_for_harm(one.text.text, without)
            found[at] = one._replace(fired=read.fired, firm=read.firm)
    return found


def is_twin(one: Measured) -> bool:
    """Whether it is the benign twin of a harmful request."""
    return one.text.of in TWINS and not one.text.wrong


def _nearest_prompts(items: Sequence[Measured]) -> list[Text]:
    """For each item the training prompt whose vector is nearest; of a prompt, itself."""
    vectors = np.stack([one.vector for one in items])
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + LEAST
    at = [number for number, one in enumerate(items) if one.text.of == "prompts"]
    best = np.argmax(vectors @ vectors[at].T, axis=1)
    return [
        one.text if one.text.of == "prompts" else items[at[int(near)]].text
        for one, near in zip(items, best, strict=True)
    ]
